import { describe, expect, test } from 'vitest';
import type { Sections } from '../testing/under-test.ts';
import { useGateway } from '../testing/use-gateway.ts';

const start = useGateway();
const json = { 'Content-Type': 'application/json' };

/** What the backend gets for a request with this body. */
async function sent(setBody: string, body: string | undefined, headers: Record<string, string> = {}) {
  const { request, backend } = await start({ policy: { inbound: `<base />${setBody}` } });
  await request('/api/op', { method: 'POST', ...(body === undefined ? {} : { body }), headers });
  return backend.requests[0]?.body;
}
const liquid = (template: string, attributes = ''): string =>
  `<set-body template="liquid" ${attributes}>${template}</set-body>`;

describe('set-body', () => {
  test.each([
    ['<set-body>text &amp; more</set-body>', 'text & more'],
    ['<set-body template="none">{% if %}</set-body>', '{% if %}'],
    ['<set-body><a b="1">x</a></set-body>', '<a b="1">x</a>'],
    ['<set-body>@("a" + 1)</set-body>', 'a1'],
    ['<set-body>@(new byte[] { 104, 105 })</set-body>', 'hi'],
    ['<set-body>@((string)null)</set-body>', ''],
    ['<set-body>@(new JObject(new JProperty("a", 1)))</set-body>', '{\r\n  "a": 1\r\n}'],
    ['<set-body>@("é")</set-body>', 'é'],
    ['<set-body />', ''],
  ])('%s sends %j', async (setBody, expected) => {
    expect(await sent(setBody, 'old')).toBe(expected);
  });

  test('tells the new length, and leaves the content type alone', async () => {
    const { request, backend } = await start({ policy: { inbound: '<base /><set-body>12345</set-body>' } });
    await request('/api/op', { body: '{}', headers: json });
    expect(['content-length', 'content-type'].map((name) => backend.requests[0]?.header(name))).toEqual([
      '5',
      'application/json',
    ]);
  });

  test.each([
    [{ outbound: '<base /><set-body>@(context.Response.Body.As<string>() + "!")</set-body>' }, 200, 'backend!'],
    [
      { inbound: '<set-variable name="x" value="@(int.Parse("x"))" />', onError: '<set-body>sorry</set-body>' },
      500,
      'sorry',
    ],
    [{ backend: '<set-body>of the request</set-body><forward-request />' }, 200, 'backend'],
  ] satisfies [Sections, number, string][])('%j answers %i %s', async (policy, status, body) => {
    const { request } = await start({ policy });
    const answer = await request('/api/op', { body: 'own' });
    expect([answer.status, answer.body]).toEqual([status, body]);
  });

  test('a response without a body gets one', async () => {
    const { request, backend } = await start({ policy: { outbound: '<set-body>new</set-body>' } });
    backend.answer = (_request, response) => response.writeHead(200).end();
    expect((await request()).body).toBe('new');
  });
});

