/** Messages that no honest client sends, at every endpoint that takes one: a clear refusal, and nothing of the server. */
import { describe, expect, it } from 'vitest';
import { useCloud } from '../testing/use-cloud.ts';
import { messageOf } from '../testing/use-server.ts';

const world = useCloud();
const { servers } = world;

const json = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' };
const call = { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'hello', arguments: { name: 'Ada' } } };
const legacy = JSON.stringify(call);
const version = '2026-07-28';
const envelope = (named: string): object => ({
  'io.modelcontextprotocol/protocolVersion': named,
  'io.modelcontextprotocol/clientCapabilities': {},
});
const modern = JSON.stringify({ ...call, params: { ...call.params, _meta: envelope(version) } });
const mirrored = { 'mcp-protocol-version': version, 'mcp-method': 'tools/call', 'mcp-name': 'hello' };
const without = (name: keyof typeof mirrored): Record<string, string> =>
  Object.fromEntries(Object.entries(mirrored).filter(([own]) => own !== name));
const nested = (depth: number, inside = '1'): string => `${'{"a":'.repeat(depth)}${inside}${'}'.repeat(depth)}`;
const withArguments = (args: string): string => legacy.replace('{"name":"Ada"}', args);

type Case = readonly [
  name: string,
  headers: Record<string, string>,
  body: string | Uint8Array,
  ...answer: readonly number[],
];

const named = (cases: readonly Case[]) => cases.map((row) => [row[0], row] as const);

/** Refused before anything looks into the message: by every endpoint alike. */
const refusedEverywhere: readonly Case[] = [
  ['a charset that is not UTF-8', { 'content-type': 'application/json; charset=iso-8859-1' }, legacy, 415, -32_000],
  ['another charset, quoted', { 'content-type': 'application/json;CharSet="UTF-16"' }, legacy, 415, -32_000],
  ['encoded content', { 'content-encoding': 'gzip' }, legacy, 415, -32_000],
  ['a batch', {}, `[${legacy}]`, 400, -32_600],
  ['a batch behind a byte order mark and much space', {}, `\uFEFF${' '.repeat(5000)}[${legacy}]`, 400, -32_600],
  ['a batch of thousands', {}, `[${Array(5000).fill(legacy).join(',')}]`, 400, -32_600],
  ['an empty batch', {}, '[]', 400, -32_600],
  ['objects in objects, 100,000 deep', {}, withArguments(nested(100_000)), 400, -32_600],
  ['arrays in arrays, 400,000 deep', {}, `{"a":${'['.repeat(400_000)}`, 400, -32_600],
  ['101 levels', {}, nested(101), 400, -32_600],
  ['no JSON', {}, 'text', 400, -32_700],
  ['nothing', {}, '', 400, -32_700],
  ['two messages', {}, `${legacy}${legacy}`, 400, -32_700],
  ['bytes that are not UTF-8', {}, Uint8Array.of(0x7b, 0xff, 0xfe, 0x7d), 400, -32_700],
];

/** What Streamable HTTP refuses. The last number is the JSON-RPC error. */
const refused: readonly Case[] = [
  ['text', { 'content-type': 'text/plain' }, legacy, 415, -32_000],
  ['a form', { 'content-type': 'application/x-www-form-urlencoded' }, legacy, 415, -32_000],
  ['JSON of a vendor', { 'content-type': 'application/vnd.contoso+json' }, legacy, 415, -32_000],
  ['an Accept without event streams', { accept: 'application/json' }, legacy, 406, -32_000],
  ['an Accept without JSON', { accept: 'text/event-stream' }, legacy, 406, -32_000],
  ['a number', {}, '1e999', 400, -32_600],
  ['null', {}, 'null', 400, -32_600],
  ['JSON-RPC 1.0', {}, JSON.stringify({ ...call, jsonrpc: '1.0' }), 400, -32_600],
  ['an id that is null', {}, JSON.stringify({ ...call, id: null }), 400, -32_600],
  ['an id that is an object', {}, JSON.stringify({ ...call, id: {} }), 400, -32_600],
  ['Mcp-Method for another method', { ...mirrored, 'mcp-method': 'tools/list' }, modern, 400, -32_020],
  ['Mcp-Name for another tool', { ...mirrored, 'mcp-name': 'me' }, modern, 400, -32_020],
  ['Mcp-Name in broken base64', { ...mirrored, 'mcp-name': '=?base64?!?=' }, modern, 400, -32_020],
  ['no Mcp-Method', without('mcp-method'), modern, 400, -32_020],
  ['no Mcp-Name', without('mcp-name'), modern, 400, -32_020],
  ['no version in a header', without('mcp-protocol-version'), modern, 400, -32_020],
  ['an older version in the header', { 'mcp-protocol-version': '2025-06-18' }, modern, 400, -32_020],
  ['an older version in the body', mirrored, modern.replace(version, '2025-11-25'), 400, -32_020],
  ['the current version in the header only', mirrored, legacy, 400, -32_602],
  ['a version that is no date', { 'mcp-protocol-version': 'newest' }, legacy, 400, -32_602],
  ['a version that never was', { 'mcp-protocol-version': '1999-01-01' }, legacy, 400, -32_000],
  [
    'a version that is not yet',
    { ...mirrored, 'mcp-protocol-version': '2099-01-01' },
    modern.replace(version, '2099-01-01'),
    400,
    -32_022,
  ],
  ['the tool named twice', mirrored, modern.replace('"name":"hello"', '"name":"hello","name":"me"'), 400, -32_020],
];

