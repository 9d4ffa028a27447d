import { describe, expect, it } from 'vitest';
import { useCloud } from '../testing/use-cloud.ts';
import { messageOf, postToolCall } from '../testing/use-server.ts';
import rows from './access-table.json' with { type: 'json' };

const world = useCloud();
const { servers } = world;

const role = 'Mcp.Call';
const echoed = '{ "exact": 1 }\n';
const callers: Record<string, () => Promise<Record<string, string>>> = {
  anonymous: async () => ({}),
  application: async () => bearer({ scp: undefined, idtyp: 'app', sub: 'p', oid: 'p', name: undefined, roles: [role] }),
  user: () => bearer({}),
};
const bearer = async (claims: Record<string, unknown>) => ({
  authorization: `Bearer ${await world.cloud.signer.mint(claims)}`,
});

/** A body as the table has it: of tools only their names. */
function shown(text: string): unknown {
  try {
    const body = JSON.parse(text);
    return Array.isArray(body?.tools) ? { tools: body.tools.map(({ name }: { name: string }) => name) } : body;
  } catch {
    return text;
  }
}
const expectedBody = (body: unknown): unknown => (body === echoed ? JSON.parse(echoed) : body);

const overHttp = rows.flatMap(({ http, ...row }) => (http ? [{ ...row, http }] : []));

describe.each(overHttp)('$endpoint, asked by $caller over HTTP', ({ endpoint, caller, http }) => {
  it('answers as the table says', async () => {
    const url = new URL(`/${endpoint}`, await servers.start({ REQUIRED_ROLE: role }));
    const headers = await callers[caller]?.();
    const response = await fetch(url, {
      headers: headers ?? {},
      ...(endpoint === 'echo' && { method: 'POST', body: echoed }),
    });
    const text = await response.text();
    expect([response.status, shown(text)]).toEqual([http.status, expectedBody(http.body)]);
    if (endpoint === 'echo') expect(text).toBe(echoed);
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(response.headers.has('www-authenticate')).toBe(response.status === 401 || response.status === 403);
  });
});

describe.each(rows)('$endpoint, asked by $caller over MCP', ({ endpoint, caller, mcp }) => {
  it('answers as the table says', async () => {
    const url = await servers.start({ REQUIRED_ROLE: role });
    const args = endpoint === 'echo' ? { body: echoed } : {};
    const response = await postToolCall(url, endpoint, args, await callers[caller]?.());
    const message = await messageOf(response);
    if (response.status !== 200) return expect([response.status, message]).toEqual([mcp.status, mcp.body]);
    const { content, isError = false } = message.result as { content: { text: string }[]; isError?: boolean };
    const text = content[0]?.text ?? '';
    expect([response.status, isError, shown(text)]).toEqual([200, mcp.isError === true, expectedBody(mcp.body)]);
    if (endpoint === 'echo') expect(text).toBe(echoed);
  });
});

it('the table has every endpoint with every caller, once', () => {
  const pairs = rows.map(({ endpoint, caller }) => `${endpoint} ${caller}`);
  expect(new Set(pairs).size).toBe(pairs.length);
  expect(pairs).toHaveLength(6 * Object.keys(callers).length);
});
