/**
 * A second opinion on syntax: the C# grammar of tree-sitter, which shares nothing with our parser, has to accept and
 * refuse the same cases. Where they may differ, and why, is listed here.
 */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { Language, Parser } from 'web-tree-sitter';
import { ExpressionSyntaxError } from '../expressions/compile-error.ts';
import { parsePolicyExpression } from '../expressions/parse/index.ts';
import { caseName, findCaseFiles, readCaseFile } from './case-file.ts';

/** A case that one side accepts and the other does not. */
interface Disagreement {
  readonly name: string;
  readonly expression: string;
  /** Our parser's message; undefined when it accepts and the grammar does not. */
  readonly refusal: string | undefined;
  /** Code of the C# compiler's first error, where it has one. */
  readonly compiler: string | undefined;
}

interface Trap {
  readonly why: string;
  readonly holds: (disagreement: Disagreement) => boolean;
}

const oneOf =
  (...expressions: readonly string[]) =>
  ({ expression }: Disagreement): boolean =>
    expressions.includes(expression);

const traps: readonly Trap[] = [
  {
    why: 'the grammar is of today’s C#; API Management stops at 7.3',
    holds: ({ refusal }) => refusal?.startsWith("Feature '") ?? false,
  },
  {
    why: 'an expression that is no statement, or nothing to assign to: our binder refuses it, as the C# compiler does',
    holds: ({ refusal, compiler }) => refusal === undefined && (compiler === 'CS0201' || compiler === 'CS0131'),
  },
  {
    why: 'the grammar takes any modifier and any declaration anywhere',
    holds: oneOf(
      '@{ private int x = 1; return x; }',
      '@{ readonly int x = 1; return x; }',
      '@{ record R(int X); return 1; }',
    ),
  },
  {
    why: 'the grammar takes more than the C# compiler’s parser does',
    holds: oneOf(
      '@{ foreach (x in new[] { 1 }) { } return 1; }',
      '@{ try { return 1; } }',
      '@{ int class = 1; return 1; }',
      '@{ try { return new int[1][2]; } catch (IndexOutOfRangeException e) { return e.Message; } }',
      '@($"}")',
    ),
  },
  {
    why: 'grammatical, and meaningless in a policy expression',
    holds: oneOf(
      '@{ return this.x; }',
      '@{ yield return 1; }',
      '@{ await Foo(); return 1; }',
      '@{ unsafe { int x = 1; int* p = &x; return *p; } }',
    ),
  },
  {
    why: 'the grammar does not know $@"" with doubled quotes before a hole',
    holds: oneOf('@($@"say ""{1}""")'),
  },
];

const require = createRequire(import.meta.url);
let parser: Parser;

beforeAll(async () => {
  await Parser.init();
  parser = new Parser();
  parser.setLanguage(await Language.load(require.resolve('tree-sitter-c-sharp/tree-sitter-c_sharp.wasm')));
});

/** Whether the grammar accepts a policy expression, as what the gateway would make of it: the body of a method. */
function grammarAccepts(expression: string): boolean {
  const code = expression.trim().slice(1);
  const tree = parser.parse(`class C { object M() ${code.startsWith('(') ? `{ return ${code}; }` : code} }`);
  if (!tree) throw new Error('the grammar gave no tree');
  const accepted = !tree.rootNode.hasError;
  tree.delete();
  return accepted;
}

/** Our parser's message, or undefined when it accepts. */
function refusalOf(expression: string): string | undefined {
  try {
    parsePolicyExpression(expression);
    return undefined;
  } catch (error) {
    if (error instanceof ExpressionSyntaxError) return error.message;
    throw error;
  }
}

const files = findCaseFiles(join(import.meta.dirname, 'cases')).map(readCaseFile);

function disagreements(): Disagreement[] {
  return files.flatMap((file) =>
    file.cases.flatMap((one) => {
      const refusal = refusalOf(one.expression);
      if ((refusal === undefined) === grammarAccepts(one.expression)) return [];
      const compiler = file.expected?.cases.get(one.id)?.rejects?.[0]?.code;
      return { name: caseName(file, one), expression: one.expression, refusal, compiler };
    }),
  );
}

describe('our parser and the grammar of tree-sitter', () => {
  it('agree on every case, save for what is listed', () => {
    const found = disagreements();
    const unlisted = found.filter((each) => !traps.some(({ holds }) => holds(each)));
    expect(unlisted).toEqual([]);
    expect(traps.filter(({ holds }) => !found.some(holds)).map(({ why }) => `no longer needed: ${why}`)).toEqual([]);
    expect(files.flatMap(({ cases }) => cases).length).toBeGreaterThan(100);
  });

  it.each([
    ['an operand is missing, which the grammar takes for two address-of operators', '@(a == && b)'],
    ['an expression is no statement, which our binder says', '@{ x.y; return 1; }'],
  ])('differ where %s', (_why, expression) => {
    expect(refusalOf(expression) === undefined).not.toBe(grammarAccepts(expression));
  });
});
