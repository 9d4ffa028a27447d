import type { TextPosition } from '../../document/text-position.ts';

/** Something wrong with the policies of a service, found while they are loaded. */
export interface PolicyIssue {
  /** Errors keep Azure from saving the policy; warnings are about what it takes and its reference advises against. */
  readonly severity: 'error' | 'warning';
  readonly file: string;
  /** From 1. */
  readonly line: number;
  readonly column: number;
  /** The element it is in; undefined outside any. */
  readonly element?: string | undefined;
  /** Where the element's name stands, which is what Azure tells; the issue's own place where left out. */
  readonly elementPlace?: TextPosition | undefined;
  readonly message: string;
}

/** The issue as one line, in Azure's words: `file:line:column: Error in element 'x' on line 1, column 2: …`. */
export function issueLine(issue: PolicyIssue): string {
  const where = `${issue.file}:${issue.line}:${issue.column}`;
  const kind = issue.severity === 'error' ? 'Error' : 'Warning';
  if (issue.element === undefined) return `${where}: ${kind}: ${issue.message}`;
  const { line, column } = issue.elementPlace ?? issue;
  return `${where}: ${kind} in element '${issue.element}' on line ${line}, column ${column}: ${issue.message}`;
}

/** The service model can't be executed. */
export class PolicyLoadError extends Error {
  readonly problems: readonly PolicyIssue[];
  constructor(problems: readonly PolicyIssue[]) {
    const errors = problems.filter((problem) => problem.severity === 'error');
    super(errors.map(issueLine).join('\n'));
    this.name = 'PolicyLoadError';
    this.problems = errors;
  }
}
