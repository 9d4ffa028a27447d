import { expect, test } from 'vitest';
import { useGateway } from '../testing/use-gateway.ts';

const start = useGateway();

test.each([
  ['PATCH', 'PATCH'],
  [' delete ', 'DELETE'],
  ['X-0WN', 'X-0WN'],
])('<set-method>%s</set-method>', async (written, method) => {
  const { request, backend, trace } = await start({
    policy: { inbound: `<base /><set-method>${written}</set-method>` },
  });
  await request('/api/op', { body: 'own' }).catch(() => undefined);
  // a server may know fewer methods than there can be
  if (method !== 'X-0WN') expect(backend.requests[0]).toMatchObject({ method, body: 'own' });
  expect(trace().steps[0]?.policy).toBe('set-method');
});

test('the client has asked by the method that it has asked by', async () => {
  const { request } = await start({
    policy: {
      inbound:
        '<set-method>PUT</set-method><return-response><set-body>@(context.Request.Method + " " + context.Operation.Method)</set-body></return-response>',
    },
  });
  expect((await request()).body).toBe('PUT *');
});

test('an expression is evaluated, with a warning, and has to give a method', async () => {
  const { request, backend, gateway } = await start({
    policy: { inbound: '<base /><set-method>@(context.Request.Headers.GetValueOrDefault("M", ""))</set-method>' },
  });
  await request('/api/op', { headers: { M: 'put' } });
  expect(backend.requests[0]?.method).toBe('PUT');
  expect((await request('/api/op', { headers: { M: 'no method' } })).status).toBe(500);
  expect(gateway.problems.map(({ severity }) => severity)).toEqual(['warning']);
});

test.each(['', 'GET POST', 'GÉT'])('<set-method>%s</set-method> does not load', async (written) => {
  await expect(start({ policy: { inbound: `<set-method>${written}</set-method>` } })).rejects.toThrow('no HTTP method');
});
