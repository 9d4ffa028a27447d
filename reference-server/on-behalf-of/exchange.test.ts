import tls from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAuthority } from '../../net/authority.ts';
import { listen } from '../../net/listener.ts';
import { type FakeCloud, startFakeCloud } from '../testing/fake-cloud.ts';
import type { AccessToken } from '../validation/access-token.ts';
import { createExchange } from './exchange.ts';

let cloud: FakeCloud;
let asked = 0;

beforeAll(async () => {
  cloud = await startFakeCloud({ createAuthority, listen });
  tls.setDefaultCACertificates([cloud.certificate]);
});
afterAll(() => cloud.close());

const exchange = () =>
  createExchange({
    clientId: cloud.clientId,
    tenantId: cloud.tenantId,
    authorityHost: cloud.origin,
    scopes: ['https://graph.microsoft.com/User.Read'],
    credential: async () => {
      asked += 1;
      return `assertion-${asked}`;
    },
    clock: Date.now,
  });
const user = async (sub: string): Promise<AccessToken> => ({
  kind: 'user',
  raw: await cloud.signer.mint({ sub }),
  subject: sub,
  clientId: 'client',
  objectId: null,
  name: null,
  username: null,
  expiresAt: Math.floor(Date.now() / 1000) + 3600,
  scopes: ['user_impersonate'],
});

describe('the exchange', () => {
  it('asks for a client assertion every time, and keeps none', async () => {
    asked = 0;
    cloud.requests.length = 0;
    const run = exchange();
    const users = [await user('a'), await user('b'), await user('c')];
    for (const each of users) await run(each);
    const sent = cloud.requests.filter(({ path }) => path.endsWith('/token'));
    expect(sent.map(({ form }) => form.get('client_assertion'))).toEqual(['assertion-1', 'assertion-2', 'assertion-3']);
  });

  it('answers a second call with the same assertion from its cache, and one with claims never', async () => {
    cloud.requests.length = 0;
    const run = exchange();
    const adele = await user('adele');
    const first = await run(adele);
    expect((await run(adele)).accessToken).toBe(first.accessToken);
    const claims = '{"access_token":{"acrs":{"essential":true,"value":"c1"}}}';
    expect((await run(adele, claims)).accessToken).not.toBe(first.accessToken);
    const [, withClaims] = cloud.requests.filter(({ path }) => path.endsWith('/token'));
    expect(JSON.parse(withClaims?.form.get('claims') ?? '')).toMatchObject(JSON.parse(claims));
  });

  it('asks no other host about the authority', async () => {
    cloud.requests.length = 0;
    await exchange()(await user('a'));
    expect(cloud.paths()).toEqual(['/v2.0/.well-known/openid-configuration', '/oauth2/v2.0/token']);
  });
});
