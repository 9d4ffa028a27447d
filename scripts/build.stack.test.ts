/** The published package, used as its users do: built, packed, unpacked into an empty folder, and run there. */
import { execFile, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mutants } from '../fixtures/mutants/index.ts';
import { applyEdit } from '../fixtures/mutants/mutant.ts';
import { filesBelow } from './build/problems.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const run = promisify(execFile);

let home: string;
let built: string;
let installed: string;
let packed: { files: { path: string }[]; filename: string };

/** Runs a program in the folder that the package was installed in. @returns what it printed; throws when it fails */
async function there(program: string, args: readonly string[]): Promise<string> {
  const { stdout } = await run(program, args, { cwd: home, encoding: 'utf8', timeout: 600_000 });
  return stdout;
}

const sallyport = (...args: readonly string[]): Promise<string> =>
  there(process.execPath, [join(installed, 'bin', 'sallyport.mjs'), ...args]);

const script = (text: string): Promise<string> => there(process.execPath, ['--input-type=module', '--eval', text]);

async function pack(): Promise<void> {
  const npm = { cwd: built, encoding: 'utf8', shell: process.platform === 'win32' } as const;
  const { stdout } = await run('npm', ['pack', '--json', '--offline', '--pack-destination', home], npm);
  const report = JSON.parse(stdout) as (typeof packed)[] | Record<string, typeof packed>;
  const [only] = Object.values(report);
  if (!only) throw new Error('npm packed nothing');
  packed = only;
}

/** What `npm install` would do, without a registry: only what the package declares can be imported. */
async function install(): Promise<void> {
  const modules = join(home, 'node_modules');
  installed = join(modules, 'sallyport');
  mkdirSync(installed, { recursive: true });
  await run('tar', ['-xzf', join(home, packed.filename), '--strip-components=1', '-C', installed]);
  const manifest = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8')) as {
    dependencies: Record<string, string>;
  };
  for (const name of Object.keys(manifest.dependencies)) {
    mkdirSync(dirname(join(modules, name)), { recursive: true });
    symlinkSync(join(root, 'node_modules', name), join(modules, name), 'junction');
  }
}

