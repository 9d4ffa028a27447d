/** 100 MB pass through both ways without being held: what is in memory stays far below what goes through. */
import http from 'node:http';
import { Readable } from 'node:stream';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { useGateway } from '../testing/use-gateway.ts';

const start = useGateway();
const megabyte = 1024 * 1024;
const size = 100 * megabyte;
/** Bytes that sockets and streams on the way may hold, of client, gateway and backend in one process. */
const held = 32 * megabyte;
const interval = 10 * megabyte;

function* blocks(): Generator<Buffer> {
  const block = Buffer.alloc(megabyte, 'x');
  for (let sent = 0; sent < size; sent += megabyte) yield block;
}

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** What buffers take that something still holds. */
function buffersHeld(): number {
  collectGarbage();
  return process.memoryUsage().arrayBuffers;
}

/** Watches bytes go by and tells the most memory that buffers took meanwhile, beyond what they took before. */
function watcher(): { received: number; peak: number; take(chunk: Buffer): void } {
  const before = buffersHeld();
  const watch = {
    received: 0,
    peak: 0,
    take: (chunk: Buffer): void => {
      const looked = Math.floor(watch.received / interval);
      watch.received += chunk.length;
      // collecting garbage takes its time: a look now and then has to do
      if (Math.floor(watch.received / interval) > looked) watch.peak = Math.max(watch.peak, buffersHeld() - before);
    },
  };
  return watch;
}

test('an upload of 100 MB is never in memory', async () => {
  const under = await start({ policy: { inbound: '<base /><set-header name="X"><value>1</value></set-header>' } });
  const watch = watcher();
  const sink = http.createServer((request, response) => {
    request.on('data', watch.take);
    request.on('end', () => response.end('ok'));
  });
  await new Promise<void>((resolve) => sink.listen(0, '127.0.0.1', resolve));
  const { port } = sink.address() as { port: number };
  await under.gateway.reload({
    name: 'x',
    products: [],
    fragments: new Map(),
    namedValues: [],
    backends: [],
    apis: [
      {
        id: 'api',
        name: '',
        path: 'api',
        revision: '1',
        subscriptionRequired: false,
        serviceUrl: `http://127.0.0.1:${port}`,
        operations: [{ id: 'any', name: '', method: '*', urlTemplate: '/*' }],
      },
    ],
  });
  await new Promise((resolve, reject) => {
    const request = http.request(
      { port: under.gateway.port, host: '127.0.0.1', path: '/api/x', method: 'POST', agent: false },
      (response) => response.resume().on('end', resolve),
    );
    request.on('error', reject);
    Readable.from(blocks()).pipe(request);
  });
  sink.closeAllConnections();
  sink.close();
  expect(watch.received).toBe(size);
  expect(watch.peak).toBeLessThan(held);
});

// as slow as the upload, and the same code the other way round
test.runIf(process.env.SALLYPORT_FULL)(
  'a download of 100 MB is never in memory',
  async () => {
    const under = await start();
    under.backend.answer = (_request, response) => void Readable.from(blocks()).pipe(response);
    const watch = watcher();
    await new Promise((resolve, reject) => {
      http
        .get({ port: under.gateway.port, host: '127.0.0.1', path: '/api/x', agent: false }, (response) => {
          response.on('data', watch.take);
          response.on('end', resolve);
        })
        .on('error', reject);
    });
    expect(watch.received).toBe(size);
    expect(watch.peak).toBeLessThan(held);
  },
  30_000,
);
