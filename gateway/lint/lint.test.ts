import { describe, expect, it } from 'vitest';
import type { Api, PolicySource, ServiceModel } from '../model.ts';
import type { PolicyDefinition } from '../policies/policy.ts';
import { integer, optional, required, text } from '../policies/schema.ts';
import type { ExpressionChecker } from './expressions.ts';
import { lintService, lintSources } from './lint.ts';
import { rules } from './rules/index.ts';

const source = (text: string, file = 'p.xml'): PolicySource => ({ file, text, format: 'rawxml' });

/** Refuses every `bad`, with its place, and quotes it. */
const checker: ExpressionChecker = {
  check: (text) =>
    [...text.matchAll(/bad\w*/g)].map(({ index, 0: name }) => ({
      message: `The name '${name}' does not exist in the current context`,
      offset: index,
      length: name.length,
    })),
};

function service(part: Partial<ServiceModel>): ServiceModel {
  return { name: 's', products: [], apis: [], fragments: new Map(), namedValues: [], backends: [], ...part };
}

function api(part: Partial<Api>): Api {
  return { id: 'a', name: 'a', path: 'a', revision: '1', subscriptionRequired: false, operations: [], ...part };
}

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

/** Findings of one rule in one document of an API. */
function found(
  rule: string,
  text: string,
  part: { readonly api?: Partial<Api>; readonly service?: Partial<ServiceModel> } = {},
) {
  const policy = source(text);
  const report = lintService(service({ ...part.service, apis: [api({ policy, ...part.api })] }), {
    rules: rules.filter(({ id }) => id === rule),
  });
  return report.findings.filter((finding) => finding.rule === rule);
}

const inbound = (body: string) => `<policies><inbound><base />${body}</inbound></policies>`;
const outbound = (body: string) => `<policies><outbound><base />${body}</outbound></policies>`;

describe('missing-audience', () => {
  it.each([
    '<validate-jwt header-name="Authorization"><openid-config url="x" /></validate-jwt>',
    '<validate-azure-ad-token tenant-id="t"><client-application-ids><application-id>a</application-id></client-application-ids></validate-azure-ad-token>',
    '<validate-jwt><audiences><audience> </audience></audiences></validate-jwt>',
  ])('finds %s', (policy) => {
    expect(found('missing-audience', inbound(policy))).toHaveLength(1);
  });
  it.each([
    '<validate-jwt><audiences><audience>@(1)</audience></audiences></validate-jwt>',
    '<validate-jwt><required-claims><claim name="aud"><value>a</value></claim></required-claims></validate-jwt>',
  ])('accepts %s', (policy) => {
    expect(found('missing-audience', inbound(policy))).toEqual([]);
  });
});

describe('token-checks-off', () => {
  it('finds protections that are turned off', () => {
    const policy = inbound('<validate-jwt require-signed-tokens="false" require-expiration-time="true" />');
    expect(found('token-checks-off', policy)).toMatchObject([
      { column: 42, message: expect.stringContaining('unsigned') },
    ]);
  });
});

describe('missing-base', () => {
  it('finds sections without it, and says what an empty backend does', () => {
    const policy = '<policies><inbound /><backend></backend><outbound><base/></outbound></policies>';
    expect(
      found('missing-base', policy).map(({ element, message }) => [element, message.includes('nothing is')]),
    ).toEqual([
      ['inbound', false],
      ['backend', true],
    ]);
  });
  it('leaves the global scope and fragments alone', () => {
    const report = lintService(
      service({
        policy: source('<policies><inbound /></policies>', 'global.xml'),
        fragments: new Map([['f', source('<fragment><x/></fragment>', 'f.xml')]]),
      }),
    );
    expect(report.findings).toEqual([]);
  });
});

describe('unknown-fragment', () => {
  const fragments = new Map([['known', source('<fragment />', 'f.xml')]]);
  it('names the ones there are', () => {
    const policy = inbound('<include-fragment fragment-id="known" /><include-fragment fragment-id="other" />');
    expect(found('unknown-fragment', policy, { service: { fragments } })).toMatchObject([
      { severity: 'error', message: expect.stringContaining("There is no policy fragment 'other'; there are known.") },
    ]);
  });
});

describe('mcp-response-body', () => {
  const policy = outbound('<set-variable name="b" value="@(context.Response.Body.As<string>(true))" />');
  it('finds reads in what serves MCP, by API path or operation', () => {
    expect(found('mcp-response-body', policy, { api: { path: 'tools/mcp' } })).toHaveLength(1);
    const operations = [{ id: 'o', name: 'o', method: 'GET', urlTemplate: '/sse' }];
    expect(found('mcp-response-body', policy, { api: { operations } })).toHaveLength(1);
    expect(
      found('mcp-response-body', outbound('<find-and-replace from="a" to="b" />'), { api: { path: 'mcp' } }),
    ).toHaveLength(1);
  });
  it('leaves other APIs and request bodies alone', () => {
    expect(found('mcp-response-body', policy, { api: { path: 'oauth' } })).toEqual([]);
    expect(found('mcp-response-body', policy.replace('Response', 'Request'), { api: { path: 'mcp' } })).toEqual([]);
  });
});

