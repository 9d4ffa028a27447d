import { expect, test } from 'vitest';
import { useGateway } from '../testing/use-gateway.ts';

const start = useGateway();

test.each([
  ['code="404"', 404, 'Not Found'],
  ['code="404" reason="Gone fishing"', 404, 'Gone fishing'],
  ['code="@(400 + 4)" reason="@("a" + 1)"', 404, 'a1'],
  ['code="299"', 299, ''],
  ['code="418" reason="two\nlines"', 418, 'two lines'],
])('<set-status %s />', async (attributes, status, reason) => {
  for (const policy of [
    { outbound: `<set-status ${attributes} />` },
    { inbound: `<return-response><set-status ${attributes} /></return-response>` },
    { inbound: '<set-variable name="x" value="@(int.Parse("x"))" />', onError: `<set-status ${attributes} />` },
  ]) {
    const { request } = await start({ policy });
    const answer = await request();
    expect([answer.status, answer.reason]).toEqual([status, reason]);
  }
});

test('before there is a response, nothing is set', async () => {
  const { request } = await start({ policy: { inbound: '<set-status code="404" />' } });
  expect((await request()).status).toBe(200);
});

test.each(['99', '1000', 'abc'])('code="%s" does not load', async (code) => {
  await expect(start({ policy: { outbound: `<set-status code="${code}" />` } })).rejects.toThrow('from 100 to 999');
});
