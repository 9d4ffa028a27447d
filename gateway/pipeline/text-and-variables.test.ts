/** Runtime semantics 1 to 8: named values, variables, headers, URLs and bodies. */
import { randomBytes } from 'node:crypto';
import { afterEach, describe, expect, test } from 'vitest';
import { PolicyLoadError } from '../index.ts';
import {
  type Answer,
  policy,
  showing,
  type UnderTest,
  type UnderTestOptions,
  underTest,
} from '../testing/under-test.ts';

let current: UnderTest | undefined;
afterEach(async () => {
  await current?.close();
  current = undefined;
});
async function start(options: UnderTestOptions): Promise<UnderTest> {
  current = await underTest(options);
  return current;
}
async function value(expression: string, before = '', path = '/api/op', request = {}): Promise<unknown> {
  const shown = showing(expression).inbound ?? '';
  const { request: send } = await start({ policy: { inbound: shown.replace('<base />', `<base />${before}`) } });
  const answer = await send(path, request);
  return answer.status === 200 ? (answer.json() as { value: unknown }).value : { status: answer.status };
}

describe('1: named values are replaced textually when the policy is loaded', () => {
  const namedValues = [
    { name: 'id', value: 'abc', secret: false },
    { name: 'expression', value: '@(1 + 1)', secret: false },
    { name: 'nested', value: '{{id}}', secret: false },
  ];

  test('inside C#, as a whole expression, and without nesting', async () => {
    const body = '@{ return "{{id}}" + $"-{{id}}-" + (string)context.Variables["nested"] + context.Variables["two"]; }';
    const { request } = await start({
      policy: {
        inbound: `<set-variable name="two" value="{{expression}}" /><set-variable name="nested" value="{{nested}}" /><return-response><set-body>${body}</set-body></return-response>`,
      },
      model: { namedValues },
    });
    expect((await request()).body).toBe('abc-abc-{{id}}2');
  });

  test('an unknown name keeps the policy from loading, with file and place', async () => {
    const starting = underTest({ policy: { inbound: '\n  <set-variable name="a" value="{{nope}}" />' } });
    await expect(starting).rejects.toBeInstanceOf(PolicyLoadError);
    await starting.catch((error: PolicyLoadError) => {
      expect(error.problems[0]).toMatchObject({ file: 'api.xml', line: 3, message: expect.stringContaining("'nope'") });
    });
  });

  test("Liquid's own outputs are left alone", async () => {
    const { request } = await start({
      policy: {
        inbound: '<return-response><set-body template="liquid">[{{context.Variables.x}}]</set-body></return-response>',
      },
    });
    expect((await request()).body).toBe('[]');
  });

  test('roles and overrides win over the value in the model', async () => {
    const { request } = await start({
      policy: { inbound: '<return-response><set-body>{{one}} {{two}}</set-body></return-response>' },
      model: {
        namedValues: [
          { name: 'one', value: 'own', role: 'tenantId', secret: false },
          { name: 'two', value: 'own', secret: false },
        ],
      },
      bindings: { tenantId: 'bound' },
      namedValues: { two: 'overridden' },
    });
    expect((await request()).body).toBe('bound overridden');
  });

  test('secret ones never show in a trace', async () => {
    const secret = randomBytes(16).toString('hex');
    const { request, trace } = await start({
      policy: {
        inbound:
          '<set-variable name="shown" value="{{s}}" /><trace source="t"><message>@("is {{s}}")</message></trace><return-response />',
      },
      model: { namedValues: [{ name: 's', value: secret, secret: true }] },
    });
    await request();
    expect(JSON.stringify(trace())).not.toContain(secret);
    expect(trace().steps[0]?.variables).toEqual({ shown: '***' });
  });
});

describe('2: set-variable keeps .NET types', () => {
  test('a literal is a string', async () => {
    expect(await value('context.Variables["n"] is string', '<set-variable name="n" value="1" />')).toBe(true);
  });

  test('an expression keeps its type, so that a cast to another throws', async () => {
    const set = '<set-variable name="n" value="@(7)" />';
    expect(await value('(int)context.Variables["n"] / 2', set)).toBe(3);
    await current?.close();
    expect(await value('(string)context.Variables["n"]', set)).toEqual({ status: 500 });
    expect(current?.trace().lastError).toMatchObject({
      source: 'set-body',
      reason: 'ExpressionValueEvaluationFailure',
      message: expect.stringContaining("Unable to cast object of type 'System.Int32' to type 'System.String'."),
    });
  });

  test('chars and bytes are not strings', async () => {
    const set = '<set-variable name="c" value="@("ab"[0])" />';
    expect(await value('(char)context.Variables["c"] ^ \'b\'', set)).toBe(3);
  });
});

