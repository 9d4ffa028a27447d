/**
 * The `scope` parameter of the v2.0 endpoints: OpenID scopes, and names qualified by the resource they belong to.
 * A name without resource is Graph's. Everything up to the last slash is the resource, so that `api://x//.default` keeps
 * the trailing slash of `api://x/`.
 */
import { graphAppId, oidcScopes } from './directory/first-party.ts';

/** What is asked of one resource. */
export interface ResourceScopes {
  /** The resource as the client wrote it: client id or application ID URI. */
  readonly identifier: string;
  readonly names: readonly string[];
  /** `.default`: whatever was granted. */
  readonly isDefault: boolean;
}

/** A scope parameter, read. */
export interface ScopeRequest {
  readonly text: string;
  readonly oidc: ReadonlySet<string>;
  readonly resources: readonly ResourceScopes[];
}

/** Most scopes looked at in one request. */
const mostScopes = 200;

/** Why a scope parameter can't be read: the part that is wrong. */
export class ScopeSyntaxError extends Error {
  readonly scope: string;

  constructor(scope: string) {
    super(`scope '${scope}' is not valid`);
    this.name = 'ScopeSyntaxError';
    this.scope = scope;
  }
}

function split(scope: string): { identifier: string; name: string } {
  const slash = scope.lastIndexOf('/');
  if (slash < 0) return { identifier: graphAppId, name: scope };
  const identifier = scope.slice(0, slash);
  const name = scope.slice(slash + 1);
  // `api://guid` or `https://host` alone: a resource without a scope
  if (name === '' || identifier === '' || /^[a-z][\w+.-]*:\/?$/i.test(identifier)) throw new ScopeSyntaxError(scope);
  return { identifier, name };
}

/**
 * Reads a scope parameter.
 * @throws ScopeSyntaxError for a name without resource or a resource without name, for `.default` mixed with names of the
 *   same resource, and for more than 200 scopes.
 */
export function parseScope(text: string): ScopeRequest {
  const parts = text.split(' ').filter((part) => part !== '');
  if (parts.length > mostScopes) throw new ScopeSyntaxError(text);
  const oidc = new Set<string>();
  const resources = new Map<string, string[]>();
  for (const part of parts) {
    if (!/^[\x21\x23-\x5b\x5d-\x7e]+$/.test(part)) throw new ScopeSyntaxError(part);
    const lower = part.toLowerCase();
    if (oidcScopes.includes(lower)) {
      oidc.add(lower);
      continue;
    }
    const { identifier, name } = split(part);
    const names = resources.get(identifier) ?? [];
    if (!names.includes(name)) names.push(name);
    resources.set(identifier, names);
  }
  return {
    text,
    oidc,
    resources: [...resources].map(([identifier, names]) => {
      const isDefault = names.includes('.default');
      if (isDefault && names.length > 1) throw new ScopeSyntaxError(text);
      return { identifier, names: isDefault ? [] : names, isDefault };
    }),
  };
}
