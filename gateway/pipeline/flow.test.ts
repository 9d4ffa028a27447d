/** Runtime semantics 9 to 18, 22 to 24: scopes, sections, errors, and the policies that steer. */
import { randomBytes } from 'node:crypto';
import { afterEach, describe, expect, test } from 'vitest';
import { PolicyLoadError } from '../index.ts';
import { fragment, policy, type UnderTest, type UnderTestOptions, underTest } from '../testing/under-test.ts';

let current: UnderTest | undefined;
afterEach(async () => {
  await current?.close();
  current = undefined;
});
async function start(options: UnderTestOptions): Promise<UnderTest> {
  current = await underTest(options);
  return current;
}
/** Appends a letter to the header `X-Path`. */
const mark = (letter: string): string =>
  `<set-header name="X-Path" exists-action="append"><value>${letter}</value></set-header>`;
const operations = (inbound: string) => [
  { id: 'any', name: 'Anything', method: '*', urlTemplate: '/*', policy: policy({ inbound }, 'operation.xml') },
];

describe('9: the effective policy', () => {
  const subscriptions = [
    { id: 's1', name: 's1', primaryKey: randomBytes(8).toString('hex'), scope: { kind: 'product', id: 'p' } as const },
    { id: 's2', name: 's2', primaryKey: randomBytes(8).toString('hex'), scope: { kind: 'all' } as const },
  ];
  const model = {
    policy: policy({ inbound: mark('g'), backend: '<forward-request />' }, 'global.xml'),
    products: [
      {
        id: 'p',
        name: 'P',
        subscriptionRequired: true,
        apiIds: ['api'],
        policy: policy({ inbound: `${mark('p')}<base />` }, 'product.xml'),
      },
    ],
    subscriptions,
  };
  const api = {
    policy: policy({ inbound: `<base />${mark('a')}` }, 'api.xml'),
    operations: operations(`${mark('o')}<base />`),
  };

  test('splices operation, API, product and global where base stands', async () => {
    const { request, backend, trace } = await start({ model, api });
    await request('/api/op', { headers: { 'Ocp-Apim-Subscription-Key': subscriptions[0]?.primaryKey ?? '' } });
    expect(backend.requests[0]?.header('X-Path')).toBe('o,p,g,a');
    expect(
      trace()
        .steps.filter((step) => step.section === 'inbound')
        .map((step) => step.scope),
    ).toEqual(['operation', 'product', 'global', 'api']);
    expect(trace().product).toBe('p');
  });

  test('a key of all APIs skips the product', async () => {
    const { request, backend } = await start({ model, api });
    await request('/api/op', { headers: { 'Ocp-Apim-Subscription-Key': subscriptions[1]?.primaryKey ?? '' } });
    expect(backend.requests[0]?.header('X-Path')).toBe('o,g,a');
  });

  test('a section without base drops its parents', async () => {
    const { request, backend } = await start({
      model,
      api: { policy: policy({ inbound: mark('a') }), operations: operations('<base />') },
    });
    await request();
    expect(backend.requests[0]?.header('X-Path')).toBe('a');
  });

  test('a section that a document leaves out is inherited, or empty: a switch', async () => {
    const document = {
      file: 'api.xml',
      text: `<policies><inbound><base />${mark('a')}</inbound></policies>`,
      format: 'rawxml',
    } as const;
    const { request, backend } = await start({ api: { policy: document } });
    expect((await request()).body).toBe('backend');
    await current?.close();
    const empty = await start({ api: { policy: document }, switches: { 'section.missing': 'empty' } });
    expect((await empty.request()).body).toBe('');
    expect(empty.backend.requests).toHaveLength(0);
    expect(backend.requests).toHaveLength(1);
  });
});

describe('10: an empty backend section', () => {
  test('forwards nothing; outbound fills a fresh 200', async () => {
    const { request, backend } = await start({
      policy: { backend: '', outbound: '<set-header name="X"><value>1</value></set-header><set-body>made</set-body>' },
    });
    const answer = await request();
    expect([answer.status, answer.reason, answer.header('X'), answer.body]).toEqual([200, 'OK', '1', 'made']);
    expect(backend.requests).toHaveLength(0);
  });
});

