import { expect, test } from 'vitest';
import { useGateway } from '../../testing/use-gateway.ts';

const start = useGateway();

test('a step that ends the pipeline says so, and so does what it stands in; the one that made the answer is marked', async () => {
  const { request, trace } = await start({
    policy: {
      inbound:
        '<set-variable name="v" value="1" /><choose><when condition="@(true)"><return-response><set-status code="204" /></return-response></when></choose>',
    },
  });
  await request();
  expect(trace().steps.map(({ policy, outcome, responseShaped = false }) => [policy, outcome, responseShaped])).toEqual(
    [
      ['set-variable', 'ok', false],
      ['choose', 'ended', false],
      ['return-response', 'ended', true],
      ['set-status', 'ok', true],
    ],
  );
});

test('what is not emulated is named once, however often it is crossed', async () => {
  const dapr = '<set-backend-service dapr-app-id="a" dapr-method="m" />';
  const { request, trace } = await start({ policy: { inbound: `${dapr}${dapr}<return-response />` } });
  await request();
  expect(trace().steps.map(({ outcome }) => outcome)).toEqual(['not-emulated', 'not-emulated', 'ended']);
  expect(trace().notEmulated).toEqual(['set-backend-service for Dapr']);
});

test('a line of context.Trace is told once, by an expression that has to be evaluated again as well', async () => {
  const { request, trace } = await start({
    policy: {
      inbound: `<set-variable name="a" value='@{ context.Trace("one"); var request = context.Request; return request.Body.As<string>(true); }' /><set-variable name="b" value='@(context.Request.Method)' /><return-response />`,
    },
  });
  await request('/api/op', { method: 'POST', body: 'x' });
  expect(trace().messages.map(({ message }) => message)).toEqual(['one']);
});
