/** Named values and backends with their roles filled in. */
import type { Backend, NamedValue, Role } from '../model.ts';
import type { PolicyIssue } from '../pipeline/load/policy-issue.ts';
import type { ResolvedBackend } from './backends.ts';

/** What the harness supplies. */
export interface Supplied {
  readonly bindings: Readonly<Partial<Record<Role, string>>>;
  /** By name; wins over everything. */
  readonly namedValues: Readonly<Record<string, string>>;
}

export interface ResolvedValues {
  readonly values: ReadonlyMap<string, string>;
  /** Values of secret named values, for masking and the ledger. */
  readonly secrets: ReadonlyMap<string, string>;
}

/**
 * The values of named values: an override, else what the role is bound to, else the model's own.
 * @param issues gets one per named value that has none
 */
export function resolveNamedValues(
  namedValues: readonly NamedValue[],
  supplied: Supplied,
  issues: PolicyIssue[],
): ResolvedValues {
  const values = new Map<string, string>();
  const secrets = new Map<string, string>();
  for (const { name, value, role, secret } of namedValues) {
    const override = Object.hasOwn(supplied.namedValues, name) ? supplied.namedValues[name] : undefined;
    const resolved = override ?? (role ? supplied.bindings[role] : undefined) ?? value;
    if (resolved === undefined) {
      const hint = role ? `nothing is bound to its role '${role}'` : 'it has no value and no role';
      issues.push({
        severity: 'warning',
        file: '(named values)',
        line: 1,
        column: 1,
        message: `The named value '${name}' has no value: ${hint}. Policies that use it do not load.`,
      });
      continue;
    }
    values.set(name, resolved);
    if (secret) secrets.set(name, resolved);
  }
  for (const [name, value] of Object.entries(supplied.namedValues)) if (!values.has(name)) values.set(name, value);
  return { values, secrets };
}

/** A backend's URL: its role's binding, else its own, with named values in it replaced. */
export function backendUrl(
  backend: Pick<Backend, 'url' | 'role'>,
  supplied: Supplied,
  values: ReadonlyMap<string, string>,
): string | undefined {
  const url = (backend.role ? supplied.bindings[backend.role] : undefined) ?? backend.url;
  return url === undefined ? undefined : withNamedValues(url, values);
}

const withNamedValues = (text: string, values: ReadonlyMap<string, string>): string =>
  text.replace(/\{\{([A-Za-z0-9._-]+)\}\}/g, (whole, name: string) => values.get(name) ?? whole);

/** A backend with its role and the named values in URL and credentials filled in. */
export function resolvedBackend(
  backend: Backend,
  supplied: Supplied,
  values: ReadonlyMap<string, string>,
): ResolvedBackend {
  const { role: _role, url: _url, credentials, ...rest } = backend;
  const url = backendUrl(backend, supplied, values);
  const filled = (lists: Readonly<Record<string, readonly string[]>> = {}): Record<string, string[]> =>
    Object.fromEntries(
      Object.entries(lists).map(([name, list]) => [name, list.map((value) => withNamedValues(value, values))]),
    );
  return {
    ...rest,
    ...(url === undefined ? {} : { url }),
    ...(credentials
      ? { credentials: { ...credentials, headers: filled(credentials.headers), query: filled(credentials.query) } }
      : {}),
  };
}
