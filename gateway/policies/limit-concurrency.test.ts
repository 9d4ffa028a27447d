import { expect, test } from 'vitest';
import { useGateway } from '../testing/use-gateway.ts';

const start = useGateway();

test('the request beyond the limit is refused at once, and places are given back', async () => {
  const { request, backend } = await start({
    policy: { backend: '<limit-concurrency key="@("k")" max-count="1"><forward-request /></limit-concurrency>' },
  });
  const arrived = Promise.withResolvers<() => void>();
  backend.answer = (_request, response) => arrived.resolve(() => response.end('first'));
  const first = request();
  const finish = await arrived.promise;
  expect((await request()).status).toBe(429);
  finish();
  expect((await first).body).toBe('first');
  backend.answer = (_request, response) => response.end('next');
  expect((await request()).body).toBe('next');
});
