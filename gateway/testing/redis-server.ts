/** A real Redis for tests: in a container where an engine is found that has the image, else a `redis-server` of the machine. */
import { spawn, spawnSync } from 'node:child_process';
import net from 'node:net';

export interface RedisServer {
  readonly port: number;
  close(): Promise<void>;
}

/** Pulled by whoever wants the container: tests stay off the network. */
const image = 'redis:8-alpine';

const runs = (command: string, args: readonly string[]): boolean =>
  spawnSync(command, args, { stdio: 'ignore', timeout: 10_000 }).status === 0;

/** Which Redis this machine has: a container's image, a server of its own, or none. */
export function redisFound(): 'container' | 'server' | undefined {
  if (runs('docker', ['image', 'inspect', image])) return 'container';
  return runs('redis-server', ['--version']) ? 'server' : undefined;
}

/** A loopback port that nobody listens on. */
export const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = net.createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });

/** Starts a Redis that holds nothing and keeps nothing. @throws Error when it does not start */
export function startRedis(kind: 'container' | 'server'): Promise<RedisServer> {
  return kind === 'container' ? inContainer() : onMachine();
}

async function inContainer(): Promise<RedisServer> {
  // the reaper is a second image, and closing is done here
  process.env.TESTCONTAINERS_RYUK_DISABLED ??= 'true';
  const { GenericContainer, Wait } = await import('testcontainers');
  const container = await new GenericContainer(image)
    .withExposedPorts(6379)
    .withWaitStrategy(Wait.forLogMessage(/Ready to accept connections/))
    .start();
  return {
    port: container.getMappedPort(6379),
    close: async () => {
      await container.stop();
    },
  };
}

async function onMachine(): Promise<RedisServer> {
  const port = await freePort();
  const redis = spawn('redis-server', [
    ...['--port', String(port), '--bind', '127.0.0.1'],
    ...['--save', '', '--appendonly', 'no'],
  ]);
  await new Promise<void>((resolve, reject) => {
    redis.once('error', reject);
    redis.once('exit', () => reject(new Error('redis-server ended before it was ready')));
    redis.stdout.on('data', (text: Buffer) => String(text).includes('Ready to accept connections') && resolve());
  });
  return {
    port,
    close: () =>
      new Promise((resolve) => {
        redis.removeAllListeners('exit');
        redis.once('exit', () => resolve());
        redis.kill();
      }),
  };
}