describe('3: variables that were never set', () => {
  test('the indexer gives null', async () => {
    expect(await value('context.Variables["missing"] == null')).toBe(true);
  });

  test('GetValueOrDefault gives the default, and throws where the type does not match', async () => {
    expect(await value('context.Variables.GetValueOrDefault("missing", "d")')).toBe('d');
    await current?.close();
    expect(await value('context.Variables.GetValueOrDefault<int>("missing")')).toBe(0);
    await current?.close();
    expect(
      await value('context.Variables.GetValueOrDefault<string>("n", "")', '<set-variable name="n" value="@(1)" />'),
    ).toEqual({
      status: 500,
    });
  });
});

describe('4: the value cache', () => {
  const lookup = '<cache-lookup-value key="k" variable-name="v" />';

  test('a miss leaves the variable unset, or takes the default', async () => {
    expect(await value('context.Variables.ContainsKey("v") || context.Variables["v"] != null', lookup)).toBe(false);
    await current?.close();
    expect(
      await value('context.Variables["v"]', '<cache-lookup-value key="k" variable-name="v" default-value="@(5)" />'),
    ).toBe(5);
  });

  test('values outlive the request, keep their type and expire', async () => {
    const { request } = await start({
      policy: {
        inbound:
          '<cache-lookup-value key="k" variable-name="v" /><choose><when condition="@(context.Variables.ContainsKey("v"))"><return-response><set-body>@((1 + (int)context.Variables["v"]).ToString())</set-body></return-response></when></choose><cache-store-value key="k" value="@(41)" duration="60" /><return-response><set-body>stored</set-body></return-response>',
      },
    });
    expect((await request()).body).toBe('stored');
    expect((await request()).body).toBe('42');
    if (current) current.now += 60_000;
    expect((await request()).body).toBe('stored');
  });

  test('a store that is not visible yet is a miss: the documented race', async () => {
    const { request } = await start({
      switches: { 'cache.visibility': { delayedMs: 100 } },
      policy: {
        inbound:
          '<cache-store-value key="k" value="v" duration="60" /><cache-lookup-value key="k" variable-name="v" default-value="miss" /><return-response><set-body>@((string)context.Variables["v"])</set-body></return-response>',
      },
    });
    expect((await request()).body).toBe('miss');
  });

  test('an external cache that is not configured holds nothing', async () => {
    expect(
      await value(
        'context.Variables["v"]',
        '<cache-store-value key="k" value="v" duration="60" caching-type="external" /><cache-lookup-value key="k" variable-name="v" default-value="miss" caching-type="external" />',
      ),
    ).toBe('miss');
  });
});

