import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { expect, test } from 'vitest';
import { useGateway } from '../testing/use-gateway.ts';

const start = useGateway();
const filter = (action: string, addresses: string): string =>
  `<ip-filter action="${action}">${addresses}</ip-filter><return-response />`;

test.each([
  ['allow', '<address>127.0.0.1</address>', 200],
  ['allow', '<address>10.0.0.1</address>', 403],
  ['allow', '<address-range from="127.0.0.0" to="127.0.0.9" />', 200],
  ['allow', '<address-range from="10.0.0.0" to="10.0.0.9" />', 403],
  ['forbid', '<address>@("127.0.0." + "1")</address>', 403],
  ['forbid', '<address>10.0.0.1</address>', 200],
  ['allow', '<address>nonsense</address>', 403],
])('%s %s: %i', async (action, addresses, status) => {
  const { request } = await start({ policy: { inbound: filter(action, addresses) } });
  expect((await request()).status).toBe(status);
});

test('tells on-error who was refused', async () => {
  const { request, trace } = await start({ policy: { inbound: filter('allow', '<address>10.0.0.1</address>') } });
  await request();
  expect(trace().lastError).toEqual({
    source: 'ip-filter',
    reason: 'CallerIpNotAllowed',
    message: 'Caller IP address 127.0.0.1 is not allowed. Access denied.',
  });
});

test.each(['allow', 'forbid'])('%s: a caller whose address is not known is refused', async (action) => {
  const { request, trace } = await start({ policy: { inbound: filter(action, '<address>10.0.0.1</address>') } });
  // as that of a socket whose peer is gone
  const forget = (message: unknown): void => {
    Object.defineProperty((message as { socket: object }).socket, 'remoteAddress', { value: undefined });
  };
  subscribe('http.server.request.start', forget);
  try {
    expect((await request()).status).toBe(403);
  } finally {
    unsubscribe('http.server.request.start', forget);
  }
  expect(trace().lastError).toMatchObject({ source: 'ip-filter', reason: 'FailedToParseCallerIP' });
});

test.each([
  ['<address>10.0.0.0/24</address>', "'10.0.0.0/24'"],
  ['<address>{{allowed}}</address>', undefined],
  ['<address>@("any")</address>', undefined],
  ['<address> ::1 </address>', undefined],
  ['<address-range from="10.0.0.9" to="10.0.0.1" />', "'10.0.0.9' to '10.0.0.1'"],
  ['<address-range from="10.0.0.1" to="::1" />', "'10.0.0.1' to '::1'"],
  ['<address-range from="10.0.0.1" to="@(&quot;::1&quot;)" />', undefined],
])('%s is told when it is loaded: %s', async (addresses, told) => {
  const { gateway } = await start({
    model: { namedValues: [{ name: 'allowed', value: '10.0.0.1', secret: false }] },
    policy: { inbound: filter('allow', addresses) },
  });
  expect(gateway.problems.map(({ message }) => message)).toEqual(
    told === undefined ? [] : [expect.stringContaining(told)],
  );
});

test('one without addresses does not load', async () => {
  await expect(start({ policy: { inbound: filter('allow', '') } })).rejects.toThrow(/'address' or 'address-range'/);
});

test('allows where nothing else is said, and mixes addresses and ranges in any order', async () => {
  const { request } = await start({
    policy: {
      inbound:
        '<ip-filter><address-range from="10.0.0.0" to="10.0.0.9" /><address>127.0.0.1</address></ip-filter><return-response />',
    },
  });
  expect((await request()).status).toBe(200);
});

test('one who is forbidden is told no address', async () => {
  const { request, trace } = await start({ policy: { inbound: filter('forbid', '<address>127.0.0.1</address>') } });
  expect((await request()).json()).toEqual({
    statusCode: 403,
    message: 'Caller IP address is blocked. Access denied.',
  });
  expect(trace().lastError?.reason).toBe('CallerIpBlocked');
});