/** Served, or refused by the method: the last of two members counts, as for every reader of the message. */
const served: readonly Case[] = [
  ['a charset of UTF-8', { 'content-type': 'Application/JSON; charset="UTF-8"' }, legacy, 200],
  ['a byte order mark', {}, `\uFEFF${legacy}`, 200],
  ['100 levels', {}, withArguments(nested(98)), 200],
  ['brackets in strings', {}, withArguments(`{"name":"${'[{'.repeat(90)}\\"[\\\\"}`), 200],
  [
    'Mcp-Name in base64',
    { ...mirrored, 'mcp-name': `=?base64?${Buffer.from('hello').toString('base64')}?=` },
    modern,
    200,
  ],
  ['an argument twice', {}, withArguments('{"name":"Ada","name":"Bob"}'), 200],
  ['a tool called __proto__', {}, legacy.replace('"hello"', '"__proto__"'), 200, -32_602],
  ['an unknown tool', {}, legacy.replace('"hello"', '"none"'), 200, -32_602],
  ['a method called __proto__', {}, legacy.replace('tools/call', '__proto__'), 200, -32_601],
  ['arguments that are a text', {}, withArguments('"x"'), 200, -32_602],
];

/** What no answer and no log line has. */
function expectSilence(text: string): void {
  for (const secret of [world.cloud.tenantId, world.cloud.clientId, 'adele@', 'pairwise'])
    expect(text).not.toContain(secret);
  expect(text).not.toMatch(/\bat .*:\d+:\d+|node_modules|RangeError|SyntaxError: |\.ts\b/);
}

async function post(path: string, settings: Record<string, string>, [, headers, body]: Case) {
  const url = new URL(path, await servers.start(settings));
  const authorization = `Bearer ${await world.cloud.signer.mint()}`;
  return await fetch(url, {
    method: 'POST',
    headers: { ...json, ...(settings.TOKEN_SOURCE ? {} : { authorization }), ...headers },
    body: typeof body === 'string' ? body : body.slice(),
  });
}

async function expectAnswer(response: Response, [, , , status, code]: Case): Promise<void> {
  const message = await messageOf(response);
  const error = message.error as { code?: number } | undefined;
  expect([response.status, error?.code]).toEqual([status, code]);
  const log = servers.lines.filter((line) => !line.includes('"mcp.rejected"'));
  for (const told of [JSON.stringify(message), log.join('')]) expectSilence(told);
}

const argument = { TOKEN_SOURCE: 'argument' };
describe.each([
  ['/mcp', {}],
  ['/mcp', argument],
  ['/runtime/webhooks/mcp', {}],
  ['/runtime/webhooks/mcp', argument],
] as const)('%s %j', (path, settings) => {
  it.each(named(refusedEverywhere))('refuses %s', async (_name, row) => {
    await expectAnswer(await post(path, settings, row), row);
  });
});

describe('/mcp', () => {
  it.each(named(refused))('refuses %s', async (_name, row) => {
    await expectAnswer(await post('/mcp', {}, row), row);
  });

  it.each(named(served))('answers %s', async (_name, row) => {
    await expectAnswer(await post('/mcp', {}, row), row);
  });

  it('takes no notice of a session, where it keeps none', async () => {
    const headers = { 'mcp-session-id': '../../etc', 'last-event-id': '7' };
    expect((await post('/mcp', {}, ['', headers, legacy])).status).toBe(200);
  });
});

describe('/mcp/message', () => {
  it.each(named(refusedEverywhere))('refuses %s', async (_name, row) => {
    const url = await servers.start();
    const headers = { ...json, authorization: `Bearer ${await world.cloud.signer.mint()}` };
    const stream = await fetch(new URL('/mcp/sse', url), { headers });
    const reader = stream.body?.pipeThrough(new TextDecoderStream()).getReader();
    const endpoint = new URL(/^data: (.*)$/m.exec((await reader?.read())?.value ?? '')?.[1] ?? '', stream.url);
    const [, own, body] = row;
    const response = await fetch(endpoint, {
      method: 'POST',
      headers: { ...headers, ...own },
      body: typeof body === 'string' ? body : body.slice(),
    });
    await expectAnswer(response, row);
    await reader?.cancel();
  });
});
