import { describe, expect, it } from 'vitest';
import { policies } from '../policies/index.ts';
import type { ExpressionChecker } from './expressions.ts';
import { lintService, lintSources } from './lint.ts';
import { rules } from './rules/index.ts';
import { api, service, source } from './testing/lint-rule.ts';

/** Refuses every `bad`, with its place, and quotes it. */
const checker: ExpressionChecker = {
  check: (text) =>
    [...text.matchAll(/bad\w*/g)].map(({ index, 0: name }) => ({
      message: `The name '${name}' does not exist in the current context`,
      offset: index,
      length: name.length,
    })),
};

describe('lint of plain sources', () => {
  it('counts documents and expressions, and places errors in the file', () => {
    const report = lintSources(
      [
        source(
          '<policies>\n<inbound><base />\n<choose><when condition="@(&quot;a&quot; == bad)" /></choose>\n<x v="@(1)" />\n</inbound></policies>',
        ),
        source('<policies><inbound></policies>', 'broken.xml'),
      ],
      { expressions: checker },
    );
    expect(report.totals).toEqual({ documents: 2, loaded: 1, corrupt: 1, expressions: 2, bound: 1, notEmulated: {} });
    expect(report.findings).toMatchObject([
      { rule: 'missing-base', file: 'broken.xml' },
      { rule: 'malformed-document', file: 'broken.xml', line: 1, column: 20 },
      {
        rule: 'invalid-expression',
        severity: 'error',
        file: 'p.xml',
        line: 3,
        column: 45,
        element: 'choose',
        message: "Error in element 'choose' on line 3, column 2: The name 'bad' does not exist in the current context",
      },
    ]);
  });

  it('says of a document that is not well-formed only that, and nothing of what then stands in the wrong place', () => {
    const text =
      '<policies><inbound><base/><trace source="s"\n<set-variable name="a" value="1" /></inbound></policies>';
    const { findings } = lintSources([source(text)], { policies });
    expect(findings[0]).toMatchObject({ rule: 'malformed-document', line: 2 });
    expect(findings.map(({ rule }) => rule).filter((rule) => rule !== 'malformed-document')).toEqual([]);
  });

  it('tells the same mistake once per expression', () => {
    const text = '<policies><inbound><base/><x v="@(bad + bad + bade)" w="@(bad)" /></inbound></policies>';
    const { findings } = lintSources([source(text)], { expressions: checker });
    expect(findings.map(({ column }) => column)).toEqual([35, 47, 59]);
  });

  it('takes placeholders of templates for what they are', () => {
    const dollar: ExpressionChecker = {
      check: (text) => [{ message: "Unexpected character '$'", offset: text.indexOf('$'), length: 1 }],
    };
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a placeholder of Terraform's
    const text = '<policies><inbound><base/><x v="@(${is_on} && $x)" w="@($x)" /></inbound></policies>';
    const { findings } = lintSources([source(text)], { expressions: dollar });
    expect(findings.map(({ message }) => message.includes('A placeholder that a template engine'))).toEqual([
      true,
      false,
    ]);
  });

  it('does not compile what has no end', () => {
    const report = lintSources([source('<policies><inbound><base/><x v="@(bad" /></inbound></policies>')], {
      expressions: checker,
    });
    expect(report.totals).toMatchObject({ expressions: 1, bound: 0, corrupt: 1 });
    expect(report.findings.map(({ rule }) => rule)).toEqual(['unclosed-expression']);
  });
});

it('compiles around named values whose content is not known', () => {
  const numbers: ExpressionChecker = {
    check: (text) => (text === '@(1 <= 0    )' ? [] : [{ message: 'no', offset: text.indexOf('<'), length: 1 }]),
  };
  const sources = [source('<policies><inbound><base/><x v="@(1 <= {{n}})" w="@(1 << {{n}})" /></inbound></policies>')];
  const report = lintSources(sources, { expressions: numbers });
  expect(report.totals.bound).toBe(1);
  expect(report.findings).toMatchObject([{ rule: 'invalid-expression', column: 55 }]);
});

describe('lint of a service', () => {
  const policy = source(
    '<policies><inbound><base/><x v="@({{part}} + {{role}} + 1)" w="{{none}}" /></inbound></policies>',
  );

  it('replaces named values, and knows those that only have a role', () => {
    const report = lintService(
      service({
        policy,
        namedValues: [
          { name: 'part', value: 'good', secret: false },
          { name: 'role', role: 'tenantId', secret: false },
        ],
      }),
      { expressions: checker },
    );
    expect(report.findings.map(({ rule }) => rule)).toEqual(['unknown-named-value']);
    expect(report.totals.bound).toBe(1);
  });

  it('never shows the content of a named value', () => {
    const report = lintService(service({ policy, namedValues: [{ name: 'part', value: 'bad1234', secret: true }] }), {
      expressions: checker,
    });
    expect(report.findings.map(({ rule }) => rule)).toContain('invalid-expression');
    expect(JSON.stringify(report)).not.toContain('bad1234');
  });

  it('reads a document once, however often it is used', () => {
    const report = lintService(service({ policy, apis: [api({ policy }), api({ id: 'b', policy })] }));
    expect(report.totals.documents).toBe(1);
  });
});

describe('lint of a service that is known in part', () => {
  const policy = source(
    '<policies><inbound><base/><include-fragment fragment-id="f" /><x v="{{n}}" /></inbound></policies>',
  );
  it('warns of what may be elsewhere, and does not call the document corrupt', () => {
    const report = lintService(service({ policy }), { partial: true });
    expect(report.findings.map(({ rule, severity }) => [rule, severity])).toEqual([
      ['unknown-fragment', 'warning'],
      ['unknown-named-value', 'warning'],
    ]);
    expect(report.totals).toMatchObject({ loaded: 1, corrupt: 0 });
  });
  it('judges other documents like those of no service', () => {
    const others = [source('<policies><inbound><base/><x v="{{n}}" /></inbound></policies>', 'other.xml'), policy];
    const report = lintService(service({ policy }), { partial: true, others });
    expect(report.totals.documents).toBe(2);
    expect(report.findings.every(({ file }) => file === policy.file)).toBe(true);
  });
});

describe('the rules', () => {
  it('have unique ids, titles and advice', () => {
    expect(new Set(rules.map(({ id }) => id)).size).toBe(rules.length);
    for (const { id, title, help } of rules) {
      expect(id).toMatch(/^[a-z]+(?:-[a-z]+)*$/);
      expect(title.endsWith('.')).toBe(false);
      expect(help.endsWith('.')).toBe(true);
    }
  });
});
