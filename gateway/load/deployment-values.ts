import { isObject, knownText, partsOf, Text, Unknown, type Value } from '../../bicep/value.ts';
import type { NamedValue, Role } from '../model.ts';

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

/**
 * Turns values of a deployment into texts of a service. What only the deployment decides becomes a named value of its own,
 * called by its expression, so that it can be given in one place.
 */
export class DeploymentValues {
  private readonly unknowns = new Map<string, { readonly source: string; readonly role: Role | undefined }>();

  /** The named values that stand for what is not known. */
  get namedValues(): NamedValue[] {
    return [...this.unknowns].map(([name, { role }]) => ({ name, secret: false, ...(role ? { role } : {}) }));
  }

  /** What is not known and has no role either: its named value and the expression that would give it. */
  get gaps(): { readonly name: string; readonly source: string }[] {
    return [...this.unknowns].flatMap(([name, { source, role }]) => (role ? [] : [{ name, source }]));
  }

  /** A text; unknown parts become references to named values. Undefined for what is no text. */
  text(value: Value | undefined): string | undefined {
    if (value === undefined || value === null || Array.isArray(value) || isObject(value)) return undefined;
    const known = knownText(value);
    if (known !== undefined) return known;
    return partsOf(value, 'value')
      .map((part) => (typeof part === 'string' ? part : `{{${this.reference(part)}}}`))
      .join('');
  }

  /** The role of a value that is nothing but one unknown. */
  role(value: Value | undefined): Role | undefined {
    const only = value instanceof Text && value.parts.length === 1 ? value.parts[0] : value;
    return only instanceof Unknown ? roleOf(only) : undefined;
  }

  private reference(unknown: Unknown): string {
    const name =
      unknown.source
        .replace(/[^A-Za-z0-9._-]+/g, '-')
        .replace(/^-+|-+$/g, '')
        .slice(0, 100) || 'unknown';
    if (!this.unknowns.has(name)) this.unknowns.set(name, { source: unknown.source, role: roleOf(unknown) });
    return name;
  }
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
    if (current === undefined || current === null || !isObject(current)) return undefined;
    current = Object.hasOwn(current, name) ? current[name] : undefined;
  }
  return current ?? undefined;
}

/** A boolean member, or what stands in for one that is missing or not known. */
export function flag(value: Value | undefined, fallback: boolean): boolean {
  return typeof value === 'boolean' ? value : fallback;
}
