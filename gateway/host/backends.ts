/** Backend entities at work: pools share requests among their members, circuit breakers take members out of service. */
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
  readonly #pools = new Map<string, readonly Member[]>();

  constructor(backends: readonly ResolvedBackend[], now: () => number) {
    for (const backend of backends) {
      if (!backend.pool) this.#singles.set(backend.id, { backend, circuit: new Circuit(backend.circuitBreaker, now) });
    }
    for (const { id, pool } of backends) if (pool) this.#pools.set(id, this.#members(pool));
  }

  #members(pool: readonly PoolMember[]): Member[] {
    return pool.flatMap(({ backendId, weight = 1, priority = 1 }) => {
      const single = this.#singles.get(backendId);
      return single ? [{ single, weight, priority, gathered: 0 }] : [];
    });
  }

  get(id: string): { readonly url: string | undefined } | undefined {
    const single = this.#singles.get(id) ?? this.#pools.get(id)?.[0]?.single;
    if (single) return { url: single.backend.url };
    return this.#pools.has(id) ? { url: undefined } : undefined;
  }

  take(id: string): TakenBackend | { readonly unavailable: string } | undefined {
    const single = this.#singles.get(id);
    // policies look for these words in the reason phrase of the answer
    if (single)
      return single.circuit.closed ? taken(single) : { unavailable: `Backend ${id} is temporarily unavailable` };
    const pool = this.#pools.get(id);
    if (!pool) return undefined;
    const inService = pool.filter((member) => member.single.circuit.closed);
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
    return taken(next.single);
  }
}
