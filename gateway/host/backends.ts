/** Backend entities at work: pools share requests among their members, circuit breakers take members out of service. */
import { createHash } from 'node:crypto';
import type { Backend, PoolMember } from '../model.ts';
import type { BackendDirectory, TakenBackend } from '../policies/services.ts';
import { Circuit } from './circuit.ts';

/** What a backend is made of, with roles and named values filled in. */
export interface ResolvedBackend extends Omit<Backend, 'role'> {
  readonly url?: string;
}

interface Single {
  readonly backend: ResolvedBackend;
  readonly circuit: Circuit;
}

/** A pool with the cookie of its sessions. */
interface Pool {
  readonly members: readonly Member[];
  readonly sessionCookie: string | undefined;
}

/**
 * What a session's cookie holds. Its form is not documented: here it names the member without telling which one it is,
 * so that every instance of the gateway understands it.
 */
const sessionValue = (pool: string, member: string): string =>
  createHash('sha256')
    .update(JSON.stringify([pool, member]))
    .digest('base64url')
    .slice(0, 22);

/** A member of a pool with the weight it has gathered (smooth weighted round robin). */
interface Member {
  readonly single: Single;
  readonly weight: number;
  readonly priority: number;
  gathered: number;
}

const pairs = (values: Readonly<Record<string, readonly string[]>> = {}): [string, string][] =>
  Object.entries(values).flatMap(([name, list]) => list.map((value): [string, string] => [name, value]));

function taken({ backend, circuit }: Single): TakenBackend | undefined {
  const { id, url, credentials } = backend;
  if (url === undefined) return undefined;
  return {
    id,
    url,
    headers: pairs(credentials?.headers),
    query: pairs(credentials?.query),
    certificateId: credentials?.certificateId,
    ended: (status, retryAfter) => circuit.ended(status, retryAfter),
  };
}

/** The backends of a service by id: single ones with their credentials and circuit breakers, and pools. */
export class Backends implements BackendDirectory {
  readonly #singles = new Map<string, Single>();
  readonly #pools = new Map<string, Pool>();

  constructor(backends: readonly ResolvedBackend[], now: () => number) {
    for (const backend of backends) {
      if (!backend.pool) this.#singles.set(backend.id, { backend, circuit: new Circuit(backend.circuitBreaker, now) });
    }
    for (const { id, pool, sessionCookie } of backends) {
      if (pool) this.#pools.set(id, { members: this.#members(pool), sessionCookie });
    }
  }

  #members(pool: readonly PoolMember[]): Member[] {
    return pool.flatMap(({ backendId, weight = 1, priority = 1 }) => {
      const single = this.#singles.get(backendId);
      return single ? [{ single, weight, priority, gathered: 0 }] : [];
    });
  }

  get(id: string): { readonly url: string | undefined; readonly isPool: boolean } | undefined {
    const single = this.#singles.get(id);
    if (single) return { url: single.backend.url, isPool: false };
    const pool = this.#pools.get(id);
    return pool && { url: pool.members[0]?.single.backend.url, isPool: true };
  }

  take(
    id: string,
    cookie: (name: string) => string | undefined,
  ): TakenBackend | { readonly unavailable: string } | undefined {
    const single = this.#singles.get(id);
    // policies look for these words in the reason phrase of the answer
    if (single)
      return single.circuit.closed ? taken(single) : { unavailable: `Backend ${id} is temporarily unavailable` };
    const pool = this.#pools.get(id);
    if (!pool) return undefined;
    const { sessionCookie } = pool;
    const inService = pool.members.filter((member) => member.single.circuit.closed);
    const held = sessionCookie === undefined ? undefined : cookie(sessionCookie);
    const begun = inService.find((member) => held === sessionValue(id, member.single.backend.id));
    if (begun) return taken(begun.single);
    const priority = Math.min(...inService.map((member) => member.priority));
    const candidates = inService.filter((member) => member.priority === priority);
    const total = candidates.reduce((sum, member) => sum + member.weight, 0);
    let next: Member | undefined;
    for (const member of candidates) {
      member.gathered += member.weight;
      if (!next || member.gathered > next.gathered) next = member;
    }
    if (!next) return { unavailable: `Backend pool ${id} is temporarily unavailable` };
    next.gathered -= total;
    const chosen = taken(next.single);
    if (!chosen || sessionCookie === undefined) return chosen;
    return { ...chosen, sessionCookie: { name: sessionCookie, value: sessionValue(id, chosen.id) } };
  }
}
