/**
 * `markup`: no well-formed document. `expression`: an expression whose end can't be told. `format`: fine as `rawxml`, but
 * deployed as `xml`. `named-value`: a reference to a named value that does not exist. `limit`: larger than is read.
 */
export type ProblemKind = 'markup' | 'expression' | 'format' | 'named-value' | 'limit';

/** Something wrong with a policy document, and where. */
export interface PolicyProblem {
  readonly kind: ProblemKind;
  /** File as given in the PolicySource. */
  readonly file: string;
  /** Exact place in the file, both counted from 1. */
  readonly line: number;
  readonly column: number;
  /** The same place as UTF-16 offset into the file's text. */
  readonly offset: number;
  /** The policy element it is in (`choose` for a problem in its `when`, as Azure reports it); undefined outside any. */
  readonly element?: { readonly name: string; readonly line: number; readonly column: number } | undefined;
  /** What is wrong and, where it is not obvious, what to do. Holds no named value's content. */
  readonly message: string;
}

/**
 * The problem as Azure words it when a policy is saved: `Error in element 'set-header' on line 19, column 7: …`, which
 * people recognise and search for. Line and column are those of the element's name, as Azure's are; the exact place of
 * the problem is in its own fields.
 */
export function azureMessage(problem: Omit<PolicyProblem, 'kind'>): string {
  const { element, message } = problem;
  if (!element) return `${message} Line ${problem.line}, position ${problem.column}.`;
  return `Error in element '${element.name}' on line ${element.line}, column ${element.column}: ${message}`;
}
