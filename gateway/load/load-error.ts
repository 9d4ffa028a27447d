import type { TextPosition } from '../document/text-position.ts';

/** What is wrong with a service's files, where, and what to do about it. */
export interface LoadProblem {
  readonly file: string;
  /** Place in the file, when the problem has one. */
  readonly position?: TextPosition;
  /** Place in the file's data, e.g. `apis[0].operations[2].policy`. */
  readonly path?: string;
  readonly message: string;
}

/** One line: `file:line:column: path: message`. */
export function loadProblemLine({ file, position, path, message }: LoadProblem): string {
  const place = position ? `${file}:${position.line}:${position.column}` : file;
  return path ? `${place}: ${path}: ${message}` : `${place}: ${message}`;
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
