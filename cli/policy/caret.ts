/** An error of the compiler, with its place in the text it was given. */
export interface Marked {
  readonly code: string;
  readonly message: string;
  readonly line: number;
  readonly column: number;
  readonly length: number;
}

/** The line an error is on, carets below the place, and the message. Tabs count as one column, as in the line above. */
export function caret(text: string, error: Marked): string {
  const line = text.split('\n')[error.line - 1] ?? '';
  const start = Math.min(error.column - 1, line.length);
  const length = Math.max(1, Math.min(error.length, line.length - start));
  const indent = line.slice(0, start).replace(/[^\t]/g, ' ');
  return `${line}\n${indent}${'^'.repeat(length)}\n${error.code}: ${error.message}`;
}
