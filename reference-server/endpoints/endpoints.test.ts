import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { useCloud } from '../testing/use-cloud.ts';

const world = useCloud();
const { servers } = world;

const start = async (variables: Record<string, string> = {}) => {
  const url = await servers.start(variables);
  return (path: string, init: RequestInit = {}) => fetch(new URL(path, url), init);
};
const bearer = async (claims: Record<string, unknown> = {}) => ({
  authorization: `Bearer ${await world.cloud.signer.mint(claims)}`,
});

describe('/hello', () => {
  it('takes the name from the query, else from a JSON body', async () => {
    const ask = await start();
    const textOf = async (...request: Parameters<typeof ask>) => (await ask(...request)).text();
    expect(await textOf('/hello?name=Ada')).toBe('Hello, Ada!');
    expect(await textOf('/hello', { method: 'POST', body: '{"name":"Grace"}' })).toBe('Hello, Grace!');
    expect(await textOf('/hello?name=Ada', { method: 'POST', body: '{"name":"Grace"}' })).toBe('Hello, Ada!');
    expect(await textOf('/hello', { method: 'POST', body: '[]' })).toBe('Hello, world!');
    expect(await textOf('/hello?name=%20')).toBe('Hello, world!');
  });

  it('says what is wrong with a name or body it cannot take', async () => {
    const ask = await start();
    for (const [path, body] of [
      ['/hello', '{'],
      ['/hello', '{"name":1}'],
      [`/hello?name=${'x'.repeat(201)}`, ''],
    ] as const) {
      const response = await ask(path, { method: 'POST', body });
      expect(response.status).toBe(400);
      expect(await response.json()).toMatchObject({ error: 'invalid_request', error_description: expect.any(String) });
    }
  });

  it('is text that no browser runs', async () => {
    const response = await (await start())('/hello?name=%3Cscript%3E');
    expect(response.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
  });
});

describe('/echo', () => {
  it('gives back any bytes as they are', async () => {
    const ask = await start();
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 5000 }), async (body) => {
        const response = await ask('/echo', { method: 'POST', body: body.slice() });
        expect(new Uint8Array(await response.arrayBuffer())).toEqual(body);
      }),
      { numRuns: 25 },
    );
  });

  it('keeps a harmless type, and no other', async () => {
    const ask = await start();
    const typeOf = async (type: string) => {
      const response = await ask('/echo', { method: 'POST', body: '<svg/>', headers: { 'content-type': type } });
      return response.headers.get('content-type');
    };
    expect(await typeOf('application/json; charset=utf-8')).toBe('application/json; charset=utf-8');
    for (const type of ['text/html', 'text/plainer', 'application/json+svg']) {
      expect(await typeOf(type)).toBe('application/octet-stream');
    }
    expect(await typeOf('image/svg+xml')).toBe('application/octet-stream');
  });

  it('refuses a body over the limit', async () => {
    const response = await (await start())('/echo', { method: 'POST', body: 'x'.repeat(1024 * 1024 + 1) });
    expect(response.status).toBe(413);
  });
});

it('/tools describes each tool as MCP does, without the dialect of its schema', async () => {
  const { tools } = (await (await (await start())('/tools')).json()) as { tools: Record<string, unknown>[] };
  expect(tools.find(({ name }) => name === 'echo')).toEqual({
    name: 'echo',
    title: 'Echo',
    description: expect.any(String),
    inputSchema: {
      type: 'object',
      properties: { body: { type: 'string', description: 'What to send back' } },
      required: ['body'],
      additionalProperties: false,
    },
    annotations: { readOnlyHint: true, openWorldHint: false },
  });
});

it('a method that an endpoint does not have is answered 405 with those it has', async () => {
  const response = await (await start())('/echo');
  expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST']);
});

describe('a token that is there', () => {
  it('is judged even where none is needed', async () => {
    const ask = await start();
    for (const headers of [await bearer({ aud: 'other' }), await bearer({ exp: 1 }), { authorization: 'Basic eA==' }]) {
      expect((await ask('/status', { headers })).status).toBe(401);
    }
    expect((await ask('/status', { headers: await bearer({ scp: 'other' }) })).status).toBe(403);
    expect((await ask('/status', { headers: await bearer({ scp: undefined, idtyp: 'app' }) })).status).toBe(403);
  });

  it('is needed everywhere when the settings say so', async () => {
    const ask = await start({ ANONYMOUS_ENDPOINTS: 'deny' });
    for (const path of ['/hello', '/tools', '/status', '/me']) expect((await ask(path)).status).toBe(401);
    expect((await ask('/status', { headers: await bearer() })).status).toBe(200);
  });
});

describe('/me', () => {
  it('passes a claims challenge up as 401', async () => {
    const claims = '{"access_token":{"acrs":{"essential":true,"value":"c1"}}}';
    world.cloud.answers.token = () => ({
      status: 400,
      body: { error: 'interaction_required', error_codes: [50076], claims },
    });
    const response = await (await start())('/me', { headers: await bearer() });
    expect(response.status).toBe(401);
    expect(response.headers.get('www-authenticate')).toContain(Buffer.from(claims).toString('base64'));
  });

  it.each([
    [502, 'upstream_failed', () => ({ status: 400, body: { error: 'invalid_grant', error_codes: [500131] } })],
    [
      403,
      'consent_required',
      () => ({ status: 400, body: { error: 'invalid_grant', suberror: 'consent_required', error_codes: [65001] } }),
    ],
  ])('answers %i %s for a failed exchange, with nothing of its text', async (status, error, answer) => {
    world.cloud.answers.token = answer;
    const response = await (await start())('/me', { headers: await bearer() });
    expect(response.status).toBe(status);
    const text = await response.text();
    expect(JSON.parse(text)).toMatchObject({ error, correlation_id: expect.any(String) });
    for (const secret of ['AADSTS', world.cloud.tenantId, world.cloud.clientId]) expect(text).not.toContain(secret);
  });

  it('answers 502 when Graph fails', async () => {
    world.cloud.answers.me = () => ({ status: 429, body: {} });
    expect((await (await start())('/me', { headers: await bearer() })).status).toBe(502);
  });
});

it('endpoints do not exist where the token comes in an argument of MCP', async () => {
  const ask = await start({ TOKEN_SOURCE: 'argument' });
  expect((await ask('/hello')).status).toBe(404);
});
