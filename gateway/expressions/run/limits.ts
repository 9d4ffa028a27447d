/**
 * What one evaluation may use up. The defaults are far above what published policies need and low enough that a hostile
 * expression cannot hold the gateway: it runs on the thread that serves every request.
 */
export interface Limits {
  /** Loop rounds, and calls of lambdas and local functions. */
  readonly steps: number;
  /** Nested calls of lambdas and local functions. */
  readonly depth: number;
  /** UTF-16 units of one string. */
  readonly stringLength: number;
  /** Elements of one array, or of one collection that an expression builds. */
  readonly collectionSize: number;
  /** Units (elements, characters, bytes) that all library calls together may work through. */
  readonly work: number;
  /** Milliseconds of one regular expression match, where the expression gives no shorter timeout. */
  readonly regexMilliseconds: number;
  /** Milliseconds of processor time of the whole evaluation. */
  readonly milliseconds: number;
}

/** Far above what real policies take, and low enough that no expression holds the gateway up. */
export const DEFAULT_LIMITS: Limits = {
  steps: 1_000_000,
  depth: 200,
  stringLength: 16_777_216,
  collectionSize: 1_048_576,
  work: 50_000_000,
  regexMilliseconds: 1_000,
  milliseconds: 2_000,
};

/** An evaluation went over a limit. No expression can catch it. */
export class LimitExceeded extends Error {
  readonly limit: keyof Limits;
  /** The value of the limit. */
  readonly allowed: number;
  constructor(limit: keyof Limits, allowed: number) {
    super(`The expression exceeded the limit of ${allowed} for ${DESCRIPTIONS[limit]}.`);
    this.name = 'LimitExceeded';
    this.limit = limit;
    this.allowed = allowed;
  }
}

const DESCRIPTIONS: Readonly<Record<keyof Limits, string>> = {
  steps: 'steps',
  depth: 'nested calls',
  stringLength: 'the length of a string',
  collectionSize: 'the size of a collection',
  work: 'work in library calls',
  regexMilliseconds: 'milliseconds in a regular expression',
  milliseconds: 'milliseconds of processor time',
};
