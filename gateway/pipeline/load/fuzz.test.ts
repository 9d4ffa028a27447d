/** Whatever a policy document holds, loading it says what is wrong and never throws. */
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import '../../dotnet/context/index.ts';
import '../../dotnet/index.ts';
import { createExpressionCompiler, type ExpressionCompiler } from '../../expressions/index.ts';
import { policies } from '../../policies/index.ts';
import { CoverageRecorder } from '../trace/coverage.ts';
import { PolicyLoader } from './load-policy.ts';

let compiler: ExpressionCompiler;
beforeAll(async () => {
  compiler = await createExpressionCompiler();
});
const load = (text: string) => {
  const fragments = new Map([['f', { file: 'f.xml', text, format: 'rawxml' } as const]]);
  const options = { compiler, policies, fragments, namedValues: new Map([['n', 'v']]), backendIds: new Set<string>() };
  const loader = new PolicyLoader({ ...options, coverage: new CoverageRecorder() });
  loader.load({ file: 'p.xml', text, format: 'rawxml' }, 'api');
  return loader.issues;
};

test('any arrangement of elements', () => {
  const names = fc.constantFrom(
    ...policies.keys(),
    'base',
    'when',
    'otherwise',
    'value',
    'inbound',
    'x',
    'fragment',
    'policies',
    'claim',
    'key',
  );
  const attribute = fc.tuple(
    fc.constantFrom('name', 'value', 'condition', 'id', 'fragment-id', 'count', 'code', 'x'),
    fc.constantFrom('f', '1', '@(1)', '@{ return "x"; }', '@(', '{{n}}', '{{u}}', 'true', '&lt;', ''),
  );
  const element: fc.Memo<string> = fc.memo((depth) =>
    fc
      .tuple(
        names,
        fc.array(attribute, { maxLength: 3 }),
        depth > 1 ? fc.array(element(depth - 1), { maxLength: 3 }) : fc.constant<string[]>([]),
        fc.constantFrom('', 'text', '@("x")'),
      )
      .map(
        ([name, attributes, children, text]) =>
          `<${name}${attributes.map(([key, value]) => ` ${key}="${value}"`).join('')}>${text}${children.join('')}</${name}>`,
      ),
  );
  fc.assert(
    fc.property(fc.array(element(4), { maxLength: 4 }), (elements) => {
      for (const issue of load(`<policies><inbound>${elements.join('')}</inbound></policies>`)) {
        expect(issue.line).toBeGreaterThan(0);
        expect(issue.message).not.toBe('');
      }
    }),
    { numRuns: 300 },
  );
});

test('any text', () => {
  fc.assert(
    fc.property(fc.string(), (text) => void load(text)),
    { numRuns: 200 },
  );
});
