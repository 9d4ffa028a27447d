import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePorts } from '../fixtures/topologies/free-ports.ts';
import { listen } from '../net/listener.ts';

const launcher = fileURLToPath(new URL('../bin/sallyport.mjs', import.meta.url));
const example = (name: string): string =>
  fileURLToPath(new URL(`../docs/mock-entra/examples/real-names/${name}.ts`, import.meta.url));
let folder = '';
let base = 0;
const children = new Set<ChildProcess>();

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sallyport-entra-'));
  base = await freePorts(5);
});
afterAll(async () => {
  for (const child of children) child.kill('SIGKILL');
  await rm(folder, { recursive: true, force: true });
});

/** Starts the command. */
function sallyport(...args: string[]): {
  child: ChildProcess;
  ended: Promise<{ code: number | null; stdout: string }>;
} {
  const child = spawn(process.execPath, [launcher, 'entra', '--port', String(base), ...args], {
    cwd: folder,
    env: { ...process.env, NO_COLOR: '1' },
  });
  children.add(child);
  let [stdout, stderr] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  return {
    child,
    ended: new Promise((resolve) => {
      child.once('close', (code) => resolve({ code, stdout: stdout + (code === 0 ? '' : stderr) }));
    }),
  };
}

/** The JSON that a command prints once it is up. */
async function up(...args: string[]): Promise<{ stop(): Promise<number | null>; told: Record<string, string> }> {
  const { child, ended } = sallyport('--json', ...args);
  const text = await new Promise<string>((resolve, reject) => {
    let said = '';
    child.stdout?.on('data', (more: string) => {
      said += more;
      if (said.trimEnd().endsWith('}')) resolve(said);
    });
    void ended.then(({ code, stdout }) => reject(new Error(`ended with ${code}: ${stdout}`)));
  });
  return {
    told: JSON.parse(text),
    stop: async () => {
      child.kill('SIGINT');
      return (await ended).code;
    },
  };
}

describe('sallyport entra', () => {
  it('offers the control API where it was asked for, and writes what clients need', async () => {
    const { told, stop } = await up('--control');
    expect(told.authority).toMatch(new RegExp(`^https://localhost:${base}/[-0-9a-f]{36}$`));
    const { tenants } = JSON.parse(await readFile(join(folder, told.credentials ?? ''), 'utf8'));
    expect(tenants[0].applications.map(({ name }: { name: string }) => name)).toContain('Sallyport Daemon');
    const answer = await fetch(`${told.control}/clock/advance`, {
      method: 'POST',
      headers: { 'x-sallyport-control': '1' },
      body: '{"ms":1000}',
    });
    expect(await answer.json()).toEqual({ now: expect.any(Number) });
    expect((await fetch(`${told.control}/requests`)).status).toBe(403);
    expect(await stop()).toBe(0);
  });

  it('runs a program with the real names, which needs no configuration, and ends with it', async () => {
    const program = join(folder, 'program.mjs');
    await writeFile(
      program,
      `import { readFile } from 'node:fs/promises';
      const { tenants } = JSON.parse(await readFile('.sallyport/entra.json', 'utf8'));
      const daemon = tenants[0].applications.find(({ name }) => name === 'Sallyport Daemon');
      const api = tenants[0].applications.find(({ name }) => name === 'Sallyport MCP Server');
      Object.assign(process.env, { TENANT_ID: tenants[0].id, CLIENT_ID: daemon.appId, CLIENT_SECRET: daemon.secrets[0], API_ID: api.appId });
      await import(${JSON.stringify(`file://${example('msal-node').replaceAll('\\', '/')}`)});
      process.exitCode = 5;
      `,
    );
    const { ended } = sallyport('--real-names', '--', process.execPath, program);
    expect(await ended).toMatchObject({ code: 5, stdout: expect.stringContaining('msal-node: a Bearer token') });
  });

  it('says which port is taken, and what is wrong with a seed', async () => {
    const taken = await listen(() => {}, { port: base + 4 });
    expect(await sallyport('--real-names').ended).toMatchObject({
      code: 2,
      stdout: expect.stringContaining(`port ${base + 4} is in use`),
    });
    await taken.close();
    await writeFile(join(folder, 'seed.json'), '{"tenants":[{"displayName":"x","domains":["x.example"],"people":[]}]}');
    const { code, stdout } = await sallyport('--seed', 'seed.json').ended;
    expect(code).toBe(2);
    expect(stdout).toMatch(/tenants\.0: Unrecognized key: "people"/);
  });
});
