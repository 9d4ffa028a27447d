/**
 * Results of expressions that depend on nothing but strings in variables. A session token, say, is the same with every
 * request of a session, and opening it costs more than all the rest of a policy. Nothing can tell that a result was
 * remembered: such an expression reads no clock, no random source, no message, adds no trace line, and gives a string or
 * a bool. Which variables it reads is recorded while it runs, so that it may read different ones on different ways.
 */
import { NetContext } from '../dotnet/context/context.ts';
import type { ContextHost } from '../dotnet/context/host.ts';
import type { Runtime } from '../dotnet/core/define.ts';

type Result = string | boolean;
type Read = readonly [name: string, value: string | null];

interface Entry {
  /** In the order in which they were read; the first is the same every time. */
  readonly reads: readonly Read[];
  readonly result: Result;
}

/** Longest string, in characters, that is looked up or kept: an attacker's are longer than a session token. */
const longest = 4096;
/** Results of one expression; the oldest goes first. */
const entries = 64;
/** Characters that all expressions of the process keep together. */
const budget = 4_000_000;
/** After as many evaluations in a row of which nothing can be kept, one in `seldom` is watched. */
const patience = 3;
const seldom = 64;
/** What takes less than this, in milliseconds, is not worth a look-up. */
const worthwhile = 0.005;

/** Everything that is remembered, so that its size has a bound. */
const memories = new Set<RememberedResults>();
let kept = 0;

function makeRoom(characters: number): void {
  kept += characters;
  if (kept <= budget) return;
  for (const memory of memories) memory.clear();
  memories.clear();
  kept = characters;
}

/** Whether `context` is used for its variables alone. What might be an escape or an alias is taken for more. */
export function readsVariablesAlone(text: string): boolean {
  if (!/\bcontext\b/.test(text) || /\\[uU]/.test(text)) return false;
  return !/\bcontext\b(?!\s*\.\s*Variables\b)/.test(text);
}

/** The variables, which note what is read of them. */
class WatchedVariables {
  readonly reads: Read[] = [];
  pure = true;
  readonly #values: ReadonlyMap<string, unknown>;

  constructor(values: ReadonlyMap<string, unknown>) {
    this.#values = values;
  }
  get(name: string): unknown {
    const value = this.#values.get(name);
    // a variable that is not there is the business of a switch, and what is no string may change inside
    if (typeof value === 'string' || value === null) this.reads.push([name, value]);
    else this.pure = false;
    return value;
  }
  has(name: string): boolean {
    return this.get(name) !== undefined;
  }
  #all(): ReadonlyMap<string, unknown> {
    this.pure = false;
    return this.#values;
  }
  get size(): number {
    return this.#all().size;
  }
  keys(): MapIterator<string> {
    return this.#all().keys();
  }
  values(): MapIterator<unknown> {
    return this.#all().values();
  }
  entries(): MapIterator<[string, unknown]> {
    return this.#all().entries();
  }
  [Symbol.iterator](): MapIterator<[string, unknown]> {
    return this.entries();
  }
  forEach(callback: (value: unknown, key: string, map: ReadonlyMap<string, unknown>) => void): void {
    this.#all().forEach(callback);
  }
}

/** The results of one expression. */
export class RememberedResults {
  readonly #entries = new Map<string, Entry>();
  #first: string | undefined;
  /** Evaluations since something was kept. */
  #idle = 0;

  clear(): void {
    this.#entries.clear();
  }

  /** The result for these variables; otherwise evaluates, and remembers where it may. Throws what `evaluate` does. */
  evaluate(
    context: NetContext,
    runtime: Runtime,
    evaluate: (context: NetContext, runtime: Runtime) => unknown,
  ): unknown {
    const { variables } = context.host;
    const known = this.#first === undefined ? undefined : this.#find(variables.get(this.#first), variables);
    if (known) return known.result;
    if (++this.#idle > patience && this.#idle % seldom !== 0) return evaluate(context, runtime);
    const watched = new WatchedVariables(variables);
    // no more than what such an expression reads; an object over the real one would cost more than most evaluations
    const host = {
      request: context.host.request,
      variables: watched,
      missingVariableThrows: () => context.host.missingVariableThrows?.() ?? false,
    } as unknown as ContextHost;
    const impure = (): void => {
      watched.pure = false;
    };
    const started = performance.now();
    const result = evaluate(new NetContext(host), {
      platform: runtime.platform,
      charge: (units) => runtime.charge(units),
      now: () => {
        impure();
        return runtime.now();
      },
      randomBytes: (count) => {
        impure();
        return runtime.randomBytes(count);
      },
    });
    if (watched.pure && performance.now() - started >= worthwhile) this.#keep(watched.reads, result);
    return result;
  }

  #find(first: unknown, variables: ReadonlyMap<string, unknown>): Entry | undefined {
    if (typeof first !== 'string' || first.length > longest) return undefined;
    const entry = this.#entries.get(first);
    return entry?.reads.every(([name, value]) => variables.get(name) === value) ? entry : undefined;
  }

  #keep(reads: readonly Read[], result: unknown): void {
    const [[name, value] = []] = reads;
    if (name === undefined || typeof value !== 'string') return;
    if (typeof result !== 'string' && typeof result !== 'boolean') return;
    let size = typeof result === 'string' ? result.length : 0;
    if (size > longest) return;
    for (const [, read] of reads) {
      const { length } = read ?? '';
      if (length > longest) return;
      size += length;
    }
    this.#first = name;
    this.#idle = 0;
    makeRoom(size);
    memories.add(this);
    this.#entries.delete(value);
    this.#entries.set(value, { reads, result });
    if (this.#entries.size <= entries) return;
    for (const oldest of this.#entries.keys()) {
      this.#entries.delete(oldest);
      return;
    }
  }
}
