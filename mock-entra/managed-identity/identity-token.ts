/** Tokens of managed identities: 24 hours, and the same one again until half of it is over. */
import { tokenExchangeAppId } from '../directory/first-party.ts';
import type { ManagedIdentity, ServicePrincipal } from '../directory/model.ts';
import type { EntraService } from '../service.ts';
import { appTokenClaims, audienceOf, tokenVersion } from '../tokens/access-token-claims.ts';
import { backdated } from '../tokens/lifetime.ts';
import { signAccessToken } from '../tokens/sign-access-token.ts';

/** A token of a managed identity. Times are seconds since the epoch. */
export interface IdentityToken {
  readonly token: string;
  /** Seconds since the epoch. */
  readonly expiresOn: number;
  readonly notBefore: number;
}

/** Opaque `xms_ficinfo` of tokens that were themselves obtained with a federated credential. */
const derivedMark = 'CAAQABgAIAAoAzAA';

/** The cache of the identity endpoints. Callers can't force a new token, as on App Service. */
export class IdentityTokens {
  readonly #service: EntraService;
  readonly #cache = new Map<string, IdentityToken>();

  constructor(service: EntraService) {
    this.#service = service;
  }

  clear(): void {
    this.#cache.clear();
  }

  /** A token of an identity for a resource, as the caller named it. */
  async get(identity: ManagedIdentity, resource: ServicePrincipal, identifier: string): Promise<IdentityToken> {
    const { switches, now } = this.#service;
    const key = `${identity.clientId} ${identifier}`;
    const cached = this.#cache.get(key);
    const halfLife = (switches.managedIdentityTokenLifetime / 2) * 1000;
    if (switches.managedIdentityCache && cached && cached.expiresOn * 1000 - now() > halfLife) return cached;
    const issued = await this.#issue(identity, resource, identifier);
    if (this.#cache.size > 1000) this.#cache.clear();
    this.#cache.set(key, issued);
    return issued;
  }

  async #issue(identity: ManagedIdentity, resource: ServicePrincipal, identifier: string): Promise<IdentityToken> {
    const service = this.#service;
    const tenant = service.directory.tenants.get(identity.tenantId);
    if (!tenant) throw new Error(`managed identity '${identity.name}' belongs to no tenant`);
    const { application } = resource;
    const lifetime = service.switches.managedIdentityTokenLifetime;
    const exchange = application.appId === tokenExchangeAppId;
    const claims = appTokenClaims({
      origins: service.origins,
      tenant,
      client: { appId: identity.clientId, proof: '2' },
      target: { resource, identifier },
      now: service.now(),
      lifetime,
      principalId: identity.principalId,
      extra: {
        idtyp: 'app',
        ...(exchange ? {} : { xms_mirid: identity.resourceId }),
        ...(identity.derivedFromFederation && { xms_ficinfo: derivedMark }),
      },
    });
    const version = tokenVersion(application);
    const token = await signAccessToken(service.keys, tenant, application, version, claims);
    service.issued({
      kind: 'managed_identity_token',
      value: token,
      audience: audienceOf({ resource, identifier }),
      subject: identity.principalId,
      issuedTo: identity.clientId,
    });
    const issuedAt = Math.floor(service.now() / 1000);
    return { token, expiresOn: issuedAt + lifetime, notBefore: issuedAt - backdated };
  }
}
