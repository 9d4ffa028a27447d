import { type PolicyDocument, readPolicy } from '../document/read-policy.ts';
import { attribute, type PolicyElement, type Span, textValue } from '../document/tree.ts';
import type { NamedValue, PolicySource, Role, ServiceModel } from '../model.ts';
import { secretRoles } from './deployment-values.ts';
import type { LoadProblem } from './load-error.ts';
import { holdsPlace } from './place-holder.ts';
import { type RoleEvidence, roleEvidence } from './role-evidence.ts';

/** A role that a named value seems to have, with the place that shows it. */
export interface RoleGuess extends LoadProblem {
  readonly name: string;
  readonly role: Role;
  /** Whether the value is a bare host, or the bare name of a scope. */
  readonly bare?: boolean;
}

/** Where a reference stands: its surroundings in the text, and the element when it is a whole value. */
interface Sighting {
  readonly document: PolicyDocument;
  readonly span: Span;
  readonly element?: PolicyElement;
  readonly attribute?: string;
  readonly parent?: PolicyElement | undefined;
}

const reference = /\{\{([A-Za-z0-9._-]+)\}\}/;

/** Characters around a reference that evidence may look at: beside it, and near it. */
const surroundings = 120;
const vicinity = 800;

/** Every reference to a named value in a document, by name. */
function sightings(document: PolicyDocument, add: (name: string, sighting: Sighting) => void): void {
  for (const { name, span } of document.namedValues) add(name, { document, span });
  const visit = (element: PolicyElement, parent: PolicyElement | undefined): void => {
    const values = element.attributes.map(({ name, value }) => ({ attribute: name, value }));
    for (const { attribute, value } of [...values, { attribute: 'text', value: textValue(element) }]) {
      const whole = new RegExp(`^${reference.source}$`).exec(value.text.trim());
      if (whole?.[1] !== undefined) add(whole[1], { document, span: value.span, element, attribute, parent });
    }
    for (const child of element.children) if (child.kind === 'element') visit(child, element);
  };
  if (document.root) visit(document.root, undefined);
}

function shows(evidence: RoleEvidence, called: string, seen: Sighting): boolean {
  const { place, parentName, before, after, near, name } = evidence;
  if (name && !name.test(called)) return false;
  if (name && !near) return true;
  if (place) {
    const { element, parent } = seen;
    return (
      element?.name === place.element &&
      seen.attribute === place.attribute &&
      (place.parent === undefined || parent?.name === place.parent) &&
      (!parentName || (parent !== undefined && parentName.test(attribute(parent, 'name')?.value.text ?? '')))
    );
  }
  if (seen.element) return false;
  const { text } = seen.document.source;
  const left = text.slice(Math.max(0, seen.span.start - surroundings), seen.span.start);
  const right = text.slice(seen.span.end, seen.span.end + surroundings);
  const around = text.slice(Math.max(0, seen.span.start - vicinity), seen.span.end + vicinity);
  return (before?.test(left) ?? true) && (after?.test(right) ?? true) && (near?.test(around) ?? true);
}

function allSightings(sources: Iterable<PolicySource>): Map<string, Sighting[]> {
  const seen = new Map<string, Sighting[]>();
  for (const source of sources) {
    sightings(readPolicy(source), (name, sighting) => {
      const key = name.toLowerCase();
      const known = seen.get(key);
      if (known) known.push(sighting);
      else seen.set(key, [sighting]);
    });
  }
  return seen;
}

/**
 * Named values that are used as what no single value can be: the client id of an application that people sign in with,
 * and that of a managed identity. The place is that of the identity, whose token request fails.
 */
export function roleConflicts(sources: Iterable<PolicySource>, namedValues: readonly NamedValue[]): LoadProblem[] {
  const seen = allSightings(sources);
  return namedValues.flatMap(({ name }): LoadProblem[] => {
    const places = seen.get(name.toLowerCase()) ?? [];
    const shown = (role: Role): Sighting | undefined =>
      places.find((place) => roleEvidence.some((each) => each.role === role && !each.name && shows(each, name, place)));
    const application = shown('clientId');
    const identity = shown('managedIdentityClientId');
    if (!application || !identity) return [];
    const at = (sighting: Sighting) => sighting.document.position(sighting.span.start);
    const message =
      `'${name}' names a managed identity here and an application in ${application.document.source.file}:` +
      `${at(application).line}: Entra ID gives no two of them one client id, so one of the two requests fails.`;
    return [{ file: identity.document.source.file, ...at(identity), message }];
  });
}

/**
 * Guesses the roles of named values from how policies use them.
 * @param sources all policies and fragments of the service
 */
export function inferRoles(sources: Iterable<PolicySource>, namedValues: readonly NamedValue[]): RoleGuess[] {
  const seen = allSightings(sources);
  const guesses: RoleGuess[] = [];
  for (const { name, role, value } of namedValues) {
    if (role) continue;
    const held = value !== undefined && holdsPlace(value) ? ', and the files only hold its place' : '';
    const places = seen.get(name.toLowerCase()) ?? [];
    for (const evidence of roleEvidence) {
      const sighting = places.find((place) => shows(evidence, name, place));
      if (!sighting) continue;
      const { document, span } = sighting;
      guesses.push({
        name,
        role: evidence.role,
        ...(evidence.bare ? { bare: true } : {}),
        file: document.source.file,
        ...document.position(span.start),
        message: `'${name}' is taken for the ${evidence.role}: it is ${evidence.because}${held}.`,
      });
      break;
    }
  }
  return guesses;
}

/**
 * The service with the roles that were guessed. A named value that has a value keeps it: what its author wrote is not
 * replaced because it looks like something that a harness could supply, unless it only holds a place.
 */
export function withRoles(service: ServiceModel, guesses: readonly RoleGuess[]): ServiceModel {
  const roles = new Map(guesses.map(({ name, role }) => [name, role]));
  return {
    ...service,
    namedValues: service.namedValues.map((each) => {
      const { value, ...open } = each;
      const role = each.role ?? roles.get(each.name);
      if (!role || (value !== undefined && !holdsPlace(value))) return each;
      return { ...open, role, secret: each.secret || secretRoles.has(role) };
    }),
  };
}
