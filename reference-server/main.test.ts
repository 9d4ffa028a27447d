import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';

const main = fileURLToPath(new URL('./main.ts', import.meta.url));
const settings = {
  APPLICATION_UAMI: randomUUID(),
  APPLICATION_CID: randomUUID(),
  APPLICATION_TENANT: randomUUID(),
};
const children: ChildProcess[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

function run(variables: Record<string, string>, stdin: 'pipe' | 'ignore' = 'ignore') {
  const child = spawn(process.execPath, [main], { env: variables, stdio: [stdin, 'pipe', 'pipe'] });
  children.push(child);
  const output = { out: '', err: '' };
  child.stdout?.on('data', (chunk) => {
    output.out += String(chunk);
  });
  child.stderr?.on('data', (chunk) => {
    output.err += String(chunk);
  });
  const closed = once(child, 'close') as Promise<[code: number | null, signal: string | null]>;
  return { child, output, closed };
}

/** Runs until the line that says where it listens. */
async function listening(stdin: 'pipe' | 'ignore' = 'ignore') {
  const process = run(settings, stdin);
  await once(process.child.stdout ?? process.child, 'data');
  const { listening: url } = JSON.parse(process.output.out) as { listening: string };
  return { ...process, url };
}

describe('node main.ts', () => {
  it('prints one line with its URL, serves it, and ends at once on SIGTERM with connections open', async () => {
    const { child, output, closed, url } = await listening();
    expect(output.out).toBe(`{"listening":"${url}"}\n`);
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/mcp$/);
    expect((await fetch(url)).status).toBe(401);
    child.kill('SIGTERM');
    expect(await closed).toEqual([
      process.platform === 'win32' ? null : 0,
      process.platform === 'win32' ? 'SIGTERM' : null,
    ]);
  });

  it('ends when its parent lets go of its standard input', async () => {
    const { child, closed } = await listening('pipe');
    child.stdin?.end();
    expect(await closed).toEqual([0, null]);
  });

  it('ends when the channel to its parent closes', async () => {
    const child = spawn(process.execPath, [main], { env: settings, stdio: ['ignore', 'pipe', 'ignore', 'ipc'] });
    children.push(child);
    await once(child.stdout ?? child, 'data');
    const closed = once(child, 'exit');
    child.disconnect();
    expect(await closed).toEqual([0, null]);
  });

  it('names every missing setting and exits with 2', async () => {
    const { output, closed } = run({});
    expect(await closed).toEqual([2, null]);
    expect(output.out).toBe('');
    expect(output.err.trim().split('\n')).toHaveLength(3);
    expect(output.err).toMatch(/^reference-server: APPLICATION_UAMI is not set: /);
  });

  it('says that its port is taken and exits with 2', async () => {
    const holder = createServer().listen(0, '127.0.0.1');
    await once(holder, 'listening');
    const address = holder.address();
    const port = typeof address === 'object' ? address?.port : 0;
    const { output, closed } = run({ ...settings, PORT: String(port) });
    expect(await closed).toEqual([2, null]);
    expect(output.err).toBe(
      `reference-server: port ${port} of 127.0.0.1 is in use; stop what listens there or set PORT to another\n`,
    );
    holder.close();
  });
});
