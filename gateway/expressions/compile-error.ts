/** One finding of the compiler, positioned in the text it was given. */
export interface CompileError {
  /** The C# compiler's error code, e.g. `CS0103`; `APIM` for rules of policy expressions themselves. */
  readonly code: string;
  readonly message: string;
  /** Offset in UTF-16 units. */
  readonly offset: number;
  /** Length in UTF-16 units, 0 for something missing. */
  readonly length: number;
  /** 1-based. */
  readonly line: number;
  /** 1-based, in UTF-16 units. */
  readonly column: number;
}

/** Raised inside the parser at the first thing that is not C#; the facade turns it into a CompileError. */
export class ExpressionSyntaxError extends Error {
  readonly code: string;
  readonly start: number;
  readonly end: number;
  constructor(code: string, message: string, start: number, end: number) {
    super(message);
    this.name = 'ExpressionSyntaxError';
    this.code = code;
    this.start = start;
    this.end = end;
  }
}

/** Completes a finding with line and column. */
export function compileError(text: string, code: string, message: string, start: number, end: number): CompileError {
  let line = 1;
  let lineStart = 0;
  for (let i = text.indexOf('\n'); i >= 0 && i < start; i = text.indexOf('\n', i + 1)) {
    line++;
    lineStart = i + 1;
  }
  return { code, message, offset: start, length: end - start, line, column: start - lineStart + 1 };
}
