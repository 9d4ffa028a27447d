import { isObject, knownText, Lazy, partsOf, Text, Unknown, type Value } from '../../bicep/value.ts';
import type { NamedValue, Role } from '../model.ts';
import { type DeployedHost, deployedHost } from './deployed-host.ts';
import { displayPath } from './display-path.ts';
import type { DirectoryReference } from './foreign-service.ts';
import type { LoadProblem } from './load-error.ts';

/** Properties of deployed resources, and functions, whose meaning is known: resource type and path -> role. */
const rolesOfReferences: readonly { readonly type: RegExp; readonly path: string; readonly role: Role }[] = [
  { type: /^Microsoft\.ApiManagement\/service$/i, path: 'gatewayUrl', role: 'gatewayUrl' },
  { type: /^Microsoft\.Graph\/applications$/i, path: 'appId', role: 'clientId' },
  { type: /^Microsoft\.ManagedIdentity\/userAssignedIdentities$/i, path: 'clientId', role: 'managedIdentityClientId' },
  { type: /^(?:tenant|subscription)\(\)$/, path: 'tenantId', role: 'tenantId' },
  { type: /^listKeys\(\)$/, path: 'masterKey', role: 'functionKey' },
  { type: /^azurerm_api_management$/, path: 'gateway_url', role: 'gatewayUrl' },
  { type: /^azuread_application(?:_registration)?$/, path: 'client_id', role: 'clientId' },
  { type: /^azuread_application$/, path: 'application_id', role: 'clientId' },
  { type: /^azurerm_user_assigned_identity$/, path: 'client_id', role: 'managedIdentityClientId' },
  { type: /^(?:azurerm|azuread)_client_config$/, path: 'tenant_id', role: 'tenantId' },
  { type: /^azurerm_subscription$/, path: 'tenant_id', role: 'tenantId' },
  { type: /^azurerm_function_app_host_keys$/, path: 'default_function_key', role: 'functionKey' },
];

/** A word for an expression that nobody can work out. */
const standIn = (source: string): string =>
  source
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60) || 'unknown';

/** A name in which unknown parts are printed as `${…}`, with what stands in for them. */
export function nameWithStandIns(name: string): string {
  return name.replace(/\$\{([^}]*)\}/g, (_whole, source: string) => standIn(source));
}

/** Where something was written. */
interface Place {
  readonly file: string;
  readonly line: number;
}

const placed = (place: Place | undefined): { file?: string; line?: number } =>
  place ? { file: displayPath(place.file), line: place.line } : {};

interface Entry {
  readonly source: string;
  /** The resource that it is a property of, which another of the same expression may not be. */
  readonly owner: string;
  readonly role: Role | undefined;
  readonly value: string | undefined;
  readonly place: Place | undefined;
}

/**
 * Turns values of a deployment into texts of a service. What only the deployment decides becomes a named value of its own,
 * called by its expression, so that it can be given in one place.
 */
export class DeploymentValues {
  private readonly unknowns = new Map<string, Entry>();
  private readonly hostsByName = new Map<string, DeployedHost>();
  /** Named values that stand for a property of an application or managed identity. */
  readonly references = new Map<string, DirectoryReference>();

  /** The named values that stand for what is not known. */
  get namedValues(): NamedValue[] {
    return [...this.unknowns].map(([name, { role, value }]) => ({
      name,
      secret: role !== undefined && secretRoles.has(role),
      ...(role ? { role } : {}),
      ...(value === undefined ? {} : { value }),
    }));
  }

  /** What stands in, in a trial run, for values that nobody knows: name -> a word made of their expression. */
  get standIns(): Map<string, string> {
    return new Map(
      [...this.unknowns].flatMap(([name, { source, role, value }]) =>
        role || value !== undefined || this.references.has(name) ? [] : [[name, standIn(source)] as const],
      ),
    );
  }

  /** Hosts that the deployment creates, as far as texts name them. */
  get hosts(): DeployedHost[] {
    return [...this.hostsByName.values()];
  }

  /** What is not known and has no role either: its named value, and the expression that would give it. */
  get gaps(): (LoadProblem & { readonly name: string })[] {
    return [...this.unknowns].flatMap(([name, { source, role, value, place }]) =>
      role || value !== undefined
        ? []
        : [
            {
              name,
              ...(place ? { file: displayPath(place.file), line: place.line, column: 1 } : { file: '(deployment)' }),
              message: `'${source}' is known only when deployed: give the named value '${name}' in the configuration.`,
            },
          ],
    );
  }

  /**
   * A text; unknown parts become references to named values. Undefined for what is no text.
   * @param place of the declaration that holds it
   */
  text(value: Value | undefined, place?: Place): string | undefined {
    if (value === undefined || value === null || Array.isArray(value) || isObject(value)) return undefined;
    const known = knownText(value);
    if (known !== undefined) return known;
    return partsOf(value, 'value')
      .map((part) => (typeof part === 'string' ? part : `{{${this.reference(part, place)}}}`))
      .join('');
  }

  /**
   * A text that is a URL. A host that only the deployment decides gets a name that stands for it, at which something can
   * answer in a trial.
   */
  url(value: Value | undefined, place?: Place): string | undefined {
    const text = this.text(value, place);
    if (text === undefined || value === undefined || value === null) return text;
    const [first, second, third] = partsOf(value, 'value');
    if (first instanceof Unknown) this.standForHost(first, '', true);
    else if (second instanceof Unknown) {
      const [, scheme] = /^(https?:\/\/)$/.exec(first ?? '') ?? [];
      const [port] = /^:\d+/.exec(typeof third === 'string' ? third : '') ?? [];
      if (scheme !== undefined) this.standForHost(second, port ?? (scheme === 'http://' ? ':80' : ''), false);
    }
    return text;
  }

