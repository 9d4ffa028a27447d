/** Runtime semantics 14 and 24: failures, and what on-error gets of them. */
import net from 'node:net';
import { describe, expect, test } from 'vitest';
import { policy } from '../testing/under-test.ts';
import { useGateway } from '../testing/use-gateway.ts';
import type { RequestTrace } from './trace/request-trace.ts';

const start = useGateway();

describe('semantic 14: on-error', () => {
  const lastError =
    '<set-header name="E"><value>@{ var e = context.LastError; return string.Join("|", e.Source, e.Reason, e.Scope, e.Section, e.Path, e.PolicyId, e.Message, context.Response.StatusCode.ToString()); }</value></set-header>';

  test('gets LastError and the default answer, and skipped policies stay skipped', async () => {
    const { request, backend } = await start({
      policy: {
        inbound: `<base /><choose><when condition="@(true)"><check-header id="mine" name="X-Need" failed-check-httpcode="401" failed-check-error-message="Say who you are" ignore-case="true" /></when></choose>`,
        outbound: '<set-header name="Out"><value>1</value></set-header>',
        onError: `${lastError}<base />`,
      },
    });
    const answer = await request();
    expect(answer.header('E')).toBe(
      'check-header|HeaderNotFound|api|inbound|choose\\when\\check-header|mine|Header X-Need was not found in the request. Access denied.|401',
    );
    expect([answer.status, answer.reason, answer.header('Content-Type'), answer.header('Out')]).toEqual([
      401,
      'Unauthorized',
      'application/json',
      undefined,
    ]);
    expect(answer.body).toBe('{ "statusCode": 401, "message": "Say who you are" }');
    expect(backend.requests).toHaveLength(0);
  });

  test('runs at global scope for what no operation matches; the default is 404, never 405', async () => {
    const { request } = await start({
      model: { policy: policy({ onError: lastError, backend: '<forward-request />' }, 'global.xml') },
    });
    const answer = await request('/nowhere');
    expect(answer.header('E')).toBe(
      'configuration|OperationNotFound|||||Unable to match incoming request to an operation.|404',
    );
    expect(answer.body).toBe('{ "statusCode": 404, "message": "Resource not found" }');
  });

  test('an unhandled failure tells the client nothing but an activity id', async () => {
    const { request } = await start({
      policy: { inbound: '<set-variable name="v" value="@(int.Parse("secret"))" />' },
    });
    const answer = await request();
    expect(answer.status).toBe(500);
    expect(answer.body).toMatch(
      /^\{ "statusCode": 500, "message": "Internal server error", "activityId": "[0-9a-f-]{36}" \}$/,
    );
  });

  test('a failure inside on-error ends in the default answer', async () => {
    const { request } = await start({
      policy: {
        inbound: '<set-variable name="v" value="@(int.Parse("x"))" />',
        onError: '<set-variable name="v" value="@(int.Parse("y"))" />',
      },
    });
    expect((await request()).json()).toMatchObject({ statusCode: 500 });
  });

  test('return-response there replaces everything', async () => {
    const { request } = await start({
      policy: {
        inbound: '<set-variable name="v" value="@(int.Parse("x"))" />',
        onError: '<return-response><set-status code="400" /><set-body>mine</set-body></return-response>',
      },
    });
    expect(await request()).toMatchObject({ status: 400, body: 'mine' });
  });

  test('runs for a client that has left as well: that is where such requests are logged', async () => {
    let traced = (_trace: RequestTrace): void => {};
    const left = new Promise<RequestTrace>((resolve) => {
      traced = resolve;
    });
    const { gateway, backend } = await start({
      onTrace: (trace) => traced(trace),
      policy: { onError: '<set-variable name="why" value="@(context.LastError.Reason)" />' },
    });
    const client = net.connect(gateway.port, '127.0.0.1', () =>
      client.write('GET /api/op HTTP/1.1\r\nHost: gateway\r\n\r\n'),
    );
    backend.answer = () => client.destroy();
    const { steps, lastError } = await left;
    expect(lastError?.reason).toBe('ClientConnectionFailure');
    expect(steps.at(-1)).toMatchObject({
      section: 'on-error',
      outcome: 'ok',
      variables: { why: 'ClientConnectionFailure' },
    });
  });

  test('is where a request goes whose client has left: no other policy runs, ignored errors or not', async () => {
    let traced = (_trace: RequestTrace): void => {};
    const left = new Promise<RequestTrace>((resolve) => {
      traced = resolve;
    });
    const { gateway, backend } = await start({
      onTrace: (trace) => traced(trace),
      policy: {
        inbound:
          '<send-request response-variable-name="r" ignore-error="true"><set-url>{{backend-url}}/asked</set-url><set-method>GET</set-method></send-request><set-variable name="never" value="1" />',
      },
    });
    const client = net.connect(gateway.port, '127.0.0.1', () =>
      client.write('GET /api/op HTTP/1.1\r\nHost: gateway\r\n\r\n'),
    );
    backend.answer = () => client.destroy();
    const { steps, lastError } = await left;
    expect([steps.map((step) => step.policy), lastError?.reason]).toEqual([
      ['send-request', 'set-method'],
      'ClientConnectionFailure',
    ]);
    expect(backend.requests.map(({ url }) => url)).toEqual(['/asked']);
  });

  test('lets go of what the backend still sends', async () => {
    const { request, backend } = await start({
      policy: { outbound: '<set-variable name="v" value="@(int.Parse("x"))" />' },
    });
    const released = new Promise<void>((resolve) => {
      backend.answer = (_request, response) => {
        response.on('close', resolve).write('more is to come');
      };
    });
    expect((await request()).status).toBe(500);
    await released;
  });

  test('a backend that does not answer is BackendConnectionFailure', async () => {
    const { request, backend, trace } = await start({});
    backend.answer = (incoming) => incoming.socket.destroy();
    expect((await request()).status).toBe(500);
    expect(trace().lastError).toMatchObject({ source: 'forward-request', reason: 'BackendConnectionFailure' });
  });

  test('a backend that is too slow is Timeout', async () => {
    const { request, backend, trace } = await start({ policy: { backend: '<forward-request timeout-ms="30" />' } });
    backend.answer = () => {};
    expect((await request()).status).toBe(500);
    expect(trace().lastError).toMatchObject({ source: 'forward-request', reason: 'Timeout' });
  });

  test('fail-on-error-status-code sends the backend’s errors there', async () => {
    const { request, backend } = await start({
      policy: { backend: '<forward-request fail-on-error-status-code="true" />', onError: lastError },
    });
    backend.answer = (_request, response) => response.writeHead(503).end('busy');
    const answer = await request();
    expect(answer.status).toBe(503);
    expect(answer.header('E')).toMatch(/^forward-request\|/);
  });
});

