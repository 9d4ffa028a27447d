import { childElements, type PolicyElement } from '../document/tree.ts';
import { type PolicyDefinition, type Section, sections } from '../policies/policy.ts';
import type { ElementSchema } from '../policies/schema.ts';

/** The policies of the gateway, by element name. */
export type PolicyDefinitions = ReadonlyMap<string, PolicyDefinition>;

/** An element with what its place in the document says of it. */
export type PlacedElement =
  /** A policy. `section` is undefined in fragments, which can be included anywhere. */
  | {
      readonly kind: 'policy';
      readonly element: PolicyElement;
      readonly schema: ElementSchema;
      readonly definition: PolicyDefinition;
      readonly section: Section | undefined;
    }
  /** A part of a policy, such as `value`. */
  | { readonly kind: 'part'; readonly element: PolicyElement; readonly schema: ElementSchema }
  /** Stands where a policy may stand, and is none. */
  | { readonly kind: 'unknown'; readonly element: PolicyElement }
  /** Stands where it must not. */
  | {
      readonly kind: 'misplaced';
      readonly element: PolicyElement;
      readonly parent: PolicyElement;
      readonly allowed: readonly string[];
    };

const sectionNames: ReadonlySet<string> = new Set(sections);

/** Every element below the root, judged by the schemas of the policies. Below what is unknown or misplaced it is quiet. */
export function* schemaWalk(root: PolicyElement, policies: PolicyDefinitions): Generator<PlacedElement> {
  if (root.name === 'fragment') {
    for (const element of childElements(root)) yield* policy(element, undefined, policies);
    return;
  }
  for (const section of childElements(root)) {
    if (!sectionNames.has(section.name)) {
      yield { kind: 'misplaced', element: section, parent: root, allowed: sections };
      continue;
    }
    for (const element of childElements(section)) {
      if (element.name !== 'base') yield* policy(element, section.name as Section, policies);
    }
  }
}

function* policy(
  element: PolicyElement,
  section: Section | undefined,
  policies: PolicyDefinitions,
): Generator<PlacedElement> {
  const definition = policies.get(element.name);
  if (!definition) {
    yield { kind: 'unknown', element };
    return;
  }
  const { schema } = definition;
  yield { kind: 'policy', element, schema, definition, section };
  yield* content(element, schema, section, policies);
}

function* content(
  element: PolicyElement,
  schema: ElementSchema,
  section: Section | undefined,
  policies: PolicyDefinitions,
): Generator<PlacedElement> {
  if (schema.anyContent) return;
  const parts = schema.children ?? {};
  for (const child of childElements(element)) {
    const part = Object.hasOwn(parts, child.name) ? parts[child.name] : undefined;
    if (part) {
      yield { kind: 'part', element: child, schema: part };
      yield* content(child, part, section, policies);
    } else if (schema.policies === 'any' || schema.policies?.includes(child.name)) {
      yield* policy(child, section, policies);
    } else {
      const nested = schema.policies ?? [];
      yield { kind: 'misplaced', element: child, parent: element, allowed: [...Object.keys(parts), ...nested] };
    }
  }
}
