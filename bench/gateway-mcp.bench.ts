/**
 * CPU time per request that the gateway adds with the broker's MCP policy, against a bare node:http + undici proxy.
 * Backend, gateway and proxy are processes of their own, so that each is measured alone. All are warm when measuring
 * begins, and they take turns, so that whatever else the machine does meets all of them.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { CompactEncrypt } from 'jose';
import { Pool } from 'undici';
import { type BenchRow, median } from './row.ts';

const policies = fileURLToPath(new URL('../infra/policies/broker', import.meta.url));
const host = '127.0.0.1';
const rounds = 9;
/** In each round. */
const requests = 400;
/** Until the engine has compiled what runs often: in a gateway that has served for a minute it has. */
const warming = 4000;
/** More than the gateway remembers results for, so that every request is one of a session not seen lately. */
const sessions = 200;
/** In seconds. */
const month = 30 * 86_400;

/** Tells the parent a server's port, and its CPU time (µs) whenever it is asked. */
function serve(server: http.Server): void {
  server.listen(0, host, () => process.send?.((server.address() as AddressInfo).port));
  answerCpu();
}

function answerCpu(): void {
  process.on('message', () => {
    const { user, system } = process.cpuUsage();
    process.send?.(user + system);
  });
}

function backend(): void {
  const body = JSON.stringify({
    jsonrpc: '2.0',
    id: 1,
    result: { content: [{ type: 'text', text: 'x'.repeat(500) }] },
  });
  serve(
    http.createServer((request, response) => {
      request.resume().on('end', () => response.writeHead(200, { 'Content-Type': 'application/json' }).end(body));
    }),
  );
}

function proxy(backendPort: number): void {
  const pool = new Pool(`http://${host}:${backendPort}`);
  serve(
    http.createServer((request, response) => {
      const headers = request.rawHeaders.filter((_value, index, all) => {
        const name = all[index - (index % 2)]?.toLowerCase() ?? '';
        return !['host', 'connection', 'transfer-encoding'].includes(name);
      });
      pool.dispatch(
        { path: request.url ?? '/', method: 'POST', headers, body: request },
        {
          onRequestStart: () => {},
          onResponseStart: (controller, status) => {
            const raw = Array.isArray(controller.rawHeaders) ? controller.rawHeaders.map(String) : [];
            response.writeHead(status, raw);
          },
          onResponseData: (_controller, chunk) => response.write(chunk),
          onResponseEnd: () => response.end(),
          onResponseError: () => response.destroy(),
        },
      );
    }),
  );
}

async function gateway(backendPort: number, key: string): Promise<void> {
  const { createGateway } = await import('../gateway/index.ts');
  const { loadManifest } = await import('../gateway/load/load-manifest.ts');
  const started = Date.now();
  const session = JSON.stringify({ token: 'e30.e30.x', exp: Math.floor(started / 1000) + month });
  const running = await createGateway({
    model: await loadManifest(policies),
    bindings: {
      tenantId: 'tenant',
      clientId: 'client',
      serverClientId: 'server',
      scope: 'scope',
      loginHost: 'https://login.microsoftonline.com',
      gatewayUrl: 'https://bench.azure-api.net',
      managedIdentityClientId: 'identity',
      mcpServerUrl: `http://${host}:${backendPort}/mcp`,
      storeUrl: `http://${host}:${backendPort}`,
      encryptionKey: key,
      signingKey: randomBytes(32).toString('base64'),
    },
    egress: { hosts: new Map(), ca: [] },
    // time flies, so that the policy's rate limits count and never refuse
    clock: () => started + (Date.now() - started) * 500,
    // a session that is simply there
    externalCache: {
      lookup: (name) => Promise.resolve(name.startsWith('session:') ? session : undefined),
      store: () => Promise.resolve(),
      remove: () => Promise.resolve(),
    },
  });
  process.send?.(running.port);
  answerCpu();
}

