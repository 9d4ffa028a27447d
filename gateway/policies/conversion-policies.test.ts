import { describe, expect, test } from 'vitest';
import { useGateway } from '../testing/use-gateway.ts';

const start = useGateway();

describe('xml-to-json', () => {
  const policy = (attributes: string) => ({ outbound: `<base /><xml-to-json kind="direct" ${attributes} />` });
  test('converts the response, or leaves it as Content-Type and Accept say', async () => {
    const always = await start({ policy: policy('apply="always" consider-accept-header="false"') });
    always.backend.answer = (_request, response) => response.end('<a b="1">t</a>');
    const answer = await always.request();
    expect([answer.json(), answer.header('Content-Type')]).toEqual([
      { a: { '@b': '1', '#text': 't' } },
      'application/json',
    ]);
    const considerate = await start({ policy: policy('apply="content-type-xml"') });
    considerate.backend.answer = (_request, response) =>
      response.writeHead(200, { 'Content-Type': 'application/xml' }).end('<a/>');
    expect((await considerate.request()).body).toBe('<a/>');
    expect((await considerate.request('/api/op', { headers: { Accept: 'application/json' } })).body).toBe('{"a":null}');
  });

  test('what is no XML is a failure', async () => {
    const { request, backend, trace } = await start({
      policy: policy('apply="always" consider-accept-header="false"'),
    });
    backend.answer = (_request, response) => response.end('<a>');
    expect((await request()).status).toBe(500);
    expect(trace().lastError?.source).toBe('xml-to-json');
  });
});

test('json-to-xml converts the request', async () => {
  const { request, backend } = await start({
    policy: { inbound: '<base /><json-to-xml apply="content-type-json" consider-accept-header="false" />' },
  });
  await request('/api/op', {
    method: 'POST',
    body: '{"a":1,"b":"x"}',
    headers: { 'Content-Type': 'application/json' },
  });
  expect(backend.requests[0]).toMatchObject({ body: '<Document><a>1</a><b>x</b></Document>' });
  expect(backend.requests[0]?.header('Content-Type')).toBe('text/xml');
});

describe('json-to-xml', () => {
  const converted = async (attributes: string, body: string, headers: Record<string, string> = {}) => {
    const { request, backend } = await start({
      policy: {
        inbound: `<base /><json-to-xml ${attributes} /><return-response response-variable-name="none"><set-status code="@(context.Request.Headers.GetValueOrDefault("Content-Type","") == "text/xml" ? 201 : 200)" /><set-body>@(context.Request.Body.As<string>())</set-body></return-response>`,
      },
    });
    const { status, body: answer } = await request('/api/op', { body, headers });
    expect(backend.requests).toEqual([]);
    return [status, answer];
  };
  const document = (text: string): string => `<Document>${text}</Document>`;
  const always = 'apply="always" consider-accept-header="false"';

  test('keeps long numbers as they are', async () => {
    expect(
      await converted(always, '{"a":12345678901234567890,"b":-9007199254740993,"c":1.5,"d":"12345678901234567890"}'),
    ).toEqual([
      201,
      document('<a>12345678901234567890</a><b>-9007199254740993</b><c>1.5</c><d>12345678901234567890</d>'),
    ]);
  });

  test.each([
    ['apply="always"', {}, false],
    ['apply="always"', { Accept: 'application/xml' }, true],
    ['apply="always"', { Accept: 'application/json' }, false],
    ['apply="content-type-json" consider-accept-header="false"', {}, false],
    ['apply="content-type-json" consider-accept-header="false"', { 'Content-Type': 'application/hal+json' }, true],
    [always, { 'Content-Type': 'text/plain' }, true],
  ])('<json-to-xml %s /> for %j converts: %s', async (attributes, headers, converts) => {
    const expected = converts ? [201, document('<a>1</a>')] : [200, '{"a":1}'];
    expect(await converted(attributes, '{"a":1}', headers)).toEqual(expected);
  });

  test('what is no JSON is a failure', async () => {
    const [status] = await converted(always, '{');
    expect(status).toBe(500);
  });
});

test('jsonp wraps JSON for a callback that is an identifier', async () => {
  const { request, backend } = await start({ policy: { outbound: '<base /><jsonp callback-parameter-name="cb" />' } });
  backend.answer = (_request, response) =>
    response.writeHead(200, { 'Content-Type': 'application/json' }).end('{"a":1}');
  const answer = await request('/api/op?cb=my.fn');
  expect([answer.body, answer.header('Content-Type')]).toEqual(['my.fn({"a":1})', 'application/javascript']);
  expect((await request('/api/op')).body).toBe('{"a":1}');
  expect((await request('/api/op?cb=alert(1)')).json()).toMatchObject({ statusCode: 400 });
});

test('validate-content checks size, type and form, and says what it did not check', async () => {
  const validate = (children: string): string =>
    `<validate-content unspecified-content-type-action="prevent" max-size="20" size-exceeded-action="prevent" errors-variable-name="e">${children}</validate-content>`;
  const { request, trace } = await start({
    policy: { inbound: validate('<content type="application/json" validate-as="json" action="prevent" />') },
  });
  const post = (body: string, type = 'application/json') =>
    request('/api/op', { method: 'POST', body, headers: { 'Content-Type': type } });
  expect((await post('x'.repeat(21))).status).toBe(400);
  expect((await post('{}', 'text/plain')).status).toBe(400);
  expect((await post('{')).status).toBe(400);
  expect((await post('{}')).status).toBe(200);
  expect(trace().notEmulated).toEqual(['validate-content schema']);
});

test('mock-response, emit-metric and log-to-eventhub', async () => {
  const events: unknown[] = [];
  const { request, trace } = await start({
    telemetry: { event: (kind, detail) => events.push([kind, detail]) },
    policy: {
      inbound:
        '<emit-metric name="bare" /><emit-metric name="m" value="2.5" namespace="n"><dimension name="API ID" /><dimension name="d" value="@(context.Request.Method)" /></emit-metric><log-to-eventhub logger-id="l">@("e" + 1)</log-to-eventhub><mock-response status-code="202" content-type="application/json" />',
    },
  });
  const answer = await request();
  expect([answer.status, answer.reason, answer.header('Content-Type'), answer.body]).toEqual([
    202,
    'Accepted',
    'application/json',
    '',
  ]);
  // Azure may have an example to send
  expect(trace().notEmulated).toEqual(['mock-response content']);
  expect(events).toEqual([
    ['metric', { name: 'bare', namespace: 'API Management', value: 1, dimensions: {} }],
    ['metric', { name: 'm', namespace: 'n', value: 2.5, dimensions: { 'API ID': 'api', d: 'GET' } }],
    ['eventhub', { logger: 'l', partitionId: undefined, partitionKey: undefined, content: 'e1' }],
  ]);
});
