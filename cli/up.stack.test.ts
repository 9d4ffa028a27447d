import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freePorts } from '../fixtures/topologies/free-ports.ts';
import { requirePorts } from '../net/listener.ts';

/** `npm test` asks a few checks through processes; all of them run there in the stack tests. */
const full = Boolean(process.env.SALLYPORT_FULL);
const asked = full ? [] : ['--check', 'flow.full', 'challenge.no-token', 'code.single-use'];

const launcher = fileURLToPath(new URL('../bin/sallyport.mjs', import.meta.url));
let folder = '';
const children = new Set<ChildProcess>();
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sallyport-up-'));
});
afterAll(async () => {
  for (const child of children) child.kill('SIGKILL');
  await rm(folder, { recursive: true, force: true });
});

interface Running {
  readonly child: ChildProcess;
  readonly stdout: () => string;
  readonly stderr: () => string;
  readonly code: Promise<number | null>;
  /** Waits until the output matches; fails if the command ends before. */
  says(pattern: RegExp): Promise<void>;
}

function run(...args: string[]): Running {
  const child = spawn(process.execPath, [launcher, ...args], { cwd: folder, env: { ...process.env, NO_COLOR: '1' } });
  children.add(child);
  let [stdout, stderr] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const code = new Promise<number | null>((resolve) => child.once('close', resolve));
  return {
    child,
    stdout: () => stdout,
    stderr: () => stderr,
    code,
    says: (pattern) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          if (pattern.test(stdout) || pattern.test(stderr)) resolve();
        };
        child.stdout.on('data', look);
        child.stderr.on('data', look);
        void code.then((ended) => reject(new Error(`it ended with code ${ended}: ${stderr}`)));
        look();
      }),
  };
}

test('a stack comes up, says how to use it, is judged from outside, ends with Ctrl-C and starts again at once', async () => {
  const base = await freePorts(5);
  const up = run('up', '--port', String(base));
  await up.says(/Ctrl-C ends everything/);
  expect(up.stdout()).toContain(`https://localhost:${base}/mcp`);
  expect(up.stdout()).toMatch(/alice@contoso\.com +password in \.sallyport/);
  expect(up.stdout()).toMatch(/NODE_EXTRA_CA_CERTS=\S+ca\.pem npx @modelcontextprotocol\/inspector@2 /);

  const password = (await readFile(join(folder, '.sallyport', 'alice.password'), 'utf8')).trim();
  const target = await readFile(join(folder, '.sallyport', 'target.json'), 'utf8');
  expect(up.stdout() + up.stderr() + target).not.toContain(password);

  const judged = run('test', '--target', join('.sallyport', 'target.json'), '--json', ...asked);
  const code = await judged.code;
  const report = JSON.parse(judged.stdout()) as {
    target: object;
    checks: { id: string; outcome: string; reason?: string }[];
  };
  const outcome = (wanted: string): string[] =>
    report.checks.filter((check) => check.outcome === wanted).map(({ id }) => id);
  expect(outcome('failed').concat(outcome('error')), judged.stderr()).toEqual([]);
  expect(outcome('passed')).toEqual(expect.arrayContaining(['flow.full']));
  expect(report.target).toMatchObject({ kind: 'emulated', topology: 'broker' });
  expect(code).toBe(0);

  const bare = run('test', '--target', `https://localhost:${base}/mcp`);
  expect(await bare.code).toBe(4);
  expect(bare.stderr()).toMatch(
    /certificate of \S+ is not trusted \([A-Z_]+\); name its authority as 'ca' in a target file/,
  );

  const second = run('up', '--port', String(base), '--folder', 'other');
  expect(await second.code).toBe(2);
  expect(second.stderr().trimEnd()).toBe(
    `sallyport: port ${base} is in use; stop what listens there or choose another port`,
  );

  up.child.kill('SIGINT');
  expect(await up.code).toBe(0);
  expect(await readdir(join(folder, '.sallyport'))).toEqual([]);

  const again = run('up', '--port', String(base), '--json');
  await again.says(/"origins"/);
  const described = JSON.parse(again.stdout()) as { url: string; ca: string };
  expect(described.url).toBe(`https://localhost:${base}/mcp`);
  expect(existsSync(join(folder, described.ca))).toBe(true);
  again.child.kill('SIGTERM');
  expect(await again.code).toBe(0);
});

const others = [
  ['direct', 'flow.full', /--client-id [0-9a-f-]{36}/],
  ['client-credentials', 'flow.application', /client_secret@\S+application\.secret/],
  ['gateway-obo', 'flow.full', /--client-id [0-9a-f-]{36}/],
] as const;

test.each(full ? others : others.slice(1, 2))(
  'topology %s comes up and %s passes from outside',
  async (topology, check, hint) => {
    const base = await freePorts(5);
    const up = run('up', '--topology', topology, '--port', String(base), '--folder', topology);
    await up.says(/Ctrl-C ends everything/);
    expect(up.stdout()).toMatch(hint);
    const judged = run('test', '--target', join(topology, 'target.json'), '--check', check);
    expect(await judged.code, judged.stdout() + judged.stderr()).toBe(0);
    expect(judged.stdout()).toMatch(/1 passed/);
    up.child.kill('SIGINT');
    expect(await up.code).toBe(0);
    expect(await readdir(join(folder, topology))).toEqual([]);
  },
);

test('interrupted while it starts, nothing is left', async () => {
  const base = await freePorts(5);
  const up = run('up', '--port', String(base), '--folder', 'early');
  await up.says(/starting the stack/);
  up.child.kill('SIGINT');
  await up.code;
  await requirePorts([0, 1, 2, 3, 4].map((offset) => base + offset));
  expect(existsSync(join(folder, 'early')) ? await readdir(join(folder, 'early')) : []).toEqual([]);
});

test('mock Entra alone comes up, and ends even with a launcher that is killed', async () => {
  const base = await freePorts(5);
  const entra = run('entra', '--port', String(base), '--folder', 'entra', '--json');
  await entra.says(/"managedIdentity"/);
  const described = JSON.parse(entra.stdout()) as { authority: string; credentials: string };
  expect(described.authority).toMatch(new RegExp(`^https://localhost:${base}/[0-9a-f-]{36}$`));
  const credentials = JSON.parse(await readFile(join(folder, described.credentials), 'utf8')) as {
    tenants: { users: { password: string }[] }[];
  };
  expect(credentials.tenants[0]?.users[0]?.password.length).toBeGreaterThan(7);
  // its output is closed when the last process that writes to it has ended
  entra.child.kill('SIGKILL');
  expect(await entra.code).toBeNull();
  expect(await readdir(join(folder, 'entra'))).toEqual([]);
});

test('a seed that is not usable is told with its places', async () => {
  const entra = run('entra', '--seed', 'none.json', '--port', String(await freePorts(5)));
  expect(await entra.code).toBe(2);
  expect(entra.stderr()).toBe("sallyport: 'none.json' does not exist\n");
});
