/**
 * Mock Entra beside oidc-provider and oauth2-mock-server, and beside the least that an RS256 token can cost: node:crypto
 * behind node:http. Every server is a process of its own and speaks plain HTTP; only its own CPU time counts. Mock Entra
 * is measured as the package has it, in one file; from the sources it takes longer to start.
 *
 * The peers are a package of their own in `bench/peers`, installed when it is missing.
 */
import { type ChildProcess, execFileSync, fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import http from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { entraBundle } from '../scripts/build/bundle.ts';
import { asPublished } from './as-published.ts';
import type { Form, Offer, Party } from './entra/party.ts';
import { type BenchRow, median } from './row.ts';

const here = import.meta.dirname;
const peers = join(here, 'peers');
const starts = 5;
const rounds = 5;
const requests = 300;
const form = 'application/x-www-form-urlencoded';
const onBehalfOf = 'urn:ietf:params:oauth:grant-type:jwt-bearer';
const clientSecret = randomBytes(24).toString('base64url');

interface Server {
  readonly name: string;
  /** What to fork. */
  readonly program: string;
  /** Path of the document whose first answer ends the start. */
  readonly discovery: string;
  /** Called once it answers. */
  readonly party: (child: ChildProcess, port: number) => Promise<Party>;
}

interface Usage {
  /** Microseconds. */
  readonly cpu: number;
  /** Bytes. */
  readonly rss: number;
}

// ---- the measured

const metadata = '/.well-known/openid-configuration';
const daemon = { grant_type: 'client_credentials', client_id: 'daemon', client_secret: clientSecret, scope: 'read' };
const peer = (name: string, party: Server['party']): Server => ({
  name,
  program: join(peers, `${name}.mjs`),
  discovery: metadata,
  party,
});

const bare = peer('bare', async () => ({ discovery: metadata, token: '/token', app: daemon }));
const program = 'bench/entra/serve-mock-entra.ts';
const mockEntra = (name: string, file: string): Server => ({
  name,
  program: file,
  discovery: '/common/v2.0/.well-known/openid-configuration',
  party: async (child) => {
    const { identity, ...offer } = await next<Offer>(child, 'party');
    const answer = await fetch(identity.url, { headers: identity.headers });
    const { access_token: assertion } = (await answer.json()) as { access_token: string };
    return { ...offer, onBehalfOf: { ...offer.onBehalfOf, client_assertion: assertion } };
  },
});
const others = [
  peer('oidc-provider', async (_child, port) => {
    const scoped = { discovery: metadata, token: '/token', app: daemon };
    const { body } = await post(port, scoped.token, daemon);
    const { access_token: assertion } = JSON.parse(body) as { access_token: string };
    return { ...scoped, onBehalfOf: { ...daemon, grant_type: onBehalfOf, assertion } };
  }),
  peer('oauth2-mock-server', async () => ({ discovery: metadata, token: '/token', app: daemon })),
];

// ---- measuring

/** Asks a child, or waits for what it says by itself. @throws Error when it ends instead */
function next<Answer>(child: ChildProcess, question?: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const ended = (): void => reject(new Error('a measured process ended before its time; see above'));
    child.once('exit', ended);
    child.once('message', (answer) => {
      child.off('exit', ended);
      resolve(answer as Answer);
    });
    if (question !== undefined) child.send(question);
  });
}

const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });

function send(port: number, path: string, body?: string): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    const headers = body === undefined ? {} : { 'Content-Type': form, 'Content-Length': Buffer.byteLength(body) };
    const method = body === undefined ? 'GET' : 'POST';
    const request = http.request(
      { port, host: '127.0.0.1', agent, path, method, headers: { ...headers, Host: `localhost:${port}` } },
      (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (chunk: string) => {
          text += chunk;
        });
        response.on('end', () => resolve({ status: response.statusCode ?? 0, body: text }));
      },
    );
    request.on('error', reject);
    request.end(body);
  });
}

const post = (port: number, path: string, parameters: Form): Promise<{ status: number; body: string }> =>
  send(port, path, new URLSearchParams(parameters).toString());

/** Lets a child end by itself, so that Node writes what it compiled. */
async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.send('end');
  await ended;
}

function launch({ program: file }: Server): ChildProcess {
  // every server is compiled once and then read from Node's cache, as the command line does for its own code
  const cache = join(here, '..', '.cache', 'bench');
  return fork(file, [], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    execArgv: ['--disable-warning=ExperimentalWarning'],
    env: { ...process.env, NODE_COMPILE_CACHE: cache, BENCH_CLIENT_SECRET: clientSecret },
  });
}

/** Milliseconds from starting a process to the end of its first discovery answer. */
async function startTime(server: Server): Promise<number> {
  const before = performance.now();
  const child = launch(server);
  try {
    const { port } = await next<{ port: number }>(child);
    const { status } = await send(port, server.discovery);
    if (status !== 200) throw new Error(`${server.name} answers ${status} for its discovery document`);
    return performance.now() - before;
  } finally {
    await end(child);
  }
}

interface Running {
  readonly server: Server;
  readonly child: ChildProcess;
  readonly port: number;
  readonly party: Party;
  /** CPU milliseconds per token, one per round. */
  readonly app: number[];
  readonly onBehalfOf: number[];
}

