import type { Severity } from './rule.ts';

/** A finding that needs no request: which rule, where, and what is wrong there. */
export interface Finding {
  readonly rule: string;
  readonly severity: Severity;
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** Name of the policy element, when it is in one. */
  readonly element?: string;
  /** As Azure would word it where Azure has a wording: `Error in element 'x' on line 1, column 2: …`. */
  readonly message: string;
}
