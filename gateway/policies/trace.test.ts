import { expect, test } from 'vitest';
import { useGateway } from '../testing/use-gateway.ts';

const start = useGateway();

test('tells telemetry and the trace of the request what it is told', async () => {
  const events: unknown[] = [];
  const { request, trace } = await start({
    telemetry: { event: (kind, detail) => events.push([kind, detail]) },
    policy: {
      inbound: `<trace source="mine" severity="error"><message>@("m" + 1)</message><metadata name="a" value="@("b" + 2)" /><metadata name="c" value="d" /></trace>
        <trace source="old">its own text</trace><return-response />`,
    },
  });
  await request();
  expect(events).toEqual([
    ['trace', { source: 'mine', severity: 'error', message: 'm1', metadata: { a: 'b2', c: 'd' } }],
    ['trace', { source: 'old', severity: 'verbose', message: 'its own text', metadata: {} }],
  ]);
  expect(trace().steps[0]?.notes).toEqual(['mine: m1']);
});

test.each([
  ['<trace><message>m</message></trace>', "'source' attribute is required"],
  ['<trace source="s" severity="loud"><message>m</message></trace>', 'verbose, information, error'],
  ['<trace source="s"><message>m</message><message>n</message></trace>', "'message' may stand only once"],
  ['<trace source="s"><message>m</message><metadata name="n" /></trace>', "'value' attribute is required"],
])('%s does not load', async (inbound, message) => {
  await expect(start({ policy: { inbound } })).rejects.toThrow(message);
});
