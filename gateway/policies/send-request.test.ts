/** Runtime semantics 17. */
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

  test('send-one-way-request does not wait and does not fail', async () => {
    const one =
      '<send-one-way-request mode="new"><set-url>https://unmapped.example/</set-url><set-method>POST</set-method></send-one-way-request>';
    const { request } = await start({
      policy: { inbound: `${one}<return-response><set-body>on</set-body></return-response>` },
    });
    expect((await request()).body).toBe('on');
  });
});