/** A session token as the broker's token endpoint makes it. */
function sessionToken(key: string): Promise<string> {
  const claims = {
    aud: 'https://bench.azure-api.net/mcp',
    sid: randomBytes(16).toString('hex'),
    exp: Math.floor(Date.now() / 1000) + month,
  };
  return new CompactEncrypt(Buffer.from(JSON.stringify(claims)))
    .setProtectedHeader({ alg: 'dir', enc: 'A256CBC-HS512', kid: '1', typ: 'JWT' })
    .encrypt(Buffer.from(key, 'base64'));
}

const agent = new http.Agent({ keepAlive: true });

function call(port: number, token: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const headers = {
      Authorization: `Bearer ${token}`,
      'Content-Type': 'application/json',
      Accept: 'application/json, text/event-stream',
    };
    const request = http.request({ port, host, agent, path: '/mcp', method: 'POST', headers }, (response) => {
      response.resume().on('end', () => resolve(response.statusCode ?? 0));
    });
    request.on('error', reject);
    request.end(
      '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"get_graph_user_details","arguments":{}}}',
    );
  });
}

/** The next message of a child. @throws Error when it ends instead */
const next = (child: ChildProcess): Promise<number> =>
  new Promise((resolve, reject) => {
    const ended = (): void => reject(new Error('a measured process ended before its time; see above'));
    child.once('exit', ended);
    child.once('message', (value) => {
      child.off('exit', ended);
      resolve(Number(value));
    });
  });

async function start(...args: string[]): Promise<{ child: ChildProcess; port: number }> {
  const child = fork(fileURLToPath(import.meta.url), args);
  return { child, port: await next(child) };
}

/** One server under measurement. */
interface Measured {
  readonly child: ChildProcess;
  readonly port: number;
  /** That requests carry in turn. */
  readonly tokens: readonly string[];
  /** CPU milliseconds per request, one value a round. */
  readonly spent: number[];
}

/** Sends requests one after the other. @returns CPU milliseconds that the server spent on each */
async function drive({ child, port, tokens }: Measured, count: number): Promise<number> {
  const cpu = (): Promise<number> => {
    const answer = next(child);
    child.send('cpu');
    return answer;
  };
  const before = await cpu();
  for (let index = 0; index < count; index++) {
    const status = await call(port, tokens[index % tokens.length] ?? '');
    if (status !== 200) throw new Error(`a measured process answers ${status}`);
  }
  return ((await cpu()) - before) / 1000 / count;
}

export const title = "The gateway with the broker's MCP policy";

/** CPU added per request: the median of what the rounds say. */
export async function run(): Promise<BenchRow[]> {
  const key = randomBytes(64).toString('base64');
  const tokens = await Promise.all(Array.from({ length: sessions }, () => sessionToken(key)));
  const own = tokens.slice(0, 1);
  const server = await start('backend');
  const measured: Measured[] = [];
  const measure = async (role: 'proxy' | 'gateway', carried: readonly string[]): Promise<Measured> => {
    const added = { ...(await start(role, String(server.port), key)), tokens: carried, spent: [] };
    measured.push(added);
    return added;
  };
  try {
    const bare = await measure('proxy', own);
    const one = await measure('gateway', own);
    const many = await measure('gateway', tokens);
    for (const each of measured) await drive(each, warming);
    for (let round = 0; round < rounds; round++) {
      for (const each of measured) each.spent.push(await drive(each, requests));
    }
    const added = ({ spent }: Measured): number =>
      median(spent.map((value, round) => value - (bare.spent[round] ?? 0)));
    const note = `${rounds} rounds of ${requests} requests`;
    return [
      { measure: 'bare node:http + undici proxy, CPU per request', value: median(bare.spent), unit: 'ms', note },
      { measure: 'added by the gateway, CPU per request', value: added(one), unit: 'ms', goal: 0.5, note },
      { measure: `the same, ${sessions} sessions taking turns`, value: added(many), unit: 'ms', note },
    ];
  } finally {
    for (const { child } of measured) child.kill();
    server.child.kill();
    agent.destroy();
  }
}

const [role, backendPort = '', key = ''] = process.argv.slice(2);
if (process.send) {
  if (role === 'backend') backend();
  if (role === 'proxy') proxy(Number(backendPort));
  if (role === 'gateway') await gateway(Number(backendPort), key);
}