describe.runIf(process.env.SALLYPORT_FULL)('the package', () => {
  beforeAll(async () => {
    home = mkdtempSync(join(tmpdir(), 'sallyport-home-'));
    built = join(home, 'built');
    await run(process.execPath, [join(root, 'scripts', 'build.ts'), '--out', built]);
    await pack();
    await install();
  });

  afterAll(() => rmSync(home, { recursive: true, force: true }));

  it('holds what was built and nothing else: no TypeScript, no tests, no caches', () => {
    const files = packed.files.map(({ path }) => path).sort();
    expect(files).toEqual(filesBelow(built));
    expect(files.filter((file) => /(?<!\.d)\.ts$|\.test\.|\/testing\/|node_modules|(^|\/)\./.test(file))).toEqual([]);
    expect(files).toContain('infra/policies/broker/service.json');
  });

  it('says its version', async () => {
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
    expect(await sallyport('--version')).toBe(`${version}\n`);
  });

  it('lists requirements', async () => {
    const { requirements } = JSON.parse(await sallyport('requirements', '--json')) as { requirements: unknown[] };
    expect(requirements.length).toBeGreaterThan(10);
  });

  it('evaluates expressions', async () => {
    expect(await sallyport('policy', 'eval', '@(1+1)')).toBe('2\n');
  });

  it('lints the reference policies that it brings', async () => {
    const { failures, totals } = JSON.parse(
      await sallyport('policy', 'check', join(installed, 'infra', 'policies', 'broker'), '--json'),
    ) as { failures: unknown[]; totals: { documents: number } };
    expect(failures).toEqual([]);
    expect(totals.documents).toBeGreaterThan(10);
  });

  it('gives mock Entra to a test of somebody else', async () => {
    const printed = await script(`
      import { startMockEntra } from 'sallyport/mock-entra';
      const running = await startMockEntra();
      const answer = await fetch(running.login.url + '/common/v2.0/.well-known/openid-configuration');
      console.log(answer.status, Object.hasOwn(await answer.json(), 'jwks_uri'));
      await running.close();`);
    expect(printed).toBe('200 true\n');
  });

  it('has types for what it exports', async () => {
    writeFileSync(
      join(home, 'consumer.ts'),
      `import { startBrokerDeployment } from 'sallyport/fixtures';
import { createGateway } from 'sallyport/gateway';
import { startMockEntra } from 'sallyport/mock-entra';
export const url: Promise<string> = startMockEntra().then(({ login }) => login.url);
export const gateway: Promise<{ port: number }> = createGateway({ model: await Promise.reject(), bindings: {}, egress: { hosts: new Map(), ca: [] } });
export const broker = (await startBrokerDeployment()).deployment.url.toUpperCase();
// @ts-expect-error: there is no such option
startMockEntra({ nothing: true });
`,
    );
    writeFileSync(
      join(home, 'tsconfig.json'),
      JSON.stringify({
        compilerOptions: {
          strict: true,
          noEmit: true,
          target: 'es2024',
          module: 'nodenext',
          // what users have who check everything
          skipLibCheck: false,
          types: ['node'],
          typeRoots: [join(root, 'node_modules', '@types')],
        },
        files: ['consumer.ts'],
      }),
    );
    writeFileSync(join(home, 'package.json'), '{"type":"module"}');
    await there(process.execPath, [join(root, 'node_modules', 'typescript', 'bin', 'tsc'), '-p', home]);
  });

  it('runs a check on the offline stack, reference server included', async () => {
    const report = JSON.parse(await sallyport('test', '--check', 'challenge.no-token', '--json')) as {
      checks: { id: string; outcome: string }[];
    };
    expect(report.checks).toMatchObject([{ id: 'challenge.no-token', outcome: 'passed' }]);
  });

  it('breaks the server it brings, for a mutant', async () => {
    const printed = await script(`
      import { mutants, startBrokerDeployment } from 'sallyport/fixtures';
      const stack = await startBrokerDeployment({ mutant: mutants.find(({ id }) => id === 'tool-unlisted') });
      try {
        const [user] = stack.deployment.users;
        const session = await stack.deployment.connect(user);
        console.log(JSON.stringify(await session.listTools()));
        await session.close();
      } finally {
        await stack.close();
      }`);
    expect(printed).toBe('[]\n');
  });

  it('holds modules that every server mutant fits', () => {
    const edits = mutants.flatMap(({ server = [] }) => server);
    for (const edit of edits) {
      const file = join(installed, edit.file.replace(/\.ts$/, '.js'));
      expect(() => applyEdit(readFileSync(file, 'utf8'), edit), edit.file).not.toThrow();
    }
    expect(edits).not.toEqual([]);
  });

  describe('the reference server, started in an empty folder as its deployment files say', () => {
    const deploy = join(root, 'reference-server', 'deploy');
    const dockerfile = readFileSync(join(deploy, 'Dockerfile'), 'utf8');
    const { description } = JSON.parse(readFileSync(join(deploy, 'functions', 'host.json'), 'utf8')).customHandler;
    const commands: readonly (readonly [string, readonly string[], Record<string, string>])[] = [
      ['Dockerfile', JSON.parse(/^CMD (.*)$/m.exec(dockerfile)?.[1] ?? '[]'), { PORT: '0' }],
      [
        'host.json',
        [description.defaultExecutablePath, ...description.arguments],
        { FUNCTIONS_CUSTOMHANDLER_PORT: '0' },
      ],
    ];
    const ids = Object.fromEntries(
      ['APPLICATION_UAMI', 'APPLICATION_CID', 'APPLICATION_TENANT'].map((name) => [name, randomUUID()]),
    );

    it.each(commands)('%s', async (_file, [program, ...args], variables) => {
      expect(program).toBe('node');
      const child = spawn(process.execPath, args, { cwd: home, env: { ...ids, ...variables }, stdio: 'pipe' });
      try {
        const [line] = await once(child.stdout, 'data');
        const { listening } = JSON.parse(String(line)) as { listening: string };
        expect((await fetch(listening)).status).toBe(401);
        expect(await (await fetch(new URL('/status', listening))).json()).toEqual({
          status: 'ok',
          authenticated: false,
        });
      } finally {
        child.kill();
      }
    });

    it('on standard input and output, with the four names of the published configuration', async () => {
      const script = join(installed, 'reference-server', 'stdio.js');
      const env = {
        CLIENT_ID: randomUUID(),
        CLIENT_SECRET: randomUUID(),
        TENANT_ID: randomUUID(),
        APIM_GATEWAY_URL: 'https://gateway.example',
      };
      const child = spawn(process.execPath, [script], { cwd: home, env, stdio: 'pipe' });
      try {
        const params = { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'host', version: '1' } };
        child.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'initialize', params })}\n`);
        const [line] = await once(child.stdout, 'data');
        expect(JSON.parse(String(line)).result.serverInfo.name).toBe('sallyport-reference-server');
      } finally {
        child.kill();
      }
    });
  });
});

// What can't be built can't be published, so that every run tells; the full one has built it above.
if (!process.env.SALLYPORT_FULL) {
  it('the package can be built', async () => {
    const out = mkdtempSync(join(tmpdir(), 'sallyport-built-'));
    try {
      await run(process.execPath, [join(root, 'scripts', 'build.ts'), '--out', out]);
      expect(filesBelow(out)).toContain('bin/sallyport.mjs');
    } finally {
      rmSync(out, { recursive: true, force: true });
    }
  });
}
