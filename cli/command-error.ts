/** An end of a command that the user can understand: one line that names what is wrong and what to do. */
import { dirname } from 'node:path';
import { type ExitCode, exitCode } from './exit-code.ts';

export class CommandError extends Error {
  readonly exitCode: ExitCode;

  constructor(message: string, code: ExitCode = exitCode.usage) {
    super(message);
    this.name = 'CommandError';
    this.exitCode = code;
  }
}

/** What a file operation's error code means to the person who gave the path. */
const fileProblems: Readonly<Record<string, string>> = {
  ENOENT: 'does not exist',
  ENOTDIR: 'is below something that is not a folder',
  EEXIST: 'is a file, and a folder is needed',
  EISDIR: 'is a folder, and a file is needed',
  EACCES: 'may not be accessed by this user',
  EPERM: 'may not be changed by this user',
  EROFS: 'is on a file system that is read-only',
  ENOSPC: 'has no space left on its disk',
};

const isFileError = (error: unknown): error is NodeJS.ErrnoException & { path: string } =>
  error instanceof Error && 'code' in error && 'path' in error && typeof error.path === 'string';

/** What kept a file operation from working, to follow the name of the file; undefined for any other error. */
export function fileProblem(error: unknown): string | undefined {
  return isFileError(error) ? fileProblems[error.code ?? ''] : undefined;
}

/** A problem that names its place in a file, as policy and configuration readers report them. */
interface Placed {
  readonly message: string;
  readonly file?: string;
  readonly line?: number;
  readonly column?: number;
}

const isPlaced = (value: unknown): value is Placed =>
  typeof value === 'object' && value !== null && 'message' in value && typeof value.message === 'string';

const namesFile = (error: Error): error is Error & Placed => 'file' in error && typeof error.file === 'string';

/** `file:line:column: message`, as far as they are known. */
export function placed({ file, line, column, message }: Placed): string {
  const place = [file, line, column].filter((part) => part !== undefined).join(':');
  return place === '' ? message : `${place}: ${message}`;
}

/**
 * Turns anything thrown into lines for standard error and an exit code. Errors that nobody foresaw are the harness's
 * own: they end as "could not judge", and show their stack only where SALLYPORT_DEBUG is set.
 */
export function explainError(error: unknown): { lines: string[]; exitCode: ExitCode } {
  if (error instanceof CommandError) return { lines: error.message.split('\n'), exitCode: error.exitCode };
  if (!(error instanceof Error)) return { lines: [String(error)], exitCode: exitCode.undecided };
  // readers of policies and manifests report all their problems at once, each with its place
  if ('problems' in error && Array.isArray(error.problems) && error.problems.length > 0) {
    const lines = error.problems.map((problem: unknown) => (isPlaced(problem) ? placed(problem) : String(problem)));
    return { lines, exitCode: exitCode.usage };
  }
  if (error.name === 'PortUnavailableError') return { lines: [error.message], exitCode: exitCode.usage };
  if (namesFile(error)) return { lines: [placed(error)], exitCode: exitCode.usage };
  if (isFileError(error)) {
    const problem = fileProblem(error);
    if (error.syscall === 'mkdtemp') {
      const line = `nothing can be written to '${dirname(error.path)}' (${error.code}); name a folder for temporary files as TMPDIR`;
      return { lines: [line], exitCode: exitCode.usage };
    }
    if (problem) return { lines: [`'${error.path}' ${problem}`], exitCode: exitCode.usage };
  }
  // reading a folder fails after it was opened, and the error no longer knows its path
  if ('code' in error && error.code === 'EISDIR') {
    return { lines: ['a folder was given where a file is needed'], exitCode: exitCode.usage };
  }
  const detail = process.env.SALLYPORT_DEBUG ? (error.stack ?? error.message) : error.message;
  const advice = process.env.SALLYPORT_DEBUG ? [] : ['set SALLYPORT_DEBUG=1 to see where this comes from'];
  return { lines: [...detail.split('\n'), ...advice], exitCode: exitCode.undecided };
}