describe('5: headers', () => {
  const headers = ['X-Multi', 'a', 'x-multi', 'b', 'Authorization', 'Bearer x'];

  test('are found without case, joined by GetValueOrDefault, listed by the indexer', async () => {
    expect(await value('context.Request.Headers.GetValueOrDefault("x-MULTI", "")', '', '/api/op', { headers })).toBe(
      'a,b',
    );
    await current?.close();
    expect(await value('context.Request.Headers["X-Multi"].Length', '', '/api/op', { headers })).toBe(2);
    await current?.close();
    expect(await value('context.Request.Headers.GetValueOrDefault("absent") == null')).toBe(true);
    await current?.close();
    expect(await value('context.Request.Headers["absent"]')).toEqual({ status: 500 });
  });

  const set = (name: string, action: string, ...values: string[]): string =>
    `<set-header name="${name}" exists-action="${action}">${values.map((each) => `<value>${each}</value>`).join('')}</set-header>`;

  test('several values are one comma-separated line, except where commas or dates may stand', async () => {
    const { request } = await start({
      policy: {
        inbound: `<return-response>${set('X-List', 'override', 'a', 'b')}${set('Set-Cookie', 'append', 'a=1')}${set('Set-Cookie', 'append', 'b=2')}${set('WWW-Authenticate', 'override', 'Bearer', 'Basic')}</return-response>`,
      },
    });
    const answer = await request();
    expect(answer.lines('X-List')).toEqual(['a,b']);
    expect(answer.lines('Set-Cookie')).toEqual(['a=1', 'b=2']);
    expect(answer.lines('WWW-Authenticate')).toEqual(['Bearer', 'Basic']);
  });

  test('override, skip, append and delete', async () => {
    const { request, backend } = await start({
      policy: {
        inbound: `<base />${set('A', 'override', 'new')}${set('B', 'skip', 'new')}${set('C', 'append', 'new')}${set('D', 'delete')}${set('E', 'skip', 'new')}`,
      },
    });
    await request('/api/op', { headers: { A: 'old', B: 'old', C: 'old', D: 'old' } });
    const [received] = backend.requests;
    expect(['A', 'B', 'C', 'D', 'E'].map((name) => received?.header(name))).toEqual([
      'new',
      'old',
      'old,new',
      undefined,
      'new',
    ]);
  });

  test('headers of the connection are not for policies', async () => {
    const { request, trace } = await start({
      policy: {
        inbound: `<return-response>${set('Transfer-Encoding', 'override', 'x')}${set('Content-Length', 'override', '99')}<set-body>ok</set-body></return-response>`,
      },
    });
    const answer = await request();
    expect([answer.body, answer.header('Content-Length')]).toEqual(['ok', '2']);
    expect(trace().steps.flatMap((step) => step.warnings ?? [])).toHaveLength(2);
  });

  test('a value that would begin a new line is an error, not a header', async () => {
    const { request } = await start({
      policy: {
        inbound:
          '<return-response><set-header name="X"><value>@("a\\r\\nInjected: 1")</value></set-header></return-response>',
      },
    });
    const answer = await request();
    expect([answer.status, answer.header('Injected')]).toEqual([500, undefined]);
  });
});

describe('6: Url and OriginalUrl', () => {
  test('rewrite-uri and set-backend-service change Url alone', async () => {
    const show =
      '@(context.Request.Url.ToString() + " " + context.Request.OriginalUrl.Path + context.Request.OriginalUrl.QueryString)';
    const { request } = await start({
      policy: {
        inbound: `<set-backend-service base-url="https://other.example/base/" /><rewrite-uri template="/new?x=1" /><return-response><set-body>${show}</set-body></return-response>`,
      },
    });
    expect((await request('/api/op?q=2')).body).toBe('https://other.example/base/new?x=1&q=2 /api/op?q=2');
  });

  test('OriginalUrl follows the Host header', async () => {
    expect(
      await value(
        'context.Request.OriginalUrl.Host + ":" + context.Request.OriginalUrl.Port + "/" + context.Deployment.ServiceName',
        '',
        '/api/op',
        {
          headers: { Host: 'contoso.azure-api.net' },
        },
      ),
    ).toBe('contoso.azure-api.net:80/contoso');
  });

  test('query values are decoded, or not: a switch', async () => {
    expect(await value('context.Request.Url.Query.GetValueOrDefault("a")', '', '/api/op?a=1%2B1&a=b')).toBe('1+1,b');
    await current?.close();
    const { request } = await start({
      policy: showing('context.Request.Url.Query["a"][0]'),
      switches: { 'url.queryDecoded': false },
    });
    expect((await request('/api/op?a=1%2B1')).json()).toEqual({ value: '1%2B1' });
  });
});

