import { Composite } from '../../dotnet/core/composite.ts';
import type { CallInfo, Runtime } from '../../dotnet/core/define.ts';
import { throwNet } from '../../dotnet/core/exception.ts';
import type { TypeRef } from '../../dotnet/core/type-ref.ts';
import { NetArray, NetObject } from '../../dotnet/core/values.ts';
import type { Clock } from './clock.ts';
import { LimitExceeded, type Limits } from './limits.ts';

/** Steps between two looks at the clock. */
const CLOCK_INTERVAL = 1024;
/** Strings and collections above this size make single calls so long that the clock is looked at in every step. */
const LARGE = 65_536;
/** Units of library work between two looks at the clock. */
const WORK_INTERVAL = 65_536;

/** Most calls have none. */
export const noTypeArgs: readonly TypeRef[] = [];

/** One evaluation: the values it started with and what it has used of its limits. To the library it is the world. */
export class Execution implements Runtime {
  readonly context: unknown;
  readonly limits: Limits;
  readonly platform: Runtime['platform'];
  readonly #world: Runtime;
  readonly #clock: Clock;
  readonly #deadline: number;
  /** Processor time at the first look: evaluations that end before are too short to matter. */
  #workedBefore: number | undefined;
  #steps = 0;
  #interval = CLOCK_INTERVAL;
  #depth = 0;
  #work = 0;
  #nextLook = WORK_INTERVAL;

  constructor(context: unknown, runtime: Runtime, limits: Limits, clock: Clock) {
    this.context = context;
    this.limits = limits;
    this.#clock = clock;
    this.#deadline = clock.now() + limits.milliseconds;
    this.#world = runtime;
    this.platform = runtime.platform;
  }

  get runtime(): Runtime {
    return this;
  }

  now(): number {
    return this.#world.now();
  }

  randomBytes(count: number): Uint8Array {
    return this.#world.randomBytes(count);
  }

  checkMatch(milliseconds: number): void {
    const { regexMilliseconds } = this.limits;
    if (milliseconds > regexMilliseconds) throw new LimitExceeded('regexMilliseconds', regexMilliseconds);
  }

  /** Counts a loop round or a call. */
  step(): void {
    if (++this.#steps > this.limits.steps) throw new LimitExceeded('steps', this.limits.steps);
    if (this.#steps % this.#interval === 0) this.#look();
  }

  enter(): void {
    this.step();
    if (++this.#depth > this.limits.depth) throw new LimitExceeded('depth', this.limits.depth);
  }

  leave(): void {
    this.#depth--;
  }

  /** How deep calls are nested; a handler of exceptions goes back to the depth of its own frame. */
  get depth(): number {
    return this.#depth;
  }

  set depth(depth: number) {
    this.#depth = depth;
  }

  charge(units: number): void {
    this.#world.charge(units);
    this.#work += units;
    if (this.#work > this.limits.work) throw new LimitExceeded('work', this.limits.work);
    if (this.#work >= this.#nextLook) {
      this.#nextLook = this.#work + WORK_INTERVAL;
      this.#look();
    }
  }

  #look(): void {
    const { now, worked } = this.#clock;
    if (worked) this.#workedBefore ??= worked();
    if (now() <= this.#deadline) return;
    const { milliseconds } = this.limits;
    if (worked && worked() - (this.#workedBefore ?? 0) <= milliseconds) return;
    throw new LimitExceeded('milliseconds', milliseconds);
  }

  /** Refuses a string that is too long. */
  checkText(text: string): string {
    if (text.length > LARGE) this.#interval = 1;
    if (text.length > this.limits.stringLength) throw new LimitExceeded('stringLength', this.limits.stringLength);
    return text;
  }

  /** Refuses a collection of `count` elements where that is too many. */
  checkSize(count: number): void {
    if (count > LARGE) this.#interval = 1;
    if (count > this.limits.collectionSize) throw new LimitExceeded('collectionSize', this.limits.collectionSize);
  }

  /** Refuses what a library call gave back when it is larger than an expression may hold. */
  checkResult(value: unknown): unknown {
    if (typeof value === 'string') this.checkText(value);
    else if (value instanceof NetArray) this.checkSize(value.items.length);
    else if (value instanceof Composite) this.checkSize(value.weight);
    return value;
  }

  /** Refuses a collection or text builder that a call has made larger than an expression may hold. */
  checkReceiver(self: unknown): void {
    if (!(self instanceof NetObject)) return;
    const { count, length } = self as { count?: unknown; length?: unknown };
    if (typeof count === 'number') this.checkSize(count);
    if (typeof length !== 'number') return;
    if (length > LARGE) this.#interval = 1;
    if (length > this.limits.stringLength) throw new LimitExceeded('stringLength', this.limits.stringLength);
  }

  callInfo(typeArgs: readonly TypeRef[], receiver: TypeRef): CallInfo {
    return { typeArgs, receiver, runtime: this };
  }
}

/** Raises what using a null reference raises. */
export function nullReference(): never {
  return throwNet('System.NullReferenceException', 'Object reference not set to an instance of an object.');
}
