/** Runtime semantics 7 and 8. */
import http from 'node:http';
import { describe, expect, test } from 'vitest';
import type { Answer } from '../../testing/under-test.ts';
import { useGateway } from '../../testing/use-gateway.ts';
import { valueShown } from '../../testing/value-shown.ts';

const start = useGateway();
const value = valueShown(start);

describe('semantic 7: bodies', () => {
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

  test.each([
    ['a small body', '', 11],
    ['a body of megabytes', '', 3_000_000],
    [
      'a body that was looked at and is too large',
      '<validate-content unspecified-content-type-action="ignore" max-size="5" size-exceeded-action="detect" errors-variable-name="e" />',
      3_000_000,
    ],
  ])('set-body takes the place of %s that nobody has read, and the connection is kept', async (_what, before, size) => {
    const { gateway, backend } = await start({
      policy: { inbound: `<base />${before}<set-body>new</set-body>` },
    });
    const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
    const statuses: (number | undefined)[] = [];
    const sockets = new Set<unknown>();
    for (let count = 0; count < 2; count++) {
      statuses.push(
        await new Promise((resolve, reject) => {
          const request = http.request(
            { port: gateway.port, host: '127.0.0.1', path: '/api/op', method: 'POST', agent },
            (response) => response.resume().on('end', () => resolve(response.statusCode)),
          );
          request.on('error', reject).on('socket', (socket) => sockets.add(socket));
          request.end('x'.repeat(size));
        }),
      );
    }
    agent.destroy();
    expect([statuses, sockets.size]).toEqual([[200, 200], 1]);
    expect(backend.requests.map(({ body }) => body)).toEqual(['new', 'new']);
  });

  test('set-body on a GET creates one, or throws: a switch, and a finding either way', async () => {
    const inbound = '<base /><set-body>new</set-body>';
    const { request, backend, trace } = await start({ policy: { inbound } });
    await request();
    expect(backend.requests[0]).toMatchObject({ method: 'GET', body: 'new' });
    expect(trace().steps.flatMap((step) => step.warnings ?? [])[0]).toContain('setBody.noBody');
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

test.each([
  ['HEAD', 200],
  ['GET', 204],
  ['GET', 304],
] as const)('the answer %s %i of a backend has no body', async (method, status) => {
  const outbound =
    '<set-header name="X-Null"><value>@((context.Response.Body == null).ToString())</value></set-header>';
  const { request, backend } = await start({ policy: { outbound } });
  backend.answer = (_request, response) => response.writeHead(status).end();
  expect((await request('/api/op', { method })).header('X-Null')).toBe('True');
});

describe('a response from a variable', () => {
  test('has the length of what is left of it', async () => {
    const send =
      '<send-request response-variable-name="r"><set-url>{{backend-url}}/r</set-url><set-method>GET</set-method></send-request>';
    const read = '<set-variable name="read" value="@(((IResponse)context.Variables["r"]).Body.As<string>())" />';
    const back = '<return-response response-variable-name="r" />';
    const whole = await (await start({ policy: { inbound: send + back } })).request();
    expect([whole.body, whole.header('Content-Length')]).toEqual(['backend', '7']);
    const consumed = await (await start({ policy: { inbound: send + read + back } })).request();
    expect([consumed.body, consumed.header('Content-Length')]).toEqual(['', '0']);
  });
});

describe('semantic 8: JSON', () => {
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
