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
});