describe('11: the backend is called even when outbound throws its answer away', () => {
  test('return-response in outbound replaces what the backend said', async () => {
    const { request, backend } = await start({
      policy: {
        outbound:
          '<return-response><set-status code="302" reason="Found" /><set-header name="Location"><value>https://x/</value></set-header></return-response>',
      },
    });
    const answer = await request();
    expect([answer.status, answer.header('Location'), answer.body]).toEqual([302, 'https://x/', '']);
    expect(backend.requests).toHaveLength(1);
  });
});

describe('12: return-response', () => {
  test('ends the pipeline with an empty 200 of its own: headers set before are not carried over', async () => {
    const { request, backend } = await start({
      policy: {
        inbound: `${mark('x')}<return-response />`,
        outbound: '<set-header name="Out"><value>1</value></set-header>',
      },
    });
    const answer = await request();
    expect([answer.status, answer.body, answer.header('X-Path'), answer.header('Out')]).toEqual([
      200,
      '',
      undefined,
      undefined,
    ]);
    expect(backend.requests).toHaveLength(0);
  });

  test('starts from the response in a variable', async () => {
    const { request, backend } = await start({
      policy: {
        inbound:
          '<send-request response-variable-name="r"><set-url>@(context.Api.ServiceUrl.ToString())</set-url><set-method>GET</set-method></send-request><return-response response-variable-name="r"><set-header name="X"><value>1</value></set-header></return-response>',
      },
    });
    backend.answer = (_request, response) => response.writeHead(202, 'Fine', { 'X-From': 'backend' }).end('body');
    const answer = await request();
    expect([answer.status, answer.reason, answer.header('X-From'), answer.header('X'), answer.body]).toEqual([
      202,
      'Fine',
      'backend',
      '1',
      'body',
    ]);
  });

  test('names the elements that made the answer', async () => {
    const { request, trace } = await start({
      policy: {
        inbound:
          '\n<return-response>\n<set-status code="401" reason="No" />\n<set-header name="X"><value>1</value></set-header>\n<set-body>no</set-body></return-response>',
      },
    });
    await request();
    const { answer, steps } = trace();
    const at = (index: number | undefined) =>
      index === undefined ? undefined : `${steps[index]?.policy}:${steps[index]?.line}`;
    expect([at(answer.status), at(answer.headers.x), at(answer.body), at(answer.created)]).toEqual([
      'set-status:4',
      'set-header:5',
      'set-body:6',
      'return-response:3',
    ]);
    expect(trace().sections.find((section) => section.section === 'outbound' && section.scope === 'api')).toMatchObject(
      { entered: false, file: 'api.xml' },
    );
  });
});

describe('13: choose', () => {
  const respond = (text: string): string => `<return-response><set-body>${text}</set-body></return-response>`;
  test('the first true condition wins, blocks and empty branches included', async () => {
    const { request, trace, gateway } = await start({
      policy: {
        inbound: `<choose><when condition="@(false)">${respond('no')}</when><when condition="@{ return context.Request.Method == "GET"; }"></when><otherwise>${respond('other')}</otherwise></choose>${respond('after')}`,
      },
    });
    expect((await request()).body).toBe('after');
    expect(trace().steps[0]).toMatchObject({ policy: 'choose', branch: 'when[2]' });
    expect((await request('/api/op', { method: 'POST' })).body).toBe('other');
    expect(trace().steps[1]?.path).toBe('choose[1]/otherwise[1]/return-response[1]');
    const covered = gateway.coverage().files['api.xml']?.find(({ element }) => element === 'choose');
    expect(covered).toMatchObject({ hits: 2, branches: { 'when[2]': 1, otherwise: 1 } });
  });

  test('a condition that is no bool fails', async () => {
    const { request, trace } = await start({
      policy: { inbound: '<choose><when condition="@((object)"true")"></when></choose>' },
    });
    expect((await request()).status).toBe(500);
    expect(trace().lastError).toMatchObject({ source: 'choose', reason: 'ExpressionValueEvaluationFailure' });
  });
});

