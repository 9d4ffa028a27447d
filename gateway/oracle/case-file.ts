import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';

const jsonValue: z.ZodType<unknown> = z.json();

const variable = z.strictObject({ type: z.string(), value: jsonValue });

const caseSchema = z.strictObject({
  id: z.string().min(1),
  /** Lines of a longer expression are joined with newlines. */
  expression: z
    .union([z.string(), z.array(z.string())])
    .transform((text) => (Array.isArray(text) ? text.join('\n') : text)),
  variables: z.record(z.string(), variable).default({}),
  /** What differs from the `context` of context.json. */
  context: z.record(z.string(), jsonValue).default({}),
  expects: z.string().default('object'),
  runtimeDependent: z.enum(['newline', 'culture']).optional(),
  cites: z.string().optional(),
  documented: z.record(z.string(), jsonValue).optional(),
  note: z.string().optional(),
});

const fileSchema = z.strictObject({ topic: z.string(), note: z.string().optional(), cases: z.array(caseSchema) });

const expectedSchema = z.strictObject({
  judge: z.string(),
  cases: z.array(z.looseObject({ id: z.string() })),
});

/** An expression to judge, as a case file states it. */
export type Case = z.infer<typeof caseSchema>;

/** The description of one entry of `context.Variables`. */
export type VariableDescription = z.infer<typeof variable>;

/** What a case does: exactly one of the keys, in the canonical form that the oracle program writes. */
export interface Outcome {
  readonly value?: unknown;
  readonly throws?: unknown;
  readonly rejects?: readonly Rejection[];
  readonly exceeds?: string;
}

/** A compile-time error. Of a `loose` one (grammar, the method around the expression) only the refusal counts. */
export interface Rejection {
  readonly code: string;
  readonly line: number;
  readonly column: number;
  readonly message: string;
  readonly loose?: boolean;
}

/** The expected side of a case; `windows` where it differs there. */
export interface Expected extends Outcome {
  readonly id: string;
  /** Another outcome each time (the clock, a random number): nothing to compare with. */
  readonly unstable?: boolean;
  readonly windows?: Outcome;
}

/** A case file with its expected side, where that is committed. */
export interface CaseFile {
  readonly path: string;
  readonly topic: string;
  readonly cases: readonly Case[];
  /** Undefined when there is no expected side. */
  readonly expected: ExpectedFile | undefined;
}

/** The expected sides of one case file. */
export interface ExpectedFile {
  /** What judged: the versions of .NET, C# and Newtonsoft.Json. */
  readonly judge: string;
  readonly cases: ReadonlyMap<string, Expected>;
}

const EXPECTED = '.expected.json';

/** The path of the expected sides of a case file. */
export function expectedPath(casePath: string): string {
  return casePath.replace(/\.json$/, EXPECTED);
}

/**
 * The case files at `target`: itself, or all below it in order of their paths.
 * @param target a file or folder
 */
export function findCaseFiles(target: string): string[] {
  if (!statSync(target).isDirectory()) return [target];
  return readdirSync(target, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.json') && !name.endsWith(EXPECTED))
    .map((name) => path.join(target, name))
    .sort();
}

/** Reads the expected sides from their JSON. */
export function readExpected(json: unknown): ExpectedFile {
  const { judge, cases } = expectedSchema.parse(json);
  return { judge, cases: new Map(cases.map((each) => [each.id, each as Expected])) };
}

/**
 * Reads a case file and, where there is one, its expected side.
 * @throws Error naming the file when it is not a case file
 */
export function readCaseFile(casePath: string): CaseFile {
  try {
    const { topic, cases } = fileSchema.parse(JSON.parse(readFileSync(casePath, 'utf8')));
    const ids = new Set(cases.map(({ id }) => id));
    if (ids.size !== cases.length) throw new Error('two cases have the same id');
    return { path: casePath, topic, cases, expected: committed(casePath) };
  } catch (error) {
    throw new Error(`${casePath} is not a case file: ${(error as Error).message}`);
  }
}

function committed(casePath: string): ExpectedFile | undefined {
  const text = readIfPresent(expectedPath(casePath));
  return text === undefined ? undefined : readExpected(JSON.parse(text));
}

function readIfPresent(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** How a case is named in lists and reports: `strings/split#split-by-char-1`. */
export function caseName(
  file: { readonly path: string; readonly topic: string },
  one: { readonly id: string },
): string {
  return `${file.topic}/${path.basename(file.path, '.json')}#${one.id}`;
}