describe('semantic 24: exceptions of expressions', () => {
  test('can be caught in C#', async () => {
    const { request } = await start({
      policy: {
        inbound:
          '<return-response><set-body>@{ try { return int.Parse("x").ToString(); } catch (Exception e) { return "caught"; } }</set-body></return-response>',
      },
    });
    expect((await request()).body).toBe('caught');
  });

  test('uncaught, they are ExpressionValueEvaluationFailure', async () => {
    const { request, trace, defects } = await start({
      policy: { inbound: '<set-variable name="v" value="@(int.Parse("x"))" />' },
    });
    expect((await request()).status).toBe(500);
    expect(trace().lastError).toMatchObject({ source: 'set-variable', reason: 'ExpressionValueEvaluationFailure' });
    expect(trace().lastError?.message).toMatch(/^Expression evaluation failed\. /);
    expect(defects).toEqual([]);
  });

  test('so is a value that its place does not take', async () => {
    const { request, trace, defects } = await start({
      policy: { inbound: '<return-response><set-status code="@("none")" /></return-response>' },
    });
    expect((await request()).status).toBe(500);
    expect(trace().lastError?.reason).toBe('ExpressionValueEvaluationFailure');
    expect(trace().lastError?.message).toMatch(
      /^Expression evaluation failed\. The value of 'code' has to be an integer/,
    );
    expect(defects).toEqual([]);
  });
});
