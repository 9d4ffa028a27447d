import { describe, expect, it } from 'vitest';
import type { ServiceModel } from '../model.ts';
import type { PolicyDefinition } from '../policies/policy.ts';
import { integer, optional, required, text } from '../policies/schema.ts';
import { lintService } from './lint.ts';
import { rules } from './rules/index.ts';
import { inbound, service, source } from './testing/lint-rule.ts';

describe('schemas', () => {
  const every = ['inbound', 'backend', 'outbound', 'on-error'] as const;
  const define = (name: string, part: Partial<PolicyDefinition>): [string, PolicyDefinition] => [
    name,
    { name, sections: every, emulation: 'full', schema: {}, build: () => () => undefined, ...part },
  ];
  const policies = new Map([
    define('set-header', {
      schema: { attributes: { name: required(text) }, children: { value: { text: required(text) } } },
    }),
    define('choose', {
      sections: ['inbound'],
      schema: { children: { when: { occurs: '+', attributes: { count: optional(integer(1, 9)) }, policies: 'any' } } },
    }),
    define('llm', { emulation: 'none', schema: { anyContent: true } }),
  ]);
  const lint = (text: string, namedValues: ServiceModel['namedValues'] = []) =>
    lintService(service({ policy: source(text), namedValues }), {
      policies,
      rules: rules.filter(({ id }) => id !== 'missing-base'),
    });
  const ids = (body: string) => lint(inbound(body)).findings.map(({ rule, column }) => [rule, column]);

  it.each([
    ['<set-headr name="a" />', [['unknown-element', 29]]],
    [
      '<choose><base /></choose>',
      [
        ['missing-part', 29],
        ['misplaced-element', 37],
      ],
    ],
    ['<choose><when><base /></when></choose>', [['unknown-element', 43]]],
    ['<set-header name="a">text</set-header>', [['unexpected-text', 49]]],
    ['<choose>{whens}</choose>', []],
    ['<set-header />', [['missing-part', 29]]],
    ['<set-header name="a" nam="b" />', [['unknown-attribute', 49]]],
    ['<set-header name="a" id="b"><value>c</value></set-header>', []],
    ['<choose><when count="10" /></choose>', [['invalid-value', 49]]],
    ['<choose><when count="@(10)" /></choose>', []],
    ['<choose><when count="{{unknown}}" /></choose>', []],
    ['<choose><when count="#{count}#" /></choose>', []],
    ['<llm what="ever"><x>y</x></llm>', [['not-emulated', 29]]],
  ])('judge %s', (body, expected) => {
    expect(ids(body).filter(([rule]) => rule !== 'unknown-named-value')).toEqual(expected);
  });

  it('judge sections', () => {
    const report = lint('<policies><outbound><choose><when /></choose></outbound><out><x/></out></policies>');
    expect(report.findings.map(({ rule, message }) => [rule, message])).toEqual([
      ['undocumented-section', "The reference lists 'choose' for inbound, not for outbound."],
      [
        'misplaced-element',
        expect.stringContaining("'policies' cannot contain 'out'. List of possible elements expected: 'inbound', "),
      ],
    ]);
  });

  it('judge fragments without their section', () => {
    const report = lintService(
      service({ fragments: new Map([['f', source('<fragment><choose><when /></choose></fragment>')]]) }),
      { policies },
    );
    expect(report.findings).toEqual([]);
  });

  it('count what is not emulated', () => {
    expect(lint(inbound('<llm /><choose><when><llm /></when></choose>')).totals.notEmulated).toEqual({ llm: 2 });
  });

  it('do not repeat named values', () => {
    const report = lint(inbound('<choose><when count="1{{n}}" /></choose>'), [
      { name: 'n', value: '2345', secret: true },
    ]);
    expect(report.findings.map(({ rule }) => rule)).toEqual(['invalid-value']);
    expect(JSON.stringify(report)).not.toContain('2345');
  });
});