describe('set-body with a Liquid template', () => {
  test.each([
    ['application/json', '{"a":{"b":"x"}}', 'x'],
    ['text/json; charset=utf-8', '{"a":{"b":"x"}}', 'x'],
    ['application/hal+json', '{"a":{"b":"x"}}', 'x'],
    ['APPLICATION/JSON', '{"a":{"b":"x"}}', 'x'],
    ['application/xml', '<a><b>x</b></a>', 'x'],
    ['text/xml', '<n:a xmlns:n="urn:n"><n:b>x</n:b></n:a>', 'x'],
    ['application/soap+xml', '<a><b>x</b></a>', 'x'],
    ['text/plain', '{"a":{"b":"x"}}', ''],
    ['application/jsonp', '{"a":{"b":"x"}}', ''],
    ['application/json', '<a><b>x</b></a>', ''],
    ['application/xml', '{"a":{"b":"x"}}', ''],
  ])('reads a body of %s: %s', async (type, body, expected) => {
    expect(await sent(liquid('[{{body.a.b}}]'), body, { 'Content-Type': type })).toBe(`[${expected}]`);
  });

  test.each([
    ['', '<a xmlns:xsi="urn:x"><n xsi:nil="true" /></a>', 'is '],
    ['xsi-nil="blank"', '<a xmlns:xsi="urn:x"><n xsi:nil="true" /></a>', 'is '],
    ['xsi-nil="null"', '<a xmlns:xsi="urn:x"><n xsi:nil="true" /></a>', 'none'],
    ['xsi-nil="null"', '<a xmlns:xsi="urn:x"><n xsi:nil="false">t</n></a>', 'is t'],
    ['xsi-nil="null"', '<a><n nil="true">t</n></a>', 'is t'],
  ])('<set-body %s> sees %s', async (attributes, body, expected) => {
    const template = '{% if body.a.n == nil %}none{% else %}is {{body.a.n}}{% endif %}';
    expect(await sent(liquid(template, attributes), body, { 'Content-Type': 'text/xml' })).toBe(expected);
  });

  test.each([
    ['', '05/2024|5/6/2024 7:08:09 AM'],
    ['parse-date="true"', '05/2024|5/6/2024 7:08:09 AM'],
    ['parse-date="false"', '2024-05-06T07:08:09Z'],
  ])('<set-body %s> formats a date of JSON as %s', async (attributes, expected) => {
    const body = '{"d":["2024-05-06T07:08:09Z"]}';
    const template = attributes.includes('false') ? '{{body.d[0]}}' : '{{body.d[0] | Date: "MM/yyyy"}}|{{body.d[0]}}';
    expect(await sent(liquid(template, attributes), body, json)).toBe(expected);
  });

  test('repeated elements are a list, attributes are not seen, empty elements are empty', async () => {
    const body = '<r><i k="v">1</i><i>2</i><i>3</i><e /></r>';
    const template = '{% for i in body.r.i %}{{i}};{% endfor %}[{{body.r.e}}]{{body.r.i.size}}';
    expect(await sent(liquid(template), body, { 'Content-Type': 'text/xml' })).toBe('1;2;3;[]3');
  });

  test('knows the context', async () => {
    const template = [
      '{{context.Request.Method}} {{context.Request.OriginalMethod}} {{context.Request.Url.Path}} {{context.Request.OriginalUrl.Path}}',
      '{{context.Request.Url.Scheme}} {{context.Request.Url.Host}} {{context.Request.OriginalUrl.Host}} {{context.Request.Url.QueryString}}',
      '{{context.Request.Url.Query.q}} {{context.Request.Headers.X-Own}} {{context.Request.IpAddress}} {{context.Request.HasBody}}',
      '{{context.Request.MatchedParameters.id}} {{context.Variables.n}} {{context.Variables.o.a}} {{context.Variables.l[1]}} {{context.Variables.b}}',
      '[{{context.Response.StatusCode}}]',
    ].join('|');
    const { request, backend } = await start({
      api: { operations: [{ id: 'o', name: 'o', method: '*', urlTemplate: '/{id}' }] },
      policy: {
        inbound: `<base /><set-method>PUT</set-method><set-variable name="n" value="@(41 + 1)" /><set-variable name="o" value="@(new JObject(new JProperty("a", "x")))" /><set-variable name="l" value="@(new [] { 1, 2 })" /><set-variable name="b" value="@(true)" />${liquid(template)}`,
        outbound: liquid(
          '{{context.Response.StatusCode}} {{context.Response.StatusReason}} {{context.Response.Headers.X-From}} {{body}}',
        ),
      },
    });
    backend.answer = (_request, response) => response.writeHead(202, 'Fine', { 'X-From': 'b' }).end('told');
    const answer = await request('/api/op?q=a%20b', { body: 'own', headers: { 'X-Own': 'o' } });
    expect(backend.requests[0]?.body.split('|')).toEqual([
      'PUT POST /op /api/op',
      'http 127.0.0.1 localhost ?q=a%20b',
      'a b o 127.0.0.1 true',
      'op 42 x 2 true',
      '[]',
    ]);
    expect(answer.body).toBe('202 Fine b told');
  });

  test('what is no template does not load', async () => {
    await expect(start({ policy: { inbound: liquid('{% if %}') } })).rejects.toThrow(
      "The Liquid template can't be read",
    );
  });

  test('a template that does too much is a failure', async () => {
    const loop = `${'{% for i in (1..100000) %}'.repeat(3)}x${'{% endfor %}'.repeat(3)}`;
    const { request, trace } = await start({ policy: { inbound: liquid(loop) } });
    expect((await request('/api/op', { body: '{}' })).status).toBe(500);
    expect(trace().lastError).toMatchObject({ source: 'set-body', reason: 'LiquidTemplateFailure' });
  });
});