  /** Gives an unknown that is a host, or a URL, a name that stands for it. */
  private standForHost(unknown: Unknown, port: string, whole: boolean): void {
    const name = this.reference(unknown, undefined);
    const entry = this.unknowns.get(name);
    if (!entry || entry.role !== undefined || entry.value !== undefined) return;
    const host = `${standIn(unknown.source).slice(0, 50)}.example`;
    const key = port === ':443' ? host : `${host}${port}`;
    this.hostsByName.set(key, { host: key, kind: 'unknown', source: unknown.source, ...placed(entry.place) });
    this.unknowns.set(name, { ...entry, value: whole ? `https://${host}` : host });
  }

  /** The role of a value that is nothing but one unknown. */
  role(value: Value | undefined): Role | undefined {
    const only = value instanceof Text && value.parts.length === 1 ? value.parts[0] : value;
    return only instanceof Unknown ? roleOf(only) : undefined;
  }

  private reference(unknown: Unknown, place: Place | undefined): string {
    const base =
      unknown.source
        .replace(/[^A-Za-z0-9._-]+/g, '-')
        .replace(/^-+|-+$/g, '')
        .slice(0, 100) || 'unknown';
    const directory = directoryReference(unknown);
    const owner = ownerOf(unknown);
    // two modules, or two turns of a loop, may call different resources the same; long expressions begin alike
    let name = base;
    const isOther = ({ owner: of, source }: Entry): boolean => of !== owner || source !== unknown.source;
    for (let number = 2, known = this.unknowns.get(name); known && isOther(known); number += 1) {
      name = `${base}-${number}`;
      known = this.unknowns.get(name);
    }
    if (!this.unknowns.has(name)) {
      const host = deployedHost(unknown);
      if (host)
        this.hostsByName.set(host.host, { host: host.host, kind: host.kind, source: host.source, ...placed(place) });
      if (directory) this.references.set(name, directory);
      this.unknowns.set(name, { source: unknown.source, owner, role: roleOf(unknown), value: host?.value, place });
    }
    return name;
  }
}

const ownerOf = ({ reference }: Unknown): string =>
  reference?.of === undefined ? '' : `${reference.type} ${reference.of}`.toLowerCase();

/** Roles whose values are secrets wherever they come from. */
export const secretRoles: ReadonlySet<Role> = new Set<Role>([
  'clientSecret',
  'encryptionKey',
  'initializationVector',
  'signingKey',
  'functionKey',
]);

const directoryProperties: readonly {
  readonly type: RegExp;
  readonly path: string;
  readonly kind: DirectoryReference['kind'];
  readonly property: DirectoryReference['property'];
}[] = [
  { type: /^Microsoft\.Graph\/applications$/i, path: 'appId', kind: 'application', property: 'clientId' },
  {
    type: /^Microsoft\.ManagedIdentity\/userAssignedIdentities$/i,
    path: 'clientId',
    kind: 'identity',
    property: 'clientId',
  },
  {
    type: /^Microsoft\.ManagedIdentity\/userAssignedIdentities$/i,
    path: 'principalId',
    kind: 'identity',
    property: 'principalId',
  },
  { type: /^azuread_application(?:_registration)?$/, path: 'client_id', kind: 'application', property: 'clientId' },
  { type: /^azuread_application$/, path: 'application_id', kind: 'application', property: 'clientId' },
  { type: /^azurerm_user_assigned_identity$/, path: 'client_id', kind: 'identity', property: 'clientId' },
  { type: /^azurerm_user_assigned_identity$/, path: 'principal_id', kind: 'identity', property: 'principalId' },
];

/** The application or managed identity that an unknown is a property of. */
export function directoryReference(unknown: Unknown): DirectoryReference | undefined {
  const { reference } = unknown;
  if (!reference) return undefined;
  const path = reference.path.join('.');
  const known = directoryProperties.find((row) => row.type.test(reference.type) && row.path === path);
  return (
    known && { kind: known.kind, property: known.property, of: reference.of ?? unknown.source.split('.')[0] ?? '' }
  );
}

function roleOf({ reference }: Unknown): Role | undefined {
  if (!reference) return undefined;
  const path = reference.path.join('.');
  return rolesOfReferences.find((known) => known.type.test(reference.type) && known.path === path)?.role;
}

/** A member of an object value; undefined when there is none, or it is null. */
export function member(value: Value | undefined, ...path: readonly string[]): Value | undefined {
  let current = value;
  for (const name of path) {
    // a part of another resource that is set as a whole
    if (current instanceof Lazy) {
      current = current.member(name);
      continue;
    }
    if (current === undefined || current === null || !isObject(current)) return undefined;
    current = Object.hasOwn(current, name) ? current[name] : undefined;
  }
  return current ?? undefined;
}

/** The items of an array; a single object as the only one of its list, as extractors of arrays leave it. */
export function list(value: Value | undefined): readonly Value[] {
  if (Array.isArray(value)) return value;
  return value !== undefined && value !== null && isObject(value) ? [value] : [];
}

/** A boolean member, or what stands in for one that is missing or not known. */
export function flag(value: Value | undefined, fallback: boolean): boolean {
  return typeof value === 'boolean' ? value : fallback;
}