describe('14: on-error', () => {
  const lastError =
    '<set-header name="E"><value>@{ var e = context.LastError; return string.Join("|", e.Source, e.Reason, e.Scope, e.Section, e.Path, e.PolicyId, e.Message, context.Response.StatusCode.ToString()); }</value></set-header>';

  test('gets LastError and the default answer, and skipped policies stay skipped', async () => {
    const { request, backend } = await start({
      policy: {
        inbound: `<base /><choose><when condition="@(true)"><check-header id="mine" name="X-Need" failed-check-httpcode="401" failed-check-error-message="Say who you are" ignore-case="true" /></when></choose>`,
        outbound: '<set-header name="Out"><value>1</value></set-header>',
        onError: `${lastError}<base />`,
      },
    });
    const answer = await request();
    expect(answer.header('E')).toBe(
      'check-header|HeaderNotFound|api|inbound|choose\\when\\check-header|mine|Header X-Need was not found in the request. Access denied.|401',
    );
    expect([answer.status, answer.reason, answer.header('Content-Type'), answer.header('Out')]).toEqual([
      401,
      'Unauthorized',
      'application/json',
      undefined,
    ]);
    expect(answer.body).toBe('{ "statusCode": 401, "message": "Say who you are" }');
    expect(backend.requests).toHaveLength(0);
  });

  test('runs at global scope for what no operation matches; the default is 404, never 405', async () => {
    const { request } = await start({
      model: { policy: policy({ onError: lastError, backend: '<forward-request />' }, 'global.xml') },
    });
    const answer = await request('/nowhere');
    expect(answer.header('E')).toBe(
      'configuration|OperationNotFound|||||Unable to match incoming request to an operation.|404',
    );
    expect(answer.body).toBe('{ "statusCode": 404, "message": "Resource not found" }');
  });

  test('an unhandled failure tells the client nothing but an activity id', async () => {
    const { request } = await start({
      policy: { inbound: '<set-variable name="v" value="@(int.Parse("secret"))" />' },
    });
    const answer = await request();
    expect(answer.status).toBe(500);
    expect(answer.body).toMatch(
      /^\{ "statusCode": 500, "message": "Internal server error", "activityId": "[0-9a-f-]{36}" \}$/,
    );
  });

  test('a failure inside on-error ends in the default answer', async () => {
    const { request } = await start({
      policy: {
        inbound: '<set-variable name="v" value="@(int.Parse("x"))" />',
        onError: '<set-variable name="v" value="@(int.Parse("y"))" />',
      },
    });
    expect((await request()).json()).toMatchObject({ statusCode: 500 });
  });

  test('return-response there replaces everything', async () => {
    const { request } = await start({
      policy: {
        inbound: '<set-variable name="v" value="@(int.Parse("x"))" />',
        onError: '<return-response><set-status code="400" /><set-body>mine</set-body></return-response>',
      },
    });
    expect(await request()).toMatchObject({ status: 400, body: 'mine' });
  });

  test('a backend that does not answer is BackendConnectionFailure', async () => {
    const { request, backend, trace } = await start({});
    backend.answer = (incoming) => incoming.socket.destroy();
    expect((await request()).status).toBe(500);
    expect(trace().lastError).toMatchObject({ source: 'forward-request', reason: 'BackendConnectionFailure' });
  });

  test('a backend that is too slow is Timeout', async () => {
    const { request, backend, trace } = await start({ policy: { backend: '<forward-request timeout-ms="30" />' } });
    backend.answer = () => {};
    expect((await request()).status).toBe(500);
    expect(trace().lastError).toMatchObject({ source: 'forward-request', reason: 'Timeout' });
  });

  test('fail-on-error-status-code sends the backend’s errors there', async () => {
    const { request, backend } = await start({
      policy: { backend: '<forward-request fail-on-error-status-code="true" />', onError: lastError },
    });
    backend.answer = (_request, response) => response.writeHead(503).end('busy');
    const answer = await request();
    expect(answer.status).toBe(503);
    expect(answer.header('E')).toMatch(/^forward-request\|/);
  });
});