describe('lost-challenge', () => {
  const challenge = '<set-header name="WWW-Authenticate"><value>Bearer</value></set-header>';
  it('finds one that return-response drops', () => {
    expect(
      found('lost-challenge', inbound(`${challenge}<return-response><set-status code="401" /></return-response>`)),
    ).toHaveLength(1);
  });
  it('accepts one inside it', () => {
    expect(found('lost-challenge', inbound(`<return-response>${challenge}</return-response>`))).toEqual([]);
    expect(found('lost-challenge', inbound(challenge))).toEqual([]);
  });
});

describe('idle-rate-limit', () => {
  const policy = inbound(
    '<rate-limit calls="1" renewal-period="1" /><rate-limit-by-key calls="1" renewal-period="1" counter-key="k" />',
  );
  it('finds limits by subscription where none is needed', () => {
    expect(found('idle-rate-limit', policy)).toHaveLength(1);
    expect(found('idle-rate-limit', policy, { api: { subscriptionRequired: true } })).toEqual([]);
  });
});

describe('any-origin-with-credentials', () => {
  const cors = (origin: string, credentials: string) =>
    inbound(
      `<cors allow-credentials="${credentials}"><allowed-origins><origin>${origin}</origin></allowed-origins></cors>`,
    );
  it('finds the combination', () => {
    expect(found('any-origin-with-credentials', cors('*', 'true'))).toHaveLength(1);
    expect(found('any-origin-with-credentials', cors('*', 'false'))).toEqual([]);
    expect(found('any-origin-with-credentials', cors('https://a.example', 'true'))).toEqual([]);
  });
});

describe('comment-dashes', () => {
  it('finds them, also before the root element', () => {
    expect(found('comment-dashes', '<!-- a <!-- b -->\n<policies><!-- fine - --></policies>')).toMatchObject([
      { line: 1, column: 10, severity: 'note' },
    ]);
  });
});

describe('literal-secret', () => {
  // Put together here, so that the file itself holds nothing that looks like a credential.
  const random = Buffer.from(crypto.getRandomValues(new Uint8Array(48)))
    .toString('base64')
    .replace(/[+/]/g, 'A');
  const header = (name: string, value: string) =>
    inbound(`<set-header name="${name}"><value>${value}</value></set-header>`);

  it.each([
    ['a header', header('x-functions-key', random)],
    ['a bearer token', header('Authorization', `Bearer ${random}`)],
    ['a query parameter', inbound(`<set-query-parameter name="code"><value>${random}</value></set-query-parameter>`)],
    [
      'a signing key',
      inbound(`<validate-jwt><issuer-signing-keys><key>${random}</key></issuer-signing-keys></validate-jwt>`),
    ],
    ['a password', inbound(`<authentication-basic username="u" password="${random}" />`)],
    ['a form in an expression', inbound(`<set-body>@("grant_type=x&amp;client_secret=${random}")</set-body>`)],
    ['a connection string in a comment', inbound(`<!-- AccountKey=${random}== -->`)],
  ])('finds one in %s, and does not repeat it', (_, policy) => {
    const findings = found('literal-secret', policy);
    expect(findings).toHaveLength(1);
    expect(JSON.stringify(findings)).not.toContain(random.slice(0, 8));
  });

  it.each([
    header('x-functions-key', '{{function-key}}'),
    header('Authorization', '@("Bearer " + (string)context.Variables["t"])'),
    header('api-key', 'your-key-here'),
    header('api-key', '&lt;key&gt;'),
    header('x-other', 'abcdefgh12345678'),
    inbound('<set-body>@($"client_secret={System.Uri.EscapeDataString("{{secret}}")}")</set-body>'),
  ])('accepts %s', (policy) => {
    const namedValues = ['function-key', 'secret'].map((name) => ({ name, value: `v${name}1234567890`, secret: true }));
    expect(found('literal-secret', policy, { service: { namedValues } })).toEqual([]);
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
    ['<set-header />', [['missing-part', 29]]],
    ['<set-header name="a" nam="b" />', [['unknown-attribute', 49]]],
    ['<set-header name="a" id="b"><value>c</value></set-header>', []],
    ['<choose><when count="10" /></choose>', [['invalid-value', 49]]],
    ['<choose><when count="@(10)" /></choose>', []],
    ['<choose><when count="{{unknown}}" /></choose>', []],
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
