import { spawnSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { type ExpectedFile, readExpected } from './case-file.ts';

const program = fileURLToPath(new URL('program', import.meta.url));
const built = fileURLToPath(new URL('../../.cache/oracle/bin/Oracle.dll', import.meta.url));

/** What stops .NET from judging here, in one sentence. */
export class JudgeUnavailable extends Error {
  constructor(reason: string) {
    super(reason);
    this.name = 'JudgeUnavailable';
  }
}

/**
 * Makes sure that the oracle program is built and up to date.
 * @throws JudgeUnavailable when there is no .NET SDK, or the program can't be built with it
 */
export function prepareJudge(): void {
  if (spawnSync('dotnet', ['--version'], { stdio: 'ignore' }).status !== 0)
    throw new JudgeUnavailable('no .NET SDK found (dotnet is not in PATH)');
  if (modified(built) > Math.max(...sources().map(modified))) return;
  const build = spawnSync('dotnet', ['build', '--configuration', 'Release', '--verbosity', 'quiet', program], {
    encoding: 'utf8',
  });
  if (build.status !== 0) {
    const reason = /error .*/.exec(`${build.stdout}${build.stderr}`)?.[0] ?? 'dotnet build failed';
    throw new JudgeUnavailable(`the oracle program can't be built here: ${reason}`);
  }
}

/**
 * Asks .NET for the expected sides of case files.
 * @param paths case files
 * @returns the expected sides by path
 * @throws Error with the program's message, e.g. when a case does not come out the same twice
 */
export function judge(paths: readonly string[]): Map<string, ExpectedFile> {
  const output = run(['--print', ...paths]);
  const files = Object.entries(JSON.parse(output) as Record<string, unknown>);
  return new Map(files.map(([file, expected]) => [file, readExpected(expected)]));
}

/** Writes the expected sides beside the case files. @param paths case files */
export function writeExpected(paths: readonly string[]): void {
  run(paths);
}

/** How long .NET takes; medians over the cases that give a value. */
export interface DotnetTiming {
  /** The first expression that a process compiles. */
  readonly firstMilliseconds: number;
  /** One expression compiled by itself, once the compiler is warm. */
  readonly compileMilliseconds: number;
  /** How many were compiled so. */
  readonly compiled: number;
  readonly evaluateNanoseconds: number;
  readonly evaluated: number;
}

/** Measures .NET with case files. @param paths case files or folders of them */
export function time(paths: readonly string[]): DotnetTiming {
  return JSON.parse(run(['--time', ...paths])) as DotnetTiming;
}

function run(args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync('dotnet', [built, ...args], {
    encoding: 'utf8',
    maxBuffer: 1 << 29,
    env: { ...process.env, TZ: 'UTC' },
  });
  if (status !== 0) throw new Error(stderr.trim() || 'the oracle program failed');
  return stdout;
}

function sources(): string[] {
  return readdirSync(program, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(cs|csproj|props|json)$/.test(name))
    .map((name) => path.join(program, name));
}

/** Milliseconds since the Unix epoch; 0 for what does not exist. */
function modified(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
