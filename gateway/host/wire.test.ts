/** HTTP/1.x as it is on the wire, where node's client would tidy it up. */
import net from 'node:net';
import { expect, test } from 'vitest';
import { useGateway } from '../testing/use-gateway.ts';

const start = useGateway();

/** Writes `content` and gives everything that comes until the gateway ends the connection. */
const raw = (port: number, content: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const socket = net.connect(port, '127.0.0.1', () => socket.write(content));
    let received = '';
    socket.setEncoding('latin1').on('data', (chunk: string) => {
      received += chunk;
    });
    socket.on('error', reject).on('close', () => resolve(received));
  });

const head = (line: string, ...fields: string[]): string =>
  [line, 'Host: gateway', 'Connection: close', ...fields, '', ''].join('\r\n');

const [headOf, bodyOf] = [0, 1].map((part) => (answer: string) => answer.split('\r\n\r\n')[part] ?? '') as [
  (answer: string) => string,
  (answer: string) => string,
];

test('a client of HTTP/1.0 gets no chunks: its answer ends with the connection', async () => {
  const { gateway, backend } = await start();
  backend.answer = (_request, response) => {
    response.write('a');
    response.end('b');
  };
  const answer = await raw(gateway.port, 'GET /api/op HTTP/1.0\r\nHost: gateway\r\n\r\n');
  expect(headOf(answer)).not.toMatch(/transfer-encoding/i);
  expect(bodyOf(answer)).toBe('ab');
});

test('a connection is kept: the second request on it is answered as the first', async () => {
  const { gateway, backend } = await start();
  backend.answer = (request, response) => response.end(request.url);
  const first = 'GET /api/one HTTP/1.1\r\nHost: gateway\r\n\r\n';
  const answers = await raw(gateway.port, first + head('GET /api/two HTTP/1.1'));
  expect(answers.match(/\/(one|two)/g)).toEqual(['/one', '/two']);
});

test('who expects 100-continue is told to continue, and the backend never hears of it', async () => {
  const { gateway, backend } = await start();
  const answer = await new Promise<string>((resolve, reject) => {
    const socket = net.connect(gateway.port, '127.0.0.1', () =>
      socket.write(head('POST /api/op HTTP/1.1', 'Expect: 100-continue', 'Content-Length: 3')),
    );
    let received = '';
    let sent = false;
    socket.setEncoding('latin1').on('data', (chunk: string) => {
      received += chunk;
      if (!sent && received.startsWith('HTTP/1.1 100 Continue\r\n\r\n')) {
        sent = true;
        socket.write('abc');
      }
    });
    socket.on('error', reject).on('close', () => resolve(received));
  });
  expect(answer).toMatch(/^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 200 OK\r\n/);
  expect([backend.requests[0]?.body, backend.requests[0]?.header('expect')]).toEqual(['abc', undefined]);
});

test('chunks with extensions and trailers arrive as their content alone', async () => {
  const { gateway, backend } = await start();
  const answer = await raw(
    gateway.port,
    `${head('POST /api/op HTTP/1.1', 'Transfer-Encoding: chunked', 'Trailer: X-Sum')}3;a=b\r\nabc\r\n2\r\nde\r\n0\r\nX-Sum: 5\r\nHost: other\r\n\r\n`,
  );
  expect(answer).toMatch(/^HTTP\/1\.1 200 /);
  expect(backend.requests[0]?.body).toBe('abcde');
  const names = backend.requests[0]?.rawHeaders.filter((_value, index) => index % 2 === 0);
  expect(names).not.toContain('X-Sum');
  expect(backend.requests[0]?.header('host')).toBe(`127.0.0.1:${backend.port}`);
});

test.each([204, 304])('%i has no body, whatever a policy sets', async (status) => {
  const { gateway, backend } = await start({ policy: { outbound: '<base /><set-body>never</set-body>' } });
  backend.answer = (_request, response) => response.writeHead(status, { ETag: '"1"' }).end();
  const answer = await raw(gateway.port, head('GET /api/op HTTP/1.1'));
  expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
  expect(headOf(answer)).toContain('ETag: "1"');
  expect(headOf(answer)).not.toMatch(/content-length|transfer-encoding/i);
  expect(bodyOf(answer)).toBe('');
});

test('HEAD gets the length of what GET would get, and no body', async () => {
  const { gateway, backend } = await start();
  backend.answer = (_request, response) => response.writeHead(200, { 'Content-Length': '1234' }).end();
  const answer = await raw(gateway.port, head('HEAD /api/op HTTP/1.1'));
  expect(headOf(answer)).toMatch(/^Content-Length: 1234$/m);
  expect(bodyOf(answer)).toBe('');
});

