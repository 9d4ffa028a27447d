/** `cache-value`, as Microsoft's policy toolkit describes it. */
import { expect, test } from 'vitest';
import { useGateway } from '../testing/use-gateway.ts';

const start = useGateway();
const call =
  '<send-request response-variable-name="r"><set-url>{{backend-url}}/make</set-url><set-method>GET</set-method></send-request><set-variable name="v" value="@(((IResponse)context.Variables["r"]).Body.As<string>())" />';
const policy = (attributes: string, value = call) => ({
  inbound: `<cache-value key="k" variable-name="v" ${attributes}><value>${value}</value></cache-value><return-response><set-body>@((string)context.Variables["v"])</set-body></return-response>`,
});

test('makes a value once, refreshes it when that is due, and makes it anew when it has expired', async () => {
  const under = await start({ policy: policy('expires-after="60" refresh-after="30"') });
  let made = 0;
  under.backend.answer = (_request, response) => response.end(`${++made}`);
  expect((await under.request()).body).toBe('1');
  expect((await under.request()).body).toBe('1');
  under.now += 31_000;
  expect((await under.request()).body).toBe('2');
  expect((await under.request()).body).toBe('2');
  under.now += 61_000;
  expect((await under.request()).body).toBe('3');
});

test('many requests make it once', async () => {
  const under = await start({ policy: policy('expires-after="60"') });
  let made = 0;
  const open: (() => void)[] = [];
  under.backend.answer = (_request, response) => {
    made++;
    open.push(() => response.end('one'));
  };
  const answers = Array.from({ length: 8 }, () => under.request());
  await expect.poll(() => under.backend.requests.length).toBe(1);
  for (const finish of open) finish();
  expect((await Promise.all(answers)).map(({ body }) => body)).toEqual(Array(8).fill('one'));
  expect(made).toBe(1);
});

test('while it is refreshed, others get the one that is due', async () => {
  const under = await start({ policy: policy('expires-after="60" refresh-after="30"') });
  under.backend.answer = (_request, response) => response.end('old');
  await under.request();
  under.now += 31_000;
  const asked = Promise.withResolvers<() => void>();
  under.backend.answer = (_request, response) => asked.resolve(() => response.end('new'));
  const refreshing = under.request();
  const finish = await asked.promise;
  expect((await under.request()).body).toBe('old');
  finish();
  expect((await refreshing).body).toBe('new');
});

test('a block that sets nothing leaves what was known, or the default', async () => {
  const under = await start({ policy: policy('default-value="none"', '<set-variable name="other" value="x" />') });
  expect((await under.request()).body).toBe('none');
  const kept = await start({
    policy: {
      inbound: `<cache-store-value key="k" value="kept" duration="60" />${policy('refresh-after="10"', '').inbound}`,
    },
  });
  expect((await kept.request()).body).toBe('kept');
});

test('refresh-after 0 makes it every time; one that fails leaves nobody waiting', async () => {
  const always = await start({ policy: policy('refresh-after="0"') });
  let made = 0;
  always.backend.answer = (_request, response) => response.end(`${++made}`);
  expect([(await always.request()).body, (await always.request()).body]).toEqual(['1', '2']);
  const failing = await start({
    policy: policy('', '<set-variable name="v" value="@(int.Parse(&quot;x&quot;))" />'),
  });
  expect((await failing.request()).status).toBe(500);
  expect((await failing.request()).status).toBe(500);
});

test('one inside itself does not wait for itself', async () => {
  const inner = `<cache-value key="k" variable-name="v"><value><set-variable name="v" value="inner" /></value></cache-value>`;
  const under = await start({ policy: policy('', inner) });
  expect((await under.request()).body).toBe('inner');
});

test('a value is due from the second on that it is due, and lives eight hours unless told', async () => {
  let made = 0;
  const due = await start({ policy: policy('expires-after="60" refresh-after="30"') });
  due.backend.answer = (_request, response) => response.end(`${++made}`);
  await due.request();
  due.now += 29_999;
  expect((await due.request()).body).toBe('1');
  due.now += 1;
  expect((await due.request()).body).toBe('2');
  made = 0;
  const usual = await start({ policy: policy('') });
  usual.backend.answer = (_request, response) => response.end(`${++made}`);
  await usual.request();
  usual.now += 28_799_000;
  expect((await usual.request()).body).toBe('1');
  usual.now += 1000;
  expect((await usual.request()).body).toBe('2');
});

test('one second is kept, none is not', async () => {
  for (const [seconds, calls] of [
    [1, 1],
    [0, 2],
  ]) {
    const under = await start({ policy: policy(`expires-after="${seconds}" refresh-after="1"`) });
    under.backend.answer = (_request, response) => response.end('v');
    await under.request();
    await under.request();
    expect(under.backend.requests).toHaveLength(calls ?? 0);
  }
});

test('what the variable held before was not made, and comes back where nothing is', async () => {
  const under = await start({
    policy: {
      inbound: `<set-variable name="v" value="before" /><cache-value key="k" variable-name="v"><value><set-variable name="other" value="x" /></value></cache-value><cache-lookup-value key="k" variable-name="kept" default-value="nothing" /><return-response><set-body>@((string)context.Variables["v"] + "," + context.Variables["kept"])</set-body></return-response>`,
    },
  });
  expect((await under.request()).body).toBe('before,nothing');
});

test.each(['<set-variable name="v" value="made" />', ''])('a block that ends the pipeline ends it: %s', async (set) => {
  const under = await start({
    policy: policy('', `${set}<return-response><set-body>early</set-body></return-response>`),
  });
  expect((await under.request()).body).toBe('early');
});
