/** Delegated permission grants (oauth2PermissionGrants): who let which client use which scopes of which resource. */

interface Grant {
  readonly tenantId: string;
  readonly clientId: string;
  readonly resourceId: string;
  /** Object id; undefined is everybody in the tenant (admin consent). */
  readonly userId: string | undefined;
  readonly scopes: Set<string>;
}

const key = (tenantId: string, clientId: string, resourceId: string, userId: string | undefined): string =>
  `${tenantId} ${clientId} ${resourceId} ${userId ?? '*'}`;

/** Consent: which scopes of which resource a client has, for one user or for everybody. */
export class Grants {
  readonly #grants = new Map<string, Grant>();

  /** Records consent. Adding twice adds up. */
  add(tenantId: string, clientId: string, resourceId: string, scopes: Iterable<string>, userId?: string): void {
    const id = key(tenantId, clientId, resourceId, userId);
    const grant = this.#grants.get(id) ?? { tenantId, clientId, resourceId, userId, scopes: new Set<string>() };
    for (const scope of scopes) grant.scopes.add(scope);
    this.#grants.set(id, grant);
  }

  /** Scopes granted by everybody's administrator and by this user, in the order they were granted. */
  granted(tenantId: string, clientId: string, resourceId: string, userId: string): Set<string> {
    const everybody = this.#grants.get(key(tenantId, clientId, resourceId, undefined));
    const own = this.#grants.get(key(tenantId, clientId, resourceId, userId));
    return new Set([...(everybody?.scopes ?? []), ...(own?.scopes ?? [])]);
  }

  /** Withdraws consent of one user, or of everybody together with every user's when `userId` is left out. */
  revoke(tenantId: string, clientId: string, userId?: string): void {
    for (const [id, grant] of this.#grants) {
      if (grant.tenantId !== tenantId || grant.clientId !== clientId) continue;
      if (userId === undefined || grant.userId === userId) this.#grants.delete(id);
    }
  }

  /** Every grant, for listing. */
  list(): readonly Readonly<Grant>[] {
    return [...this.#grants.values()];
  }
}