describe('15: retry', () => {
  const waits: number[] = [];
  const sleep = (ms: number): Promise<boolean> => {
    waits.push(ms);
    return Promise.resolve(true);
  };
  const retry = (attributes: string, condition = 'context.Response.StatusCode == 500'): string =>
    `<retry condition="@(${condition})" ${attributes}><forward-request buffer-request-body="true" /></retry>`;
  async function run(attributes: string, failures: number, condition?: string) {
    waits.length = 0;
    const under = await start({ policy: { backend: retry(attributes, condition) }, sleep });
    let calls = 0;
    under.backend.answer = (_request, response) => response.writeHead(++calls <= failures ? 500 : 200).end();
    const answer = await under.request('/api/op', { method: 'POST', body: 'again' });
    return { answer, bodies: under.backend.requests.map((each) => each.body) };
  }

  test('runs once, then while the condition holds', async () => {
    const { answer, bodies } = await run('count="3" interval="2"', 2);
    expect([answer.status, bodies, [...waits]]).toEqual([200, ['again', 'again', 'again'], [2000, 2000]]);
  });

  test('stops when retries are used up', async () => {
    const { answer, bodies } = await run('count="2" interval="0"', 9);
    expect([answer.status, bodies.length]).toEqual([500, 3]);
  });

  test('linear and fast', async () => {
    await run('count="4" interval="10" delta="5" first-fast-retry="true"', 3);
    expect(waits).toEqual([15_000, 20_000]);
  });

  test('exponential, up to a maximum', async () => {
    await run('count="6" interval="10" delta="10" max-interval="60"', 6);
    expect(waits[0]).toBe(10_000);
    expect(waits[1]).toBeGreaterThanOrEqual(18_000);
    expect(waits[1]).toBeLessThanOrEqual(22_000);
    expect(waits.at(-1)).toBe(60_000);
  });

  test('a condition meets a null Response when the call failed', async () => {
    const under = await start({
      policy: { backend: retry('count="1" interval="0"', 'context.Response == null') },
      sleep,
    });
    let calls = 0;
    under.backend.answer = (incoming, response) => {
      if (++calls === 1) incoming.socket.destroy();
      else response.end('second');
    };
    expect((await under.request()).body).toBe('second');
  });
});

