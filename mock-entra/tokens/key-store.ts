/** Which ring signs for whom, and which keys a key set shows. */
import type { Tenant } from '../directory/model.ts';
import { KeyRing } from './key-ring.ts';
import { freshKey, type KeySource, type SigningKey } from './signing-key.ts';

/** A published key with the issuer it may sign for; `{tenantid}` stands for any work tenant. */
export interface PublishedKey {
  readonly key: SigningKey;
  readonly issuer: string;
}

/** The signing keys: shared ones, and those of applications that have their own. */
export class KeyStore {
  readonly #now: () => number;
  readonly #loginOrigin: string;
  readonly #source: KeySource;
  readonly #shared: KeyRing;
  readonly #tenants = new Map<string, KeyRing>();
  readonly #applications = new Map<string, KeyRing>();

  constructor(now: () => number, loginOrigin: string, source: KeySource = freshKey) {
    this.#now = now;
    this.#loginOrigin = loginOrigin;
    this.#source = source;
    this.#shared = new KeyRing(now, source);
  }

  /** The ring of a tenant: the worldwide one unless it has its own. */
  ring(tenant: Tenant): KeyRing {
    if (tenant.signingKeys === 'shared') return this.#shared;
    return this.#ringOf(this.#tenants, tenant.id);
  }

  /** The ring of an application with its own signing key. */
  applicationRing(appId: string): KeyRing {
    return this.#ringOf(this.#applications, appId);
  }

  /**
   * The key set of a tenant, or of every tenant (`common`).
   * @param appId shows the application's own keys instead, as `?appid=` does.
   * @param stale shows what was published before the last change.
   */
  async published(tenants: readonly Tenant[], appId?: string, stale = false): Promise<readonly PublishedKey[]> {
    const rings = new Map<KeyRing, string>();
    for (const tenant of tenants) {
      const ring = this.ring(tenant);
      if (ring === this.#shared) rings.set(ring, `${this.#loginOrigin}/{tenantid}/v2.0`);
      else rings.set(ring, `${this.#loginOrigin}/${tenant.id}/v2.0`);
    }
    if (appId !== undefined && this.#applications.has(appId)) {
      rings.clear();
      rings.set(this.applicationRing(appId), `${this.#loginOrigin}/{tenantid}/v2.0`);
    }
    const found: PublishedKey[] = [];
    for (const [ring, issuer] of rings) {
      const shown = stale ? await ring.publishedBefore() : await ring.published();
      for (const key of shown) found.push({ key, issuer });
    }
    return found;
  }

  /** The key of an id among those that may sign for a tenant (and an application with its own). */
  find(kid: string, tenant: Tenant, appId?: string): SigningKey | undefined {
    const own = appId === undefined ? undefined : this.#applications.get(appId);
    return own?.find(kid) ?? this.ring(tenant).find(kid);
  }

  #ringOf(rings: Map<string, KeyRing>, id: string): KeyRing {
    const present = rings.get(id);
    if (present) return present;
    const created = new KeyRing(this.#now, this.#source);
    rings.set(id, created);
    return created;
  }
}
