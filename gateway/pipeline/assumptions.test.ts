/** Switches for what is not settled about the real gateway: both values, and the trace that names the one in force. */
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { policy, type UnderTestOptions } from '../testing/under-test.ts';
import { useGateway } from '../testing/use-gateway.ts';
import { traceText } from './trace/trace-text.ts';

const start = useGateway();
const shown = (expression: string): string =>
  `<return-response><set-body>@((${expression}) + "")</set-body></return-response>`;

/** What a request gets with the switch as it is, and with another value; and what the traces say is assumed. */
async function both(
  options: UnderTestOptions,
  switches: NonNullable<UnderTestOptions['switches']>,
  path = '/api/op',
  request: Parameters<Awaited<ReturnType<typeof start>>['request']>[1] = {},
) {
  const results: {
    body: string;
    status: number;
    assumes: readonly string[];
    header(name: string): string | undefined;
  }[] = [];
  for (const chosen of [{}, switches]) {
    const under = await start({ ...options, switches: chosen });
    const answer = await under.request(path, request);
    const { assumptions = [], steps } = under.trace();
    expect(traceText(under.trace())).toContain(assumptions.length > 0 ? 'assumes' : '');
    expect(steps.every((step) => (step.assumptions ?? []).every((each) => assumptions.includes(each)))).toBe(true);
    results.push({ ...answer, assumes: assumptions });
  }
  const [byDefault, otherwise] = results;
  if (!byDefault || !otherwise) throw new Error('two results were expected');
  return { byDefault, otherwise };
}

