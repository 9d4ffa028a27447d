/** What a claims challenge becomes, of the exchange and of Graph. */
import { describe, expect, it } from 'vitest';
import { resultOf } from '../testing/mcp-clients.ts';
import { useCloud } from '../testing/use-cloud.ts';
import { messageOf, postToolCall } from '../testing/use-server.ts';

const world = useCloud();
const { servers } = world;
const { start } = servers;

const tool = 'get_graph_user_details';
const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
/** Calls the tool as a client of the 2025 revisions does. */
const call = (url: string, headers: Record<string, string>, args: Record<string, unknown> = {}) =>
  postToolCall(url, tool, args, headers);
const refuse = (body: Record<string, unknown>, status = 400) => ({ status, body: { correlation_id: 'c', ...body } });

describe('a claims challenge', () => {
  const claims = JSON.stringify({ access_token: { capolids: { essential: true, values: ['policy'] } } });
  const mfa = refuse({
    error: 'invalid_grant',
    error_description: 'AADSTS50076: Due to a configuration change you must use multi-factor authentication.',
    error_codes: [50076],
    suberror: 'basic_action',
    claims,
  });
  const modern = {
    headers: { 'mcp-protocol-version': '2026-07-28', 'mcp-method': 'tools/call', 'mcp-name': tool },
    meta: {
      'io.modelcontextprotocol/protocolVersion': '2026-07-28',
      'io.modelcontextprotocol/clientCapabilities': {},
    },
  };
  const eras = {
    '2025 era': (url: string, token: string) => call(url, bearer(token)),
    '2026 era': (url: string, token: string) => {
      const params = { name: tool, arguments: {}, _meta: modern.meta };
      return fetch(url, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          accept: 'application/json, text/event-stream',
          ...bearer(token),
          ...modern.headers,
        },
        body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params }),
      });
    },
  };

  it.each(Object.entries(eras))('of the exchange ends as 401 with the claims, %s', async (_name, send) => {
    world.cloud.answers.token = () => mfa;
    const response = await send(await start(), await world.cloud.signer.mint());
    expect(response.status).toBe(401);
    expect(response.headers.get('www-authenticate')).toBe(
      `Bearer error="insufficient_claims", claims="${Buffer.from(claims).toString('base64')}"`,
    );
    expect(await response.json()).toMatchObject({ error: 'insufficient_claims', correlation_id: expect.any(String) });
  });

  it('ends as 401 in argument mode too', async () => {
    world.cloud.answers.token = () => mfa;
    const url = await start({ TOKEN_SOURCE: 'argument' });
    const response = await call(url, {}, { bearerToken: await world.cloud.signer.mint() });
    expect(response.status).toBe(401);
  });

  it('without claims asks for a new sign-in', async () => {
    world.cloud.answers.token = () => refuse({ error: 'interaction_required', error_codes: [50173] });
    const response = await call(await start(), bearer(await world.cloud.signer.mint()));
    expect(response.status).toBe(401);
    expect(response.headers.get('www-authenticate')).toBe('Bearer error="invalid_token"');
  });

  it('of Graph is put to the exchange first, and ends as 401 when that needs the user', async () => {
    const graphChallenge = {
      status: 401,
      body: {},
      headers: {
        'WWW-Authenticate': `Bearer realm="", error="insufficient_claims", claims="${Buffer.from(claims).toString('base64')}"`,
      },
    };
    const url = await start();
    const token = await world.cloud.signer.mint();
    const fulfilled = new Set<string>();
    world.cloud.answers.token = ({ form }) => {
      const graphToken = form.get('claims')?.includes('capolids') ? 'strong' : 'weak';
      fulfilled.add(graphToken);
      return {
        status: 200,
        body: { token_type: 'Bearer', scope: 'User.Read', expires_in: 3599, access_token: graphToken },
      };
    };
    world.cloud.answers.me = (request) =>
      request.headers.authorization === 'Bearer strong' ? world.answers.me(request) : graphChallenge;
    const { result } = await messageOf(await call(url, bearer(token)));
    expect(resultOf(result).success).toBe(true);
    expect([...fulfilled]).toEqual(['weak', 'strong']);

    world.cloud.answers.token = () => mfa;
    expect((await call(url, bearer(await world.cloud.signer.mint()))).status).toBe(401);
    world.cloud.answers.token = world.answers.token;
    world.cloud.answers.me = () => graphChallenge;
    expect((await call(url, bearer(await world.cloud.signer.mint()))).status).toBe(401);
  });

  it('does not turn the answers of others into 401', async () => {
    const url = await start();
    const weak = await world.cloud.signer.mint({ sub: 'weak' });
    world.cloud.answers.token = (request) =>
      request.form.get('assertion') === weak ? mfa : world.answers.token(request);
    const tokens = [weak, await world.cloud.signer.mint(), weak, await world.cloud.signer.mint()];
    const statuses = await Promise.all(tokens.map(async (token) => (await call(url, bearer(token))).status));
    expect(statuses).toEqual([401, 200, 401, 200]);
  });
});