describe('7: bodies', () => {
  const post = { method: 'POST', body: '{"a":1}', headers: { 'Content-Type': 'application/json' } };

  test('a request without a body has none', async () => {
    expect(await value('context.Request.Body == null')).toBe(true);
  });

  test('reading consumes the body, reading with preserveContent does not', async () => {
    const { request, backend } = await start({
      policy: {
        inbound: '<base /><set-variable name="b" value="@(context.Request.Body.As<string>(preserveContent: true))" />',
      },
    });
    await request('/api/op', post);
    expect(backend.requests[0]?.body).toBe('{"a":1}');
    await current?.close();
    const consumed = await start({
      policy: { inbound: '<base /><set-variable name="b" value="@(context.Request.Body.As<string>())" />' },
    });
    await consumed.request('/api/op', post);
    expect(consumed.backend.requests[0]?.body).toBe('');
  });

  test('a second reading meets no body', async () => {
    const read = '<set-variable name="b" value="@(context.Request.Body.As<JObject>())" />';
    const { request, trace } = await start({ policy: { inbound: `<base />${read}${read}` } });
    expect((await request('/api/op', post)).status).toBe(500);
    expect(trace().lastError?.message).toBe(
      'Expression evaluation failed. Object reference not set to an instance of an object.',
    );
  });

  test('a body that is no JSON says so', async () => {
    const { request, trace } = await start({
      policy: { inbound: '<set-variable name="b" value="@(context.Request.Body.As<JObject>())" />' },
    });
    await request('/api/op', { ...post, body: 'plain' });
    expect(trace().lastError?.message).toMatch(
      /^Expression evaluation failed\. The message body is not a valid JSON\. /,
    );
  });

  test('set-body on a GET creates one, or throws: a switch, and a finding either way', async () => {
    const inbound = '<base /><set-body>new</set-body>';
    const { request, backend, trace } = await start({ policy: { inbound } });
    await request();
    expect(backend.requests[0]).toMatchObject({ method: 'GET', body: 'new' });
    expect(trace().steps.flatMap((step) => step.warnings ?? [])[0]).toContain('setBody.noBody');
    await current?.close();
    const strict = await start({ policy: { inbound }, switches: { 'setBody.noBody': 'throw' } });
    expect((await strict.request()).status).toBe(500);
  });

  test('a form is read into names and lists of values', async () => {
    const { request } = await start({
      policy: {
        inbound:
          '<return-response><set-body>@{ var form = context.Request.Body.AsFormUrlEncodedContent(); form["new"] = new List<string> { "x y" }; return form["a"][1] + "|" + form.ToFormUrlEncodedContent(); }</set-body></return-response>',
      },
    });
    expect((await request('/api/op', { method: 'POST', body: 'a=1&a=2%26' })).body).toBe('2&|a=1&a=2%26&new=x+y');
  });

  test('responses of send-request are read the same way', async () => {
    const url = '@((string)context.Variables["url"])';
    const { request, backend } = await start({
      policy: {
        inbound: `<set-variable name="url" value="@(context.Api.ServiceUrl.ToString())" /><send-request response-variable-name="r"><set-url>${url}</set-url><set-method>GET</set-method></send-request><return-response><set-body>@{ var r = (IResponse)context.Variables["r"]; return r.StatusCode + r.Body.As<string>(true) + r.Body.As<string>() + (r.Body == null); }</set-body></return-response>`,
      },
    });
    backend.answer = (_request, response) => response.writeHead(418).end('tea');
    expect((await request()).body).toBe('418teateaTrue');
  });
});

describe('8: JSON', () => {
  const shown = async (statements: string, request = {}): Promise<Answer> => {
    const { request: send } = await start({
      policy: { inbound: `<return-response><set-body>@{ ${statements} }</set-body></return-response>` },
    });
    return send('/api/op', request);
  };

  test('ToString is indented with the platform’s line ends', async () => {
    expect((await shown('return new JObject { ["a"] = 1 }.ToString();')).body).toBe('{\r\n  "a": 1\r\n}');
  });

  test('a token with a parent is copied when it is assigned', async () => {
    const body =
      'var a = JObject.Parse("{\\"x\\":{\\"n\\":1}}"); var b = new JObject(); b["x"] = a["x"]; ((JObject)b["x"])["n"] = 2; return (string)a["x"]["n"] + (string)b["x"]["n"];';
    expect((await shown(body)).body).toBe('12');
  });

  test('casts of absent and null tokens give null', async () => {
    expect(
      (
        await shown(
          'var o = JObject.Parse("{\\"n\\":null}"); return ((string)o["n"] == null && (string)o["none"] == null).ToString();',
        )
      ).body,
    ).toBe('True');
  });
});

test('a policy document can be used through the helper of these tests', () => {
  expect(policy({}).text).toContain('<inbound><base /></inbound>');
});
