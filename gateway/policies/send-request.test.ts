/** Runtime semantics 17. */
import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { useGateway } from '../testing/use-gateway.ts';

const start = useGateway();

describe('semantic 17: send-request', () => {
  const send = (attributes: string, inside = '', url = '@(context.Api.ServiceUrl.ToString() + "target")'): string =>
    `<send-request response-variable-name="r" ${attributes}><set-url>${url}</set-url>${inside}</send-request>`;

  test('new starts empty, copy takes method, headers and body along', async () => {
    const { request, backend } = await start({
      policy: {
        inbound: `${send('mode="new"', '<set-method>PUT</set-method><set-header name="A"><value>1</value></set-header><set-body>x</set-body>')}${send('mode="copy"')}<return-response />`,
      },
    });
    await request('/api/op', { method: 'POST', headers: { 'X-Own': 'o' }, body: 'own' });
    const [first, second] = backend.requests;
    expect([first?.method, first?.url, first?.header('A'), first?.header('X-Own'), first?.body]).toEqual([
      'PUT',
      '/target',
      '1',
      undefined,
      'x',
    ]);
    expect([second?.method, second?.header('X-Own'), second?.body]).toEqual(['POST', 'o', 'own']);
    expect(second?.header('Host')).toBe(`127.0.0.1:${backend.port}`);
  });

  test('an error status is no error', async () => {
    const { request, backend } = await start({
      policy: {
        inbound: `${send('', '<set-method>GET</set-method>')}<return-response><set-body>@(((IResponse)context.Variables["r"]).StatusCode.ToString())</set-body></return-response>`,
      },
    });
    backend.answer = (_request, response) => response.writeHead(404).end();
    expect((await request()).body).toBe('404');
  });

  test.each([
    [404, ['send-request fail-on-error-status-code']],
    [200, undefined],
  ])('fail-on-error-status-code, described nowhere, is reported where it would count: %i', async (status, reported) => {
    const { request, backend, trace } = await start({
      policy: {
        inbound: `${send('fail-on-error-status-code="true"', '<set-method>GET</set-method>')}<return-response />`,
      },
    });
    backend.answer = (_request, response) => response.writeHead(status).end();
    expect((await request()).status).toBe(200);
    expect(trace().notEmulated).toEqual(reported);
  });

  test('ignore-error leaves null behind, which a careless policy trips over', async () => {
    const inbound = `${send('ignore-error="true"', '<set-method>GET</set-method>', 'https://unmapped.example/')}<set-variable name="n" value="@(context.Variables["r"] == null)" /><set-variable name="s" value="@(((IResponse)context.Variables["r"]).StatusCode)" />`;
    const { request, trace } = await start({ policy: { inbound } });
    expect((await request()).status).toBe(500);
    const [first] = trace().steps.filter((step) => step.policy === 'set-variable');
    expect(first?.variables).toEqual({ n: 'True' });
    expect(trace().lastError?.message).toContain('Object reference not set to an instance of an object.');
    expect(trace().steps[0]?.warnings?.[0]).toContain('unmapped.example:443');
  });

  test('without ignore-error a failed call is a failure of the request', async () => {
    const { request, trace } = await start({
      policy: { inbound: send('', '<set-method>GET</set-method>', 'https://unmapped.example/') },
    });
    expect((await request()).status).toBe(500);
    expect(trace().lastError).toMatchObject({ source: 'send-request', reason: 'BackendConnectionFailure' });
  });

  test('in outbound, copy leaves the body out', async () => {
    const { request, backend } = await start({ policy: { outbound: send('mode="copy"') } });
    await request('/api/op', { method: 'POST', body: 'own' });
    expect(backend.requests[1]).toMatchObject({ method: 'POST', body: '' });
  });

  test('what copy takes along is still there to be forwarded, and what is changed in the copy is the copy’s alone', async () => {
    const { request, backend } = await start({
      policy: {
        inbound: send(
          'mode="@("copy")"',
          '<set-method>PUT</set-method><set-header name="X-Own" exists-action="delete" /><set-body>@(context.Request.Body.As<string>(preserveContent: true) + "+")</set-body>',
        ),
      },
    });
    await request('/api/op?q=1', { method: 'POST', headers: { 'X-Own': 'o' }, body: 'own' });
    expect(backend.requests.map(({ method, url, body, header }) => [method, url, header('X-Own'), body])).toEqual([
      ['PUT', '/target', undefined, 'own+'],
      ['POST', '/op?q=1', 'o', 'own'],
    ]);
  });

  test('copy without an address goes where the request would go, and so does its Host', async () => {
    const { request, backend } = await start({
      policy: {
        inbound:
          '<send-request mode="copy" response-variable-name="r" /><return-response response-variable-name="r" />',
      },
    });
    expect((await request('/api/op?q=1', { headers: { 'X-Own': 'o' } })).body).toBe('backend');
    expect([backend.requests[0]?.url, backend.requests[0]?.header('X-Own')]).toEqual(['/op?q=1', 'o']);
  });

  test('an answer that does not come in time is a timeout, which ignore-error makes null', async () => {
    for (const ignore of [false, true]) {
      const call = send(`timeout="@(60)" timeout-ms="5" ignore-error="${ignore}"`, '<set-method>GET</set-method>');
      const { request, backend, trace } = await start({
        policy: {
          inbound: `${call}<set-variable name="null" value="@(context.Variables["r"] == null)" /><return-response />`,
        },
      });
      backend.answer = () => {};
      const { status } = await request();
      const after = trace().steps.find(({ policy }) => policy === 'set-variable')?.variables;
      expect([status, after, trace().lastError?.reason]).toEqual(
        ignore ? [200, { null: 'True' }, undefined] : [500, undefined, 'Timeout'],
      );
    }
  });

  test.each([
    ['', "'set-url' is required when mode is new"],
    ['<set-url>https://a.example</set-url><set-url>https://b.example</set-url>', "'set-url' may stand only once"],
    ['<set-url>https://a.example</set-url><rewrite-uri template="/" />', "'rewrite-uri' isn't allowed"],
  ])('%s does not load', async (inside, message) => {
    for (const element of ['send-request response-variable-name="r"', 'send-one-way-request']) {
      const inbound = `<${element}><set-method>GET</set-method>${inside}</${element.split(' ')[0]}>`;
      await expect(start({ policy: { inbound } })).rejects.toThrow(message);
    }
  });

  test('a request without a method is a GET, and the reference asks for the method of a new one', async () => {
    const under = await start({ policy: { inbound: send('') } });
    await under.request('/api/op', { method: 'POST', body: 'own' });
    expect(under.backend.requests[0]).toMatchObject({ method: 'GET', url: '/target', body: '' });
    expect(under.gateway.problems.map(({ severity, message }) => [severity, message])).toEqual([
      ['warning', expect.stringContaining("'set-method'")],
    ]);
    const copied = await start({ policy: { inbound: send('mode="copy"') } });
    expect(copied.gateway.problems).toEqual([]);
  });

  test('an address that is none is a failure, ignored or not: it is no error of the request', async () => {
    const { request, backend, trace } = await start({
      policy: { inbound: send('ignore-error="true"', '<set-method>GET</set-method>', '@("nowhere")') },
    });
    expect([(await request()).status, backend.requests.length]).toEqual([500, 0]);
    expect(trace().lastError).toMatchObject({ source: 'send-request', message: expect.stringContaining("'nowhere'") });
  });

  test('the variable may be named by an expression, and none is set without a name', async () => {
    const named =
      '<send-request response-variable-name="@("a" + 1)"><set-url>{{backend-url}}</set-url><set-method>GET</set-method></send-request>';
    const unnamed =
      '<send-request><set-url>{{backend-url}}/second</set-url><set-method>GET</set-method></send-request>';
    const { request, backend, gateway } = await start({
      policy: {
        inbound: `${named}${unnamed}<return-response><set-body>@(string.Join(",", context.Variables.Keys))</set-body></return-response>`,
      },
    });
    expect([(await request()).body, backend.requests.length, gateway.problems]).toEqual(['a1', 2, []]);
  });

  test('credentials inside are those of the request that is sent', async () => {
    const basic = '<authentication-basic username="u" password="{{secret}}" />';
    const { request, backend } = await start({
      model: { namedValues: [{ name: 'secret', value: randomUUID(), secret: true }] },
      policy: { inbound: send('', `<set-method>GET</set-method>${basic}`) },
    });
    await request('/api/op', { headers: { Authorization: 'own' } });
    expect(backend.requests[0]?.header('Authorization')).toMatch(/^Basic /);
    expect(backend.requests[1]?.header('Authorization')).toBe('own');
  });

  test('in on-error, copy leaves the body out as well', async () => {
    const { request, backend } = await start({
      policy: { inbound: '<set-variable name="x" value="@(int.Parse("x"))" />', onError: send('mode="copy"') },
    });
    await request('/api/op', { method: 'POST', body: 'own' });
    expect(backend.requests).toMatchObject([{ method: 'POST', body: '' }]);
  });

  test('the whole response has come before the next policy runs, whether anyone reads it or not', async () => {
    const { request, backend } = await start({
      policy: {
        inbound: `${send('mode="new"', '<set-method>GET</set-method>')}${send('mode="new"', '<set-method>GET</set-method>', '{{backend-url}}/next')}<return-response />`,
      },
    });
    let whole = false;
    const wholeBefore: boolean[] = [];
    backend.answer = (incoming, response) => {
      if (incoming.url === '/next') {
        wholeBefore.push(whole);
        response.end();
        return;
      }
      response.write('first', () =>
        setImmediate(() => {
          whole = true;
          response.end(' and rest');
        }),
      );
    };
    expect((await request()).status).toBe(200);
    expect(wholeBefore).toEqual([true]);
  });

  test('a response that breaks off is a failure, whether anyone reads it or not', async () => {
    const { request, backend, trace } = await start({
      policy: { inbound: `${send('', '<set-method>GET</set-method>')}<return-response />` },
    });
    backend.answer = (_request, response) => {
      response.writeHead(200, { 'Content-Length': '9' }).write('first', () => response.destroy());
    };
    expect((await request()).status).toBe(500);
    expect(trace().lastError).toMatchObject({ source: 'send-request', reason: 'BackendConnectionFailure' });
  });

  test('send-one-way-request sends what it is told, and goes on before there is an answer', async () => {
    const one =
      '<send-one-way-request mode="copy"><set-url>{{backend-url}}/told</set-url><set-header name="X-One"><value>1</value></set-header></send-one-way-request>';
    const { request, backend } = await start({ policy: { inbound: `${one}<return-response />` } });
    const arrived = Promise.withResolvers<void>();
    backend.answer = () => arrived.resolve();
    expect((await request('/api/op', { method: 'POST', body: 'own' })).status).toBe(200);
    await arrived.promise;
    expect([
      backend.requests[0]?.method,
      backend.requests[0]?.url,
      backend.requests[0]?.header('X-One'),
      backend.requests[0]?.body,
    ]).toEqual(['POST', '/told', '1', 'own']);
  });

  test('send-one-way-request does not wait and does not fail', async () => {
    const one =
      '<send-one-way-request mode="new"><set-url>https://unmapped.example/</set-url><set-method>POST</set-method></send-one-way-request>';
    const { request } = await start({
      policy: { inbound: `${one}<return-response><set-body>on</set-body></return-response>` },
    });
    expect((await request()).body).toBe('on');
  });
});