async function exchange({ child, port, server, party }: Running, parameters: Form): Promise<number> {
  const before = await next<Usage>(child, 'usage');
  for (let index = 0; index < requests; index++) {
    const { status, body } = await post(port, party.token, parameters);
    if (status !== 200) throw new Error(`${server.name} answers ${status}: ${body.slice(0, 300)}`);
  }
  return ((await next<Usage>(child, 'usage')).cpu - before.cpu) / 1000 / requests;
}

function installPeers(): void {
  if (existsSync(join(peers, 'node_modules', 'oidc-provider'))) return;
  console.error('installing bench/peers');
  const windows = process.platform === 'win32';
  // npm is a script there, which takes a shell
  execFileSync(windows ? 'npm.cmd' : 'npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], {
    cwd: peers,
    stdio: ['ignore', 'ignore', 'inherit'],
    shell: windows,
  });
}

export const title = 'Mock Entra beside oidc-provider and oauth2-mock-server';

async function measured(servers: readonly Server[]): Promise<{ running: Running[]; memory: Map<Server, number> }> {
  const running: Running[] = [];
  const memory = new Map<Server, number>();
  try {
    for (const server of servers) {
      const child = launch(server);
      const { port } = await next<{ port: number }>(child);
      running.push({ server, child, port, party: await server.party(child, port), app: [], onBehalfOf: [] });
    }
    // rounds take turns, so that what else the machine does falls on all of them; the first only warms up
    for (let round = 0; round <= rounds; round++) {
      for (const each of running) {
        const app = await exchange(each, each.party.app);
        if (round > 0) each.app.push(app);
        if (!each.party.onBehalfOf) continue;
        const exchanged = await exchange(each, each.party.onBehalfOf);
        if (round > 0) each.onBehalfOf.push(exchanged);
      }
    }
    for (const { server, child } of running) memory.set(server, (await next<Usage>(child, 'usage')).rss / 2 ** 20);
  } finally {
    await Promise.all(running.map(({ child }) => end(child)));
  }
  return { running, memory };
}

/** Start, CPU per token, memory, of each. */
export async function run(): Promise<BenchRow[]> {
  installPeers();
  const folder = mkdtempSync(join(tmpdir(), 'sallyport-bench-'));
  try {
    const entra = mockEntra('mock Entra', await asPublished(folder, program, entraBundle));
    const sources = mockEntra('mock Entra from its sources', join(here, '..', program));
    const servers = [bare, entra, ...others];
    const times = new Map<Server, number[]>([...servers, sources].map((server) => [server, []]));
    // in turns as well; the first start only fills the cache
    for (let count = 0; count <= starts; count++) {
      for (const [server, taken] of times) {
        const time = await startTime(server);
        if (count > 0) taken.push(time);
      }
    }
    const started = new Map([...times].map(([server, taken]) => [server, median(taken)]));
    return rows(entra, servers, started, await measured(servers));
  } finally {
    agent.destroy();
    rmSync(folder, { recursive: true, force: true });
  }
}

function rows(
  entra: Server,
  servers: readonly Server[],
  started: ReadonlyMap<Server, number>,
  { running, memory }: Awaited<ReturnType<typeof measured>>,
): BenchRow[] {
  const floor = median(running.find(({ server }) => server === bare)?.app ?? []);
  /** What mock Entra should stay below: the best of the peers. */
  const best = (values: readonly (number | undefined)[]): number =>
    Math.min(...values.filter((value) => value !== undefined && !Number.isNaN(value)).map(Number));
  const bestOf = (map: ReadonlyMap<Server, number>): number => best(others.map((server) => map.get(server)));
  const row = (server: Server, measure: string, value: number, unit: BenchRow['unit'], goal: number): BenchRow => ({
    measure: `${server.name}, ${measure}`,
    value,
    unit,
    ...(server === entra && { goal: Number(goal.toPrecision(3)) }),
  });
  const result: BenchRow[] = [];
  for (const [server, time] of started) {
    result.push(row(server, 'start to first discovery answer', time, 'ms', bestOf(started)));
  }
  for (const member of ['app', 'onBehalfOf'] as const) {
    const measure = member === 'app' ? 'CPU per client-credentials token' : 'CPU per on-behalf-of exchange';
    const goalOfPeers = best(
      running.filter(({ server }) => others.includes(server)).map((each) => median(each[member])),
    );
    for (const each of running.filter((one) => one[member].length > 0)) {
      result.push(row(each.server, measure, median(each[member]), 'ms', goalOfPeers));
    }
    const own = median(running.find(({ server }) => server === entra)?.[member] ?? []);
    result.push({
      measure: `mock Entra, ${measure}, times the bare signature`,
      value: own / floor,
      unit: 'x',
      goal: member === 'app' ? 1.3 : 2.5,
      note: `${rounds} rounds of ${requests} requests`,
    });
  }
  for (const server of servers) {
    result.push(row(server, 'memory after all that', memory.get(server) ?? Number.NaN, 'MB', bestOf(memory)));
  }
  return result;
}