describe('what the trace assumes', () => {
  test('nothing, where no switch decides anything', async () => {
    const under = await start({ policy: { inbound: `<base />${shown('"plain"')}` } });
    await under.request();
    expect(under.trace().assumptions).toBeUndefined();
  });

  test('variables.missing: null, or KeyNotFoundException', async () => {
    const inbound = shown('context.Variables["none"] == null');
    const { byDefault, otherwise } = await both({ policy: { inbound } }, { 'variables.missing': 'throw' });
    expect([byDefault.body, byDefault.assumes]).toEqual(['True', ['variables.missing=null']]);
    expect([otherwise.status, otherwise.assumes]).toEqual([500, ['variables.missing=throw']]);
  });

  test('body.decompress: compressed bytes, or what they hold', async () => {
    const request = { method: 'POST', body: gzipSync('{"a":"x"}'), headers: { 'Content-Encoding': 'gzip' } };
    const inbound = shown('context.Request.Body.As<string>(true).Contains("\\"a\\"")');
    const { byDefault, otherwise } = await both(
      { policy: { inbound } },
      { 'body.decompress': true },
      undefined,
      request,
    );
    expect([byDefault.body, byDefault.assumes]).toEqual(['False', ['body.decompress=false']]);
    expect([otherwise.body, otherwise.assumes]).toEqual(['True', ['body.decompress=true']]);
  });

  test('body.decompress: a bomb stays compressed', async () => {
    const request = { method: 'POST', body: gzipSync('a'.repeat(100_000)), headers: { 'Content-Encoding': 'gzip' } };
    const under = await start({
      policy: { inbound: shown('context.Request.Body.As<byte[]>(true).Length') },
      switches: { 'body.decompress': true },
      limits: { bodyBytes: 10_000 },
    });
    expect(Number((await under.request('/api/op', request)).body)).toBe(request.body.length);
  });

  test('body.jsonDates: DateTime, or text', async () => {
    const request = { method: 'POST', body: '{"d":"2024-05-06T07:08:09Z"}' };
    const inbound = shown('context.Request.Body.As<JObject>(true)["d"].Type.ToString()');
    const { byDefault, otherwise } = await both(
      { policy: { inbound } },
      { 'body.jsonDates': 'text' },
      undefined,
      request,
    );
    expect([byDefault.body, byDefault.assumes]).toEqual(['Date', ['body.jsonDates=DateTime']]);
    expect([otherwise.body, otherwise.assumes]).toEqual(['String', ['body.jsonDates=text']]);
  });

  test('url.queryDecoded: only where something is encoded', async () => {
    const inbound = shown('context.Request.Url.Query.GetValueOrDefault("q")');
    const { byDefault, otherwise } = await both(
      { policy: { inbound } },
      { 'url.queryDecoded': false },
      '/api/op?q=a%2Fb',
    );
    expect([byDefault.body, byDefault.assumes]).toEqual(['a/b', ['url.queryDecoded=true']]);
    expect([otherwise.body, otherwise.assumes]).toEqual(['a%2Fb', ['url.queryDecoded=false']]);
    const plain = await both({ policy: { inbound } }, { 'url.queryDecoded': false }, '/api/op?q=ab');
    expect([plain.byDefault.assumes, plain.otherwise.assumes]).toEqual([[], []]);
  });

  test('cache.valueType: the .NET value, or its text', async () => {
    const inbound = `<cache-store-value key="k" value="@(41)" duration="60" /><cache-lookup-value key="k" variable-name="v" />${shown('context.Variables["v"] is string')}`;
    const { byDefault, otherwise } = await both({ policy: { inbound } }, { 'cache.valueType': 'text' });
    expect([byDefault.body, byDefault.assumes]).toEqual(['False', ['cache.valueType=kept']]);
    expect([otherwise.body, otherwise.assumes]).toEqual(['True', ['cache.valueType=text']]);
  });

  test('returnResponse.carriesHeaders: lost, or carried over', async () => {
    const outbound =
      '<set-header name="WWW-Authenticate"><value>Bearer</value></set-header><return-response><set-status code="401" /></return-response>';
    const { byDefault, otherwise } = await both({ policy: { outbound } }, { 'returnResponse.carriesHeaders': true });
    expect([byDefault.header('WWW-Authenticate'), byDefault.assumes]).toEqual([
      undefined,
      ['returnResponse.carriesHeaders=false'],
    ]);
    expect(otherwise.header('WWW-Authenticate')).toBe('Bearer');
    expect(otherwise.header('Content-Type')).toBeUndefined();
  });

  test('trace.twoArguments: accepted, or a failure', async () => {
    const inbound = shown('((Func<string>)(() => { context.Trace("s", "m"); return "traced"; }))()');
    const { byDefault, otherwise } = await both({ policy: { inbound } }, { 'trace.twoArguments': 'throw' });
    expect([byDefault.body, byDefault.assumes]).toEqual(['traced', ['trace.twoArguments=accept']]);
    expect(otherwise.status).toBe(500);
  });

  test('jwt.challenge: none, or the gateway’s own', async () => {
    const inbound =
      '<validate-jwt header-name="Authorization"><issuer-signing-keys><key>{{key}}</key></issuer-signing-keys></validate-jwt>';
    const model = { namedValues: [{ name: 'key', value: 'c2VjcmV0', secret: true }] };
    const { byDefault, otherwise } = await both({ policy: { inbound }, model }, { 'jwt.challenge': 'bearer' });
    expect([byDefault.header('WWW-Authenticate'), byDefault.assumes]).toEqual([undefined, ['jwt.challenge=none']]);
    expect([otherwise.header('WWW-Authenticate'), otherwise.assumes]).toEqual(['Bearer', ['jwt.challenge=bearer']]);
  });

  test('jwt.messageWithOnError: kept, or dropped where on-error holds policies', async () => {
    const inbound =
      '<validate-jwt header-name="Authorization" failed-validation-error-message="Mine"><issuer-signing-keys><key>{{key}}</key></issuer-signing-keys></validate-jwt>';
    const model = { namedValues: [{ name: 'key', value: 'c2VjcmV0', secret: true }] };
    const onError = '<set-header name="X"><value>1</value></set-header>';
    const { byDefault, otherwise } = await both(
      { policy: { inbound, onError }, model },
      { 'jwt.messageWithOnError': 'dropped' },
    );
    expect([byDefault.body, byDefault.assumes]).toEqual([
      '{ "statusCode": 401, "message": "Mine" }',
      ['jwt.messageWithOnError=kept'],
    ]);
    expect(otherwise.body).toBe('{ "statusCode": 401, "message": "JWT not present." }');
  });

  test('rateLimit.algorithm: calls come back one by one from a bucket, and all at once from a window', async () => {
    const inbound = `<rate-limit-by-key calls="2" renewal-period="60" counter-key="k" />${shown('"in"')}`;
    const statuses: number[][] = [];
    for (const algorithm of ['sliding', 'bucket'] as const) {
      const under = await start({ policy: { inbound }, switches: { 'rateLimit.algorithm': algorithm } });
      const seen: number[] = [];
      for (const wait of [0, 0, 0, 31_000, 30_000]) {
        under.now += wait;
        seen.push((await under.request()).status);
      }
      expect(under.trace().assumptions).toEqual([`rateLimit.algorithm=${algorithm}`]);
      statuses.push(seen);
    }
    expect(statuses).toEqual([
      [200, 200, 429, 429, 200],
      [200, 200, 429, 200, 200],
    ]);
  });

  test('routing.trailingSlash: ignored, or another path', async () => {
    const api = { operations: [{ id: 'op', name: 'Op', method: 'GET', urlTemplate: '/op' }] };
    const { byDefault, otherwise } = await both({ api }, { 'routing.trailingSlash': 'strict' }, '/api/op/');
    expect([byDefault.status, byDefault.assumes]).toEqual([200, ['routing.trailingSlash=ignore']]);
    expect(otherwise.status).toBe(404);
  });

  test('platform: Windows or Linux line ends', async () => {
    const inbound = shown('new JObject { ["a"] = 1 }.ToString()');
    const { byDefault, otherwise } = await both({ policy: { inbound } }, { platform: 'linux' });
    expect([byDefault.body, otherwise.body]).toEqual(['{\r\n  "a": 1\r\n}', '{\n  "a": 1\n}']);
  });

  test('section.missing: what a document leaves out', async () => {
    const api = {
      policy: { file: 'api.xml', text: '<policies><inbound><base /></inbound></policies>', format: 'rawxml' } as const,
    };
    const { byDefault, otherwise } = await both({ api }, { 'section.missing': 'empty' });
    expect([byDefault.body, byDefault.assumes]).toEqual(['backend', ['section.missing=base']]);
    expect([otherwise.body, otherwise.assumes]).toEqual(['', ['section.missing=empty']]);
  });

  test('azureAdToken.audienceExpressions: taken with a warning, or refused', async () => {
    const inbound =
      '<validate-azure-ad-token tenant-id="organizations"><audiences><audience>@("a")</audience></audiences></validate-azure-ad-token>';
    const { gateway } = await start({ policy: { inbound } });
    expect(gateway.problems.some(({ message }) => message.includes('reported as refused'))).toBe(true);
    await expect(
      start({ api: { policy: policy({ inbound }) }, switches: { 'azureAdToken.audienceExpressions': 'refuse' } }),
    ).rejects.toThrow(/aren't allowed in 'audience'/);
  });
});
