/** Runtime semantics 16. */
import { describe, expect, test } from 'vitest';
import { useGateway } from '../testing/use-gateway.ts';

const start = useGateway();

describe('semantic 16: wait', () => {
  const call = (name: string): string =>
    `<send-request response-variable-name="${name}"><set-url>@(context.Api.ServiceUrl.ToString() + "${name}")</set-url><set-method>GET</set-method></send-request>`;

  test('runs side by side and waits for all', async () => {
    const under = await start({
      policy: {
        inbound: `<wait for="all">${call('a')}${call('b')}</wait><return-response><set-body>@(((IResponse)context.Variables["a"]).StatusCode + "" + ((IResponse)context.Variables["b"]).StatusCode)</set-body></return-response>`,
      },
    });
    const open: (() => void)[] = [];
    under.backend.answer = (request, response) => {
      open.push(() => response.writeHead(request.url === '/a' ? 201 : 202).end());
      if (open.length === 2) for (const finish of open) finish();
    };
    expect((await under.request()).body).toBe('201202');
  });

  test('any takes the first and lets go of the rest', async () => {
    const under = await start({
      policy: {
        inbound: `<wait for="any">${call('slow')}${call('fast')}</wait><return-response><set-body>@(context.Variables.ContainsKey("fast") + "" + context.Variables.ContainsKey("slow"))</set-body></return-response>`,
      },
    });
    const closed = Promise.withResolvers<void>();
    under.backend.answer = (request, response) => {
      if (request.url === '/fast') response.end();
      else response.on('close', () => closed.resolve());
    };
    expect((await under.request()).body).toBe('TrueFalse');
    await closed.promise;
  });

  const shown = (expression: string): string =>
    `<return-response><set-body>@(${expression})</set-body></return-response>`;
  const known = (name: string): string => `context.Variables.ContainsKey("${name}")`;

  test.each(['', 'for="all"', 'for="@("a" + "ll")"'])(
    '<wait %s> waits for a single one too, and for what is cached or chosen',
    async (attributes) => {
      const { request, backend, gateway } = await start({
        policy: {
          inbound: `<wait ${attributes}>${call('a')}</wait><cache-store-value key="k" value="v" duration="60" /><wait ${attributes}><choose><when condition="@(true)"><set-variable name="b" value="1" /><set-header name="X"><value>set</value></set-header></when></choose><cache-lookup-value key="k" variable-name="c" />${call('d')}</wait>${shown(`string.Join(",", context.Variables.Keys.OrderBy(k => k)) + context.Request.Headers.GetValueOrDefault("X")`)}`,
        },
      });
      expect([(await request()).body, backend.requests.length, gateway.problems]).toEqual(['a,b,c,dset', 2, []]);
    },
  );

  test('an answer inside ends the pipeline, when all have been waited for', async () => {
    const answer =
      '<choose><when condition="@(true)"><return-response><set-status code="202" /></return-response></when></choose>';
    for (const mode of ['all', 'any']) {
      const { request, backend } = await start({ policy: { inbound: `<wait for="${mode}">${answer}</wait>` } });
      expect([(await request()).status, backend.requests.length]).toEqual([202, 0]);
    }
  });

  test('without anything inside there is nothing to wait for', async () => {
    for (const mode of ['all', 'any']) {
      const { request } = await start({ policy: { inbound: `<wait for="${mode}" />` } });
      expect((await request()).body).toBe('backend');
    }
  });

  test('any is content with one that does not fail; where all fail, the failure is theirs', async () => {
    const failing = (text: string): string =>
      `<choose><when condition="@(int.Parse("${text}") > 0)"><set-variable name="never" value="1" /></when></choose>`;
    const { request } = await start({
      policy: { inbound: `<wait for="any">${failing('x')}${call('a')}</wait>${shown(known('a'))}` },
    });
    expect((await request()).body).toBe('True');
    for (const mode of ['all', 'any']) {
      const under = await start({
        policy: {
          inbound: `<wait for="${mode}">${failing('x')}${failing('y')}</wait>`,
          onError: '<set-header name="X-Path"><value>@(context.LastError.Path)</value></set-header>',
        },
      });
      const answer = await under.request();
      expect([answer.status, answer.header('X-Path')]).toEqual([500, expect.stringContaining('choose[1]')]);
      expect(under.trace().lastError).toMatchObject({ source: 'choose', reason: 'ExpressionValueEvaluationFailure' });
    }
  });

  test.each([
    ['<wait for="some" />', 'all, any'],
    ['<wait><set-variable name="a" value="1" /></wait>', "'set-variable' isn't allowed in 'wait'"],
  ])('%s does not load', async (inbound, message) => {
    await expect(start({ policy: { inbound } })).rejects.toThrow(message);
  });
});
