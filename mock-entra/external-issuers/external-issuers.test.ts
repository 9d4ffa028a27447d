import { createRemoteJWKSet, customFetch, decodeJwt, jwtVerify } from 'jose';
import { describe, expect, it } from 'vitest';
import { bearer, claimsOf, createWorld, frozenNow, type World } from '../testing/world.ts';
import type { GitHubJob } from './github-job.ts';

const gitHub = 'https://token.actions.githubusercontent.com';
const plain = 'https://oidc.example.com/tenants/one/';
const exchange = 'api://AzureADTokenExchange';

const ask = async (world: World, url: string, init?: RequestInit): Promise<{ status: number; body: never }> => {
  const response = await world.entra.login(new Request(url, init));
  const text = await response.text();
  return { status: response.status, body: (text ? JSON.parse(text) : undefined) as never };
};

const worldWith = (issuer: string): World =>
  createWorld({ seed: { tenants: [{ displayName: 'One', domains: ['one.example'] }], externalIssuers: [{ issuer }] } });

describe.each([gitHub, plain])('the external issuer %s', (issuer) => {
  const base = issuer.replace(/\/$/, '');

  it('publishes discovery document and keys under its own name, and a client verifies its tokens with them', async () => {
    const world = worldWith(issuer);
    const { body } = await ask(world, `${base}/.well-known/openid-configuration`);
    expect(body).toMatchObject({ issuer, jwks_uri: `${base}/.well-known/jwks` });
    const keys = createRemoteJWKSet(new URL(`${base}/.well-known/jwks`), {
      [customFetch]: (url: string) => world.entra.login(new Request(url)),
    });
    const token = await world.entra.control.mintExternal(issuer, { sub: 'a', aud: 'b' });
    const { payload } = await jwtVerify(token, keys, {
      issuer,
      audience: 'b',
      algorithms: ['RS256'],
      currentDate: new Date(frozenNow),
    });
    expect(payload.sub).toBe('a');
    expect(world.entra.control.requests.map(({ endpoint }) => endpoint)).toEqual(['issuer', 'issuer']);
    expect(world.issued.at(-1)).toMatchObject({ kind: 'client_assertion', value: token });
  });

  it('rotates its keys with overlap, removes them in an emergency, and can be stale', async () => {
    const world = worldWith(issuer);
    const { control } = world.entra;
    const kids = async (): Promise<string[]> => {
      const { body } = await ask(world, `${base}/.well-known/jwks`);
      return (body as { keys: { kid: string }[] }).keys.map(({ kid }) => kid);
    };
    const before = await kids();
    const { kid } = await control.rotateIssuerKeys(issuer);
    expect(await kids()).toEqual([kid, ...before]);
    control.fault({ endpoint: 'issuer', effect: { kind: 'staleKeys' }, times: 1 });
    expect(await kids()).toEqual(before);
    const fresh = await control.rotateIssuerKeys(issuer, true);
    const after = await kids();
    expect(after[0]).toBe(fresh.kid);
    expect(after).not.toContain(kid);
    await expect(control.rotateIssuerKeys('https://nobody.example')).rejects.toThrow(RangeError);
  });

  it('serves nothing else', async () => {
    const world = worldWith(issuer);
    expect((await ask(world, `${base}/.well-known/other`)).status).toBe(404);
    expect((await ask(world, `${base}/.well-known/jwks`, { method: 'POST' })).status).toBe(405);
    const elsewhere = await world.entra.login(new Request(new URL('/elsewhere', issuer)));
    expect(elsewhere.status).toBe(421);
  });
});

describe('a job of GitHub Actions', () => {
  const forms: readonly (readonly [string, GitHubJob])[] = [
    ['repo:contoso/tools:ref:refs/heads/main', { repository: 'contoso/tools' }],
    ['repo:contoso/tools:ref:refs/tags/v1', { repository: 'contoso/tools', on: { ref: 'refs/tags/v1' } }],
    ['repo:contoso/tools:environment:prod', { repository: 'contoso/tools', on: { environment: 'prod' } }],
    ['repo:contoso/tools:pull_request', { repository: 'contoso/tools', on: { pullRequest: 7 } }],
    [
      'repo:contoso@12/tools@34:ref:refs/heads/main',
      { repository: 'contoso/tools', ids: { owner: 12, repository: 34 } },
    ],
    [
      'repo:contoso@12/tools@34:environment:prod',
      { repository: 'contoso/tools', on: { environment: 'prod' }, ids: { owner: 12, repository: 34 } },
    ],
  ];

  /** What `core.getIDToken(audience)` sends. */
  async function idToken(world: World, url: string, token: string, audience?: string): Promise<Response> {
    const asked = `${url}${audience === undefined ? '' : `&audience=${encodeURIComponent(audience)}`}`;
    return world.entra.managedIdentity(new Request(asked, { headers: { authorization: `Bearer ${token}` } }));
  }

  it.each(forms)('gets a token with subject %s, which Entra takes for a federated credential', async (subject, job) => {
    const world = createWorld();
    const { control } = world.entra;
    const endpoint = control.gitHubJob(job);
    expect(endpoint.subject).toBe(subject);
    const { value } = (await (await idToken(world, endpoint.url, endpoint.token, exchange)).json()) as {
      value: string;
    };
    expect(claimsOf(value)).toMatchObject({ iss: gitHub, sub: subject, aud: exchange, repository: 'contoso/tools' });
    const { appId } = control.addApplication({
      name: 'Deployment',
      federatedIdentityCredentials: [{ name: 'main', issuer: gitHub, subject }],
    });
    const form = {
      grant_type: 'client_credentials',
      client_id: appId,
      client_assertion_type: bearer,
      client_assertion: value,
      scope: 'https://graph.microsoft.com/.default',
    };
    expect((await world.token(form)).status).toBe(200);
    // the token is for minutes: a job that keeps it is refused
    control.clock.advance(11 * 60_000);
    expect((await world.token(form)).body.error_codes).toEqual([700024]);
  });

  it('gets one for its owner when it names no audience, and Entra refuses that', async () => {
    const world = createWorld();
    const { url, token } = world.entra.control.gitHubJob({ repository: 'contoso/tools' });
    const { value } = (await (await idToken(world, url, token)).json()) as { value: string };
    expect(decodeJwt(value).aud).toBe('https://github.com/contoso');
  });

  it('needs its own bearer token, a readable request, and a repository', async () => {
    const world = createWorld();
    const { url, token } = world.entra.control.gitHubJob({ repository: 'contoso/tools' });
    expect((await idToken(world, url, 'another')).status).toBe(401);
    expect((await idToken(world, `${url}&audience=a`, token, 'b')).status).toBe(400);
    expect(() => world.entra.control.gitHubJob({ repository: 'tools' })).toThrow(RangeError);
  });
});
