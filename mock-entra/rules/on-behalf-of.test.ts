import { describe, expect, it } from 'vitest';
import { daemon, expectError } from '../testing/token-request.ts';
import {
  type Answer,
  bearer,
  claimsOf,
  createWorld,
  gatewayTokens,
  login,
  onBehalfOf,
  type World,
} from '../testing/world.ts';

describe('on-behalf-of', () => {
  async function form(world: World, assertion: string): Promise<Record<string, string>> {
    return {
      grant_type: onBehalfOf,
      client_id: world.appId('Sallyport MCP Server'),
      client_assertion_type: bearer,
      client_assertion: await world.assertion('sallyport-server'),
      assertion,
      scope: 'https://graph.microsoft.com/.default',
      requested_token_use: 'on_behalf_of',
    };
  }

  it('refuses assertions that are not a live access token of a user for this application', async () => {
    const world = createWorld();
    const { control } = world.entra;
    const { body } = await gatewayTokens(world);
    const ask = async (assertion: string): Promise<Answer> => world.token(await form(world, assertion));
    const claims = claimsOf(body.access_token);
    expect((await ask(body.access_token)).status).toBe(200);
    expectError(await ask('not.a.jwt'), 50027, 'invalid_request', 400);
    expectError(await ask(`${body.access_token.slice(0, -8)}AAAAAAAA`), 50013, 'invalid_grant', 400);
    expectError(await ask(await control.mint({ claims, key: 'foreign' })), 50013, 'invalid_grant', 400);
    expectError(await ask(await control.mint({ claims, key: 'none' })), 50013, 'invalid_grant', 400);
    const otherAudience = await control.mint({ claims: { ...claims, aud: world.appId('Sallyport Gateway') } });
    expectError(await ask(otherAudience), 500131, 'invalid_grant', 400);
    const daemonToken = await world.token(daemon(world));
    expectError(await ask(daemonToken.body.access_token), 7000114, 'unauthorized_client', 400);
    const { azp: _azp, ...idTokenLike } = claims;
    expectError(await ask(await control.mint({ claims: idTokenLike })), 240002, 'invalid_grant', 400);
    const otherIssuer = { ...claims, iss: `${login}/11111111-2222-4333-8444-555555555555/v2.0` };
    expectError(await ask(await control.mint({ claims: otherIssuer })), 50013, 'invalid_grant', 400);
    control.clock.advance(2 * 3_600_000);
    expectError(await ask(body.access_token), 500133, 'invalid_grant', 400);
  });

  it('names consent that is missing, with the suberror that sends clients to the user', async () => {
    const world = createWorld();
    const { body } = await gatewayTokens(world);
    world.entra.control.revokeConsent('Sallyport MCP Server');
    const answer = await world.token(await form(world, body.access_token));
    expectError(answer, 65001, 'invalid_grant', 400);
    expect(answer.body.suberror).toBe('consent_required');
  });

  it('passes conditional access on as a claims challenge, and block as a message', async () => {
    const world = createWorld();
    const { control } = world.entra;
    const { body } = await gatewayTokens(world);
    const mfa = control.addConditionalAccess({
      displayName: 'MFA for Graph',
      applications: ['Microsoft Graph'],
      grant: 'mfa',
    });
    const challenged = await world.token(await form(world, body.access_token));
    expectError(challenged, 50076, 'invalid_grant', 400);
    expect(challenged.body.suberror).toBe('basic_action');
    expect(JSON.parse(challenged.body.claims)).toEqual({
      access_token: { capolids: { essential: true, values: [mfa.id] } },
    });
    expect(Object.keys(challenged.body).at(-1)).toBe('claims');
    mfa.enabled = false;
    control.addConditionalAccess({ displayName: 'No Graph', applications: ['Microsoft Graph'], grant: 'block' });
    const blocked = await world.token(await form(world, body.access_token));
    expectError(blocked, 53003, 'invalid_grant', 400);
    expect(blocked.body.suberror).toBe('message_only');
  });

  it('carries the second factor of the sign-in through to the exchange', async () => {
    const world = createWorld();
    const { control } = world.entra;
    control.addConditionalAccess({
      displayName: 'MFA',
      applications: ['Sallyport MCP Server', 'Microsoft Graph'],
      grant: 'mfa',
    });
    const { body } = await gatewayTokens(world);
    expect((await world.token(await form(world, body.access_token))).status).toBe(200);
  });

  it('takes who signs in again in the very second of a revocation: tokens count whole seconds', async () => {
    const world = createWorld();
    const { control } = world.entra;
    control.clock.advance(700);
    control.resetPassword('alice@contoso.com');
    control.clock.advance(200);
    const { body } = await gatewayTokens(world);
    expect((await world.token(await form(world, body.access_token))).status).toBe(200);
  });

  it('refuses a revoked or disabled user although the assertion still lives', async () => {
    const world = createWorld();
    const { control } = world.entra;
    const { body } = await gatewayTokens(world);
    control.clock.advance(1000);
    control.resetPassword('alice@contoso.com');
    expectError(await world.token(await form(world, body.access_token)), 50173, 'invalid_grant', 400);
    control.setAccountEnabled('alice@contoso.com', false);
    expectError(await world.token(await form(world, body.access_token)), 50057, 'invalid_grant', 400);
  });
});
