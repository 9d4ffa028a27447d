/** Which requests of an MCP server's policies go to the protocol, and which go out. */
import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import type { Api } from '../model.ts';
import type { HttpClient, OutgoingRequest } from '../policies/services.ts';
import { defaultSwitches } from '../switches.ts';
import { answer } from './json-rpc.ts';
import { mcpClient } from './mcp-client.ts';

const kinds = {
  tools: { kind: 'tools', tools: [] },
  existing: { kind: 'existing', transport: 'streamable' },
} as const;

/** The client of an API, and what it sent on. */
function clientOf(mcp: Api['mcp'] | undefined, prompts: 'refuse' | 'forward' = 'refuse') {
  const sent: OutgoingRequest[] = [];
  const out: HttpClient = {
    send: async (request) => {
      sent.push(request);
      return answer(200, {}, 'from outside');
    },
  };
  const api: Api = {
    id: 'a',
    name: 'A',
    path: 'a',
    revision: '1',
    subscriptionRequired: false,
    operations: [],
    ...(mcp ? { mcp } : {}),
  };
  const client = mcpClient(api, out, {
    apis: [api],
    switches: { ...defaultSwitches, 'mcp.prompts': prompts },
    limit: 1000,
    invoke: () => expect.fail('no tool was called'),
  });
  const send = async (body: OutgoingRequest['body'] | string, more: Partial<OutgoingRequest> = {}) => {
    const { status, body: answered } = await client.send({
      method: 'POST',
      url: 'https://gateway.example/mcp',
      headers: [],
      body: typeof body === 'string' ? Buffer.from(body) : body,
      timeoutMs: 1000,
      signal: new AbortController().signal,
      forwarded: { setByPolicy: new Set() },
      ...more,
    });
    const chunks: Buffer[] = [];
    for await (const chunk of answered) chunks.push(chunk);
    return { status, text: Buffer.concat(chunks).toString() };
  };
  return { send, sent, out, client };
}
const message = (method: string, id?: number | string) =>
  JSON.stringify({ jsonrpc: '2.0', method, ...(id === undefined ? {} : { id }) });
const errorOf = ({ text }: { text: string }) => JSON.parse(text);

it('an API that is no MCP server has the client it had', () => {
  const { client, out } = clientOf(undefined);
  expect(client).toBe(out);
});

describe('a server of tools', () => {
  it('answers what is forwarded, and lets out what a policy sends', async () => {
    const { send, sent } = clientOf(kinds.tools);
    expect((await send(message('ping', 1))).text).toContain('"result":{}');
    expect((await send(Readable.from([Buffer.from(message('ping', 2))]))).text).toContain('"id":2');
    expect(sent).toEqual([]);
    expect((await send(message('ping', 1), { forwarded: undefined })).text).toBe('from outside');
  });

  it('reads no message that is too large', async () => {
    const { send } = clientOf(kinds.tools);
    const answered = await send(Readable.from([Buffer.alloc(1001, ' ')]));
    expect([answered.status, errorOf(answered)]).toEqual([
      413,
      { jsonrpc: '2.0', id: null, error: { code: -32_600, message: 'The message is too large' } },
    ]);
  });

  it('takes no body for an empty one', async () => {
    expect((await clientOf(kinds.tools).send(undefined)).status).toBe(400);
  });

  it('gives up when the client goes while it sends', async () => {
    const broken = new Readable({ read: () => void broken.destroy(new Error('gone')) });
    await expect(clientOf(kinds.tools).send(broken)).rejects.toMatchObject({ name: 'ExchangeError', kind: 'aborted' });
  });
});

describe('an existing server', () => {
  it.each(['prompts/list', 'prompts/get', 'prompts/other'])('is not asked for %s', async (method) => {
    const { send, sent } = clientOf(kinds.existing);
    const answered = await send(message(method, 'a'));
    expect([answered.status, errorOf(answered)]).toEqual([
      200,
      { jsonrpc: '2.0', id: 'a', error: { code: -32_601, message: 'Prompts are not supported.' } },
    ]);
    expect(sent).toEqual([]);
  });

  it('gets everything else as it is', async () => {
    const { send, sent } = clientOf(kinds.existing);
    const bodies = [
      message('tools/list', 1),
      message('notifications/initialized'),
      'no JSON',
      '[]',
      message('prompt', 1),
    ];
    for (const body of bodies) expect((await send(Readable.from([Buffer.from(body)]))).text).toBe('from outside');
    expect(sent.map(({ body }) => Buffer.from(body as Uint8Array).toString())).toEqual(bodies);
  });

  it('gets what has no message, and what a policy sends, unread', async () => {
    const { send, sent } = clientOf(kinds.existing);
    const bodies = [1, 2].map(() => Readable.from([Buffer.from(message('prompts/list', 1))]));
    await send(bodies[0], { method: 'GET' });
    await send(bodies[1], { forwarded: undefined });
    expect(sent.map(({ body }) => body)).toEqual(bodies);
  });

  it('is sent no message that is too large', async () => {
    const { send, sent } = clientOf(kinds.existing);
    expect((await send(Readable.from([Buffer.alloc(1001, ' ')]))).status).toBe(413);
    expect(sent).toEqual([]);
  });

  it('is asked for prompts when a switch says so', async () => {
    const { send, out, client } = clientOf(kinds.existing, 'forward');
    expect(client).toBe(out);
    expect((await send(message('prompts/list', 1))).text).toBe('from outside');
  });
});