test('an upgrade is not passed on: the request is answered as any other', async () => {
  const { gateway, backend } = await start();
  const answer = await raw(
    gateway.port,
    'GET /api/op HTTP/1.1\r\nHost: gateway\r\nConnection: close, Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n',
  );
  expect(answer).toMatch(/^HTTP\/1\.1 200 /);
  expect(backend.requests[0]?.header('upgrade')).toBeUndefined();
});

test.each([
  ['/api//a//b', '//a//b'],
  ['/api/a%2Fb%2f', '/a%2Fb%2f'],
  ['/api/a%20b?x=%2F&y=a+b', '/a%20b?x=%2F&y=a+b'],
  ['/api/a;b=c/d', '/a;b=c/d'],
  ['/API/Op', '/Op'],
  ['/api/a/./b/../c/.', '/a/c/'],
  ['/api/.hidden/..x/...', '/.hidden/..x/...'],
  ['/elsewhere/%2E%2e/api/op', '/op'],
  ['http://elsewhere.example/api/op?q', '/op?q'],
])('the target %s reaches the backend as %s', async (target, expected) => {
  const { gateway, backend } = await start();
  await raw(gateway.port, head(`GET ${target} HTTP/1.1`));
  expect(backend.requests.map(({ url }) => url)).toEqual([expected]);
});

test.each([
  '/api/../other',
  '/api/..%2Fother',
  '/api/%2e%2e/other',
  '/api/a/../../other',
  '/api/./x/.%2e/../../../other',
  '/api/..\\other',
  '/api\\..\\..\\other',
])('no dots of %s lead out of the API at its backend', async (target) => {
  const { gateway, backend } = await start({
    configure: ({ url }) => ({
      model: {
        name: 's',
        products: [],
        fragments: new Map(),
        backends: [],
        namedValues: [],
        apis: [
          {
            id: 'api',
            name: 'A',
            path: 'api',
            revision: '1',
            serviceUrl: `${url}/inner`,
            subscriptionRequired: false,
            operations: [{ id: 'any', name: 'Any', method: '*', urlTemplate: '/*' }],
          },
        ],
      },
    }),
  });
  const answer = await raw(gateway.port, head(`GET ${target} HTTP/1.1`));
  const reached = backend.requests.map(({ url }) => url);
  if (reached.length === 0) expect(answer).toMatch(/^HTTP\/1\.1 40[04] /);
  else expect(reached[0]).toMatch(/^\/inner(?:\/|$)/);
});

test('the backend gets its own Host, or the one that a policy sets, and the length of no body where one is expected', async () => {
  const { gateway, backend } = await start();
  await raw(gateway.port, head('POST /api/op HTTP/1.1'));
  await raw(gateway.port, head('GET /api/op HTTP/1.1'));
  const set = await start({
    policy: { inbound: '<base /><set-header name="Host"><value>set.example</value></set-header>' },
  });
  await raw(set.gateway.port, head('GET /api/op HTTP/1.1'));
  const got = [...backend.requests, ...set.backend.requests];
  expect(got.map((request) => [request.header('host'), request.header('content-length')])).toEqual([
    [`127.0.0.1:${backend.port}`, '0'],
    [`127.0.0.1:${backend.port}`, undefined],
    ['set.example', undefined],
  ]);
});

test('a body without a length is read as far as a policy allows, and the connection is kept', async () => {
  const { gateway } = await start({
    policy: {
      inbound:
        '<validate-content unspecified-content-type-action="ignore" max-size="20" size-exceeded-action="prevent" />',
    },
  });
  const post = 'POST /api/op HTTP/1.1\r\nHost: gateway\r\nTransfer-Encoding: chunked\r\n\r\n';
  const part = `14\r\n${'x'.repeat(20)}\r\n`;
  const answers = await new Promise<string>((resolve, reject) => {
    const socket = net.connect(gateway.port, '127.0.0.1', () => socket.write(post + part + part));
    let received = '';
    let refused = false;
    socket.setEncoding('latin1').on('data', (chunk: string) => {
      received += chunk;
      if (refused || !received.includes('limit of 20 bytes')) return;
      refused = true;
      // the answer came before the rest, which nobody wants
      socket.write(`${part.repeat(10_000)}0\r\n\r\n${head('POST /api/op HTTP/1.1', 'Content-Length: 2')}ok`);
    });
    socket.on('error', reject).on('close', () => resolve(received));
  });
  expect(answers.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 400', 'HTTP/1.1 200']);
});