describe('16: wait', () => {
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

describe('17: send-request', () => {
  const send = (attributes: string, inside = '', url = '@(context.Api.ServiceUrl.ToString() + "target")'): string =>
    `<send-request response-variable-name="r" ${attributes}><set-url>${url}</set-url>${inside}</send-request>`;

  test('new starts empty, copy takes method, headers and body along', async () => {
    const { request, backend } = await start({
      policy: {
        inbound: `${send('mode="new"', '<set-method>PUT</set-method><set-header name="A"><value>1</value></set-header><set-body>x</set-body>')}${send('mode="copy"')}<return-response />`,
      },
    });
    await request('/api/op', { method: 'POST', headers: { 'X-Own': 'o' }, body: 'own' });
    const [first, second] = backend.requests;
    expect([first?.method, first?.url, first?.header('A'), first?.header('X-Own'), first?.body]).toEqual([
      'PUT',
      '/target',
      '1',
      undefined,
      'x',
    ]);
    expect([second?.method, second?.header('X-Own'), second?.body]).toEqual(['POST', 'o', 'own']);
    expect(second?.header('Host')).toBe(`127.0.0.1:${backend.port}`);
  });

  test('an error status is no error', async () => {
    const { request, backend } = await start({
      policy: {
        inbound: `${send('', '<set-method>GET</set-method>')}<return-response><set-body>@(((IResponse)context.Variables["r"]).StatusCode.ToString())</set-body></return-response>`,
      },
    });
    backend.answer = (_request, response) => response.writeHead(404).end();
    expect((await request()).body).toBe('404');
  });

  test('ignore-error leaves null behind, which a careless policy trips over', async () => {
    const inbound = `${send('ignore-error="true"', '<set-method>GET</set-method>', 'https://unmapped.example/')}<set-variable name="n" value="@(context.Variables["r"] == null)" /><set-variable name="s" value="@(((IResponse)context.Variables["r"]).StatusCode)" />`;
    const { request, trace } = await start({ policy: { inbound } });
    expect((await request()).status).toBe(500);
    const [first] = trace().steps.filter((step) => step.policy === 'set-variable');
    expect(first?.variables).toEqual({ n: 'True' });
    expect(trace().lastError?.message).toContain('Object reference not set to an instance of an object.');
    expect(trace().steps[0]?.warnings?.[0]).toContain('unmapped.example:443');
  });

  test('without ignore-error a failed call is a failure of the request', async () => {
    const { request, trace } = await start({
      policy: { inbound: send('', '<set-method>GET</set-method>', 'https://unmapped.example/') },
    });
    expect((await request()).status).toBe(500);
    expect(trace().lastError).toMatchObject({ source: 'send-request', reason: 'BackendConnectionFailure' });
  });

  test('in outbound, copy leaves the body out', async () => {
    const { request, backend } = await start({ policy: { outbound: send('mode="copy"') } });
    await request('/api/op', { method: 'POST', body: 'own' });
    expect(backend.requests[1]).toMatchObject({ method: 'POST', body: '' });
  });

  test('send-one-way-request does not wait and does not fail', async () => {
    const one =
      '<send-one-way-request mode="new"><set-url>https://unmapped.example/</set-url><set-method>POST</set-method></send-one-way-request>';
    const { request } = await start({
      policy: { inbound: `${one}<return-response><set-body>on</set-body></return-response>` },
    });
    expect((await request()).body).toBe('on');
  });
});

describe('18: fragments', () => {
  const fragments = new Map([
    [
      'mark',
      fragment('<set-header name="X-F" exists-action="append"><value>@(context.Request.Method)</value></set-header>'),
    ],
    ['stop', fragment('<return-response><set-body>stopped</set-body></return-response>')],
    ['self', fragment('<include-fragment fragment-id="self" />')],
    ['base', fragment('<base />')],
  ]);

  test('stand wherever a policy may, and end the pipeline when they do', async () => {
    const { request, trace } = await start({
      model: { fragments },
      policy: {
        inbound:
          '<include-fragment fragment-id="mark" /><choose><when condition="@(true)"><include-fragment fragment-id="stop" /></when></choose>',
      },
    });
    expect((await request()).body).toBe('stopped');
    const stopped = trace().steps.find((step) => step.policy === 'return-response');
    expect(stopped).toMatchObject({
      file: 'fragment.xml',
      path: 'choose[1]/when[1]/include-fragment[1]/return-response[1]',
    });
  });

  test.each(['self', 'base', 'unknown'])('%s does not load', async (id) => {
    await expect(
      underTest({ model: { fragments }, policy: { inbound: `<include-fragment fragment-id="${id}" />` } }),
    ).rejects.toBeInstanceOf(PolicyLoadError);
  });
});

describe('22: rates and quotas', () => {
  const key = randomBytes(8).toString('hex');
  const subscriptions = [{ id: 's', name: 's', primaryKey: key, scope: { kind: 'all' } as const }];
  const headers = { 'Ocp-Apim-Subscription-Key': key };

  test('rate-limit needs a subscription key', async () => {
    const { request, trace } = await start({
      subscriptions,
      policy: { inbound: '<rate-limit calls="1" renewal-period="60" /><return-response />' },
    });
    expect([(await request()).status, (await request()).status]).toEqual([200, 200]);
    expect(trace().steps[0]?.warnings?.[0]).toContain('does not apply');
    expect((await request('/api/op', { headers })).status).toBe(200);
    const refused = await request('/api/op', { headers });
    expect([refused.status, refused.header('Retry-After')]).toEqual([429, '60']);
    expect(refused.body).toBe('{ "statusCode": 429, "message": "Rate limit is exceeded. Try again in 60 seconds." }');
  });

  test('rate-limit-by-key counts by key in a sliding window', async () => {
    const { request } = await start({
      policy: {
        inbound:
          '<rate-limit-by-key calls="1" renewal-period="60" counter-key="@(context.Request.Headers.GetValueOrDefault("K",""))" remaining-calls-header-name="X-Left" total-calls-header-name="X-All" remaining-calls-variable-name="left" /><return-response><set-body>@(((int)context.Variables["left"]).ToString())</set-body></return-response>',
      },
    });
    const first = await request('/api/op', { headers: { K: 'a' } });
    expect([first.body, first.header('X-Left'), first.header('X-All')]).toEqual(['0', '0', '1']);
    expect((await request('/api/op', { headers: { K: 'a' } })).status).toBe(429);
    expect((await request('/api/op', { headers: { K: 'b' } })).status).toBe(200);
    if (current) current.now += 60_000;
    expect((await request('/api/op', { headers: { K: 'a' } })).status).toBe(200);
  });

  test('an increment-condition puts counting off, so that the refusal comes a call late', async () => {
    const { request, backend } = await start({
      policy: {
        inbound:
          '<rate-limit-by-key calls="1" renewal-period="60" counter-key="k" increment-condition="@(context.Response.StatusCode == 401)" />',
      },
    });
    backend.answer = (_request, response) => response.writeHead(401).end();
    expect([(await request()).status, (await request()).status]).toEqual([401, 429]);
    await current?.close();
    const good = await start({
      policy: {
        inbound:
          '<rate-limit-by-key calls="1" renewal-period="60" counter-key="k" increment-condition="@(context.Response.StatusCode == 401)" />',
      },
    });
    expect([(await good.request()).status, (await good.request()).status]).toEqual([200, 200]);
  });

  test('quota-by-key refuses with 403 until the period is over', async () => {
    const { request } = await start({
      policy: {
        inbound:
          '<quota-by-key calls="1" renewal-period="3600" counter-key="k" first-period-start="2024-01-01T00:00:00Z" /><return-response />',
      },
    });
    expect((await request()).status).toBe(200);
    const refused = await request();
    expect([refused.status, refused.header('Retry-After')]).toEqual([403, '3111']);
    expect(refused.json()).toMatchObject({
      message: 'Out of call volume quota. Quota will be replenished in 00:51:51.',
    });
    if (current) current.now += 3_111_000;
    expect((await request()).status).toBe(200);
  });
});

describe('23: cors and check-header', () => {
  const cors = (attributes = ''): string =>
    `<cors ${attributes}><allowed-origins><origin>https://app.example</origin></allowed-origins><allowed-methods preflight-result-max-age="300"><method>GET</method><method>PUT</method></allowed-methods><allowed-headers><header>x-one</header></allowed-headers><expose-headers><header>x-out</header></expose-headers></cors>`;
  const preflight = (method: string, origin = 'https://app.example', headers = 'X-One') => ({
    method: 'OPTIONS',
    headers: { Origin: origin, 'Access-Control-Request-Method': method, 'Access-Control-Request-Headers': headers },
  });
  const api = { operations: [{ id: 'get', name: '', method: 'GET', urlTemplate: '/op' }] };

  test('a preflight is answered by cors alone', async () => {
    const { request, backend } = await start({
      api,
      policy: {
        inbound: `<return-response><set-status code="500" /></return-response>${cors('allow-credentials="true"')}`,
      },
    });
    const answer = await request('/api/op', preflight('PUT'));
    expect(answer.status).toBe(200);
    expect(
      Object.fromEntries(
        ['Origin', 'Methods', 'Headers', 'Credentials'].map((each) => [
          each,
          answer.header(`Access-Control-Allow-${each}`),
        ]),
      ),
    ).toEqual({
      Origin: 'https://app.example',
      Methods: 'GET,PUT',
      Headers: 'X-One',
      Credentials: 'true',
    });
    expect(answer.header('Access-Control-Max-Age')).toBe('300');
    expect(backend.requests).toHaveLength(0);
  });

  test.each([
    ['another origin', preflight('GET', 'https://evil.example')],
    ['another method', preflight('DELETE')],
    ['another header', preflight('GET', 'https://app.example', 'x-two')],
  ])('a preflight for %s gets an empty 200', async (_name, options) => {
    const { request } = await start({ api, policy: { inbound: cors() } });
    const answer = await request('/api/op', options);
    expect([answer.status, answer.body, answer.header('Access-Control-Allow-Origin')]).toEqual([200, '', undefined]);
  });

  test('without a cors policy there is no preflight', async () => {
    const { request } = await start({ api });
    expect((await request('/api/op', preflight('GET'))).status).toBe(404);
  });

  test('an OPTIONS operation has the request for itself', async () => {
    const options = { id: 'options', name: '', method: 'OPTIONS', urlTemplate: '/op' };
    const { request } = await start({
      api: { operations: [...api.operations, options] },
      policy: { inbound: `${cors()}<return-response><set-body>own</set-body></return-response>` },
    });
    expect((await request('/api/op', preflight('GET'))).body).toBe('own');
  });

  test('answers to an allowed origin say so, return-response and errors included', async () => {
    const { request } = await start({ api, policy: { inbound: `${cors()}<return-response />` } });
    const answer = await request('/api/op', { headers: { Origin: 'https://app.example' } });
    expect([answer.header('Access-Control-Allow-Origin'), answer.header('Access-Control-Expose-Headers')]).toEqual([
      'https://app.example',
      'x-out',
    ]);
    const other = await request('/api/op', { headers: { Origin: 'https://evil.example' } });
    expect([other.status, other.header('Access-Control-Allow-Origin')]).toEqual([200, undefined]);
  });

  test('an unmatched origin ends a simple request when told, or by the switch', async () => {
    const told = await start({ api, policy: { inbound: cors('terminate-unmatched-request="true"') } });
    await told.request('/api/op', { headers: { Origin: 'https://evil.example' } });
    expect(told.backend.requests).toHaveLength(0);
    await current?.close();
    const switched = await start({ api, policy: { inbound: cors() }, switches: { 'cors.terminateUnmatched': true } });
    await switched.request('/api/op', { headers: { Origin: 'https://evil.example' } });
    expect(switched.backend.requests).toHaveLength(0);
  });

  test('check-header without values asks for the header alone', async () => {
    const check = (values: string, ignoreCase: boolean): string =>
      `<check-header name="X" failed-check-httpcode="403" failed-check-error-message="no" ignore-case="${ignoreCase}">${values}</check-header><return-response />`;
    const { request } = await start({ policy: { inbound: check('', false) } });
    expect([(await request()).status, (await request('/api/op', { headers: { X: 'any' } })).status]).toEqual([
      403, 200,
    ]);
    await current?.close();
    const listed = await start({ policy: { inbound: check('<value>One</value><value>Two</value>', true) } });
    expect((await listed.request('/api/op', { headers: { X: 'two' } })).status).toBe(200);
    const refused = await listed.request('/api/op', { headers: { X: 'three' } });
    expect([refused.status, refused.body]).toEqual([403, '{ "statusCode": 403, "message": "no" }']);
    expect(listed.trace().lastError?.message).toBe('Header X value of three is not allowed. Access denied.');
  });
});

describe('24: exceptions of expressions', () => {
  test('can be caught in C#', async () => {
    const { request } = await start({
      policy: {
        inbound:
          '<return-response><set-body>@{ try { return int.Parse("x").ToString(); } catch (Exception e) { return "caught"; } }</set-body></return-response>',
      },
    });
    expect((await request()).body).toBe('caught');
  });

  test('uncaught, they are ExpressionValueEvaluationFailure', async () => {
    const { request, trace, defects } = await start({
      policy: { inbound: '<set-variable name="v" value="@(int.Parse("x"))" />' },
    });
    expect((await request()).status).toBe(500);
    expect(trace().lastError).toMatchObject({ source: 'set-variable', reason: 'ExpressionValueEvaluationFailure' });
    expect(trace().lastError?.message).toMatch(/^Expression evaluation failed\. /);
    expect(defects).toEqual([]);
  });
});

describe('loading', () => {
  const load = (inbound: string) => underTest({ policy: { inbound } }).then((under) => under.close());

  test.each([
    ['<no-such-policy />', "'no-such-policy' is no policy"],
    ['<set-variable value="x" />', "'name' attribute is required"],
    ['<set-status code="abc" />', 'integer from 100 to 999'],
    ['<set-variable name="x" value="@(1 +)" />', ''],
    ['<set-variable name="x" value="@(nonsense)" />', 'nonsense'],
    ['<choose><otherwise /></choose>', "'when' element is required"],
    ['<choose><else /></choose>', "'else' isn't allowed in 'choose'"],
    ['<set-header name="x">text</set-header>', "can't contain text"],
    ['<send-request response-variable-name="r"><set-method>GET</set-method></send-request>', "'set-url' is required"],
    ['<set-backend-service backend-id="nope" />', "Backend with id 'nope'"],
    ['<base /><base />', "'base' may stand only once"],
  ])('%s does not load', async (inbound, message) => {
    await expect(load(`\n  ${inbound}`)).rejects.toSatisfy((error) => {
      expect(error).toBeInstanceOf(PolicyLoadError);
      const [problem] = (error as PolicyLoadError).problems;
      expect(problem).toMatchObject({
        file: 'api.xml',
        line: 3,
        severity: 'error',
        message: expect.stringContaining(message),
      });
      expect((error as PolicyLoadError).message).toMatch(
        /^api\.xml:3:\d+: Error in element '[\w-]+' on line 3, column \d+: /,
      );
      return true;
    });
  });

  test('what the reference advises against is a warning', async () => {
    const { gateway } = await start({
      policy: {
        outbound:
          '<base /><authentication-managed-identity resource="x" output-token-variable-name="t" ignore-error="true" /><check-header name="x" failed-check-httpcode="401" failed-check-error-message="m" ignore-case="true" />',
      },
    });
    expect(gateway.problems).toHaveLength(1);
    expect(gateway.problems[0]).toMatchObject({ severity: 'warning', element: 'check-header' });
  });

  test('what is not emulated loads, does nothing and is reported', async () => {
    const { request, trace } = await start({
      policy: {
        inbound:
          '<azure-openai-token-limit counter-key="@(context.Request.IpAddress)" tokens-per-minute="1" estimate-prompt-tokens="true" /><return-response />',
      },
    });
    expect((await request()).status).toBe(200);
    expect(trace()).toMatchObject({
      notEmulated: ['azure-openai-token-limit'],
      steps: [{ outcome: 'not-emulated' }, {}],
    });
  });

  test('reload swaps policies, and keeps the old ones when the new do not load', async () => {
    const under = await start({ policy: { inbound: '<return-response><set-body>old</set-body></return-response>' } });
    const model = (inbound: string) => ({
      name: 't',
      products: [],
      fragments: new Map(),
      namedValues: [],
      backends: [],
      apis: [
        {
          id: 'api',
          name: 'A',
          path: 'api',
          revision: '1',
          subscriptionRequired: false,
          policy: policy({ inbound }),
          operations: [{ id: 'o', name: '', method: 'GET', urlTemplate: '/*' }],
        },
      ],
    });
    await expect(under.gateway.reload(model('<nope />'))).rejects.toBeInstanceOf(PolicyLoadError);
    expect((await under.request()).body).toBe('old');
    await under.gateway.reload(model('<return-response><set-body>new</set-body></return-response>'));
    expect((await under.request()).body).toBe('new');
  });
});
