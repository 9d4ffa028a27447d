/** What is wrong with a service's files, where, and what to do about it. */
export interface LoadProblem {
  readonly file: string;
  /** Place in the file, counted from 1, when the problem has one. */
  readonly line?: number;
  readonly column?: number;
  /** Place in the file's data, e.g. `apis[0].operations[2].policy`; the message begins with it. */
  readonly path?: string;
  readonly message: string;
}

/** One line: `file:line:column: message`. */
export function loadProblemLine({ file, line, column, message }: LoadProblem): string {
  return line === undefined ? `${file}: ${message}` : `${file}:${line}:${column}: ${message}`;
}

/** A service that can't be loaded. The message holds every problem, one a line. */
export class LoadError extends Error {
  readonly problems: readonly LoadProblem[];
  constructor(problems: readonly LoadProblem[]) {
    super(problems.map(loadProblemLine).join('\n'));
    this.name = 'LoadError';
    this.problems = problems;
  }
}
