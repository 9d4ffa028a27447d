/** Runtime semantics 21. */
import { createHash, randomUUID } from 'node:crypto';
import { afterEach, describe, expect, test } from 'vitest';
import type { Switches } from '../switches.ts';
import { createIssuer } from '../testing/issuer.ts';
import { type UnderTest, underTest } from '../testing/under-test.ts';

let current: UnderTest | undefined;
afterEach(async () => {
  await current?.close();
  current = undefined;
});

const tenant = randomUUID();
const sts = 'https://sts.windows.net';
const client = randomUUID();
const clients = `<client-application-ids><application-id>${client}</application-id></client-application-ids>`;
const audience = randomUUID();
const audiences = `<audiences><audience>${audience}</audience></audiences>`;

async function start(
  children: string,
  attributes = `tenant-id="${tenant}"`,
  published = (url: string) => `${url}/${tenant}/v2.0`,
  switches: Partial<Switches> = {},
) {
  const under = await underTest({
    switches,
    configure: (backend) => ({ cloud: { login: backend.url, stsIssuer: sts } }),
    policy: {
      inbound: `<validate-azure-ad-token ${attributes} output-token-variable-name="jwt">${children}</validate-azure-ad-token><return-response><set-body>@(((Jwt)context.Variables["jwt"]).Issuer)</set-body></return-response>`,
    },
  });
  current = under;
  const issuer = createIssuer(published(under.backend.url), under.backend.url);
  under.backend.answer = issuer.answer;
  const seconds = under.now / 1000;
  const common = { aud: audience, tid: tenant, oid: randomUUID(), nbf: seconds, exp: seconds + 3600 };
  return {
    under,
    issuer,
    v1: { ...common, iss: `${sts}/${tenant}/`, appid: client, ver: '1.0' },
    v2: { ...common, iss: `${under.backend.url}/${tenant}/v2.0`, azp: client, ver: '2.0' },
    call: async (claims: Record<string, unknown>, more = {}) => {
      const token = await issuer.sign(claims, more);
      const { status } = await under.request('/api/op', { headers: { Authorization: `Bearer ${token}` } });
      return status === 200
        ? 'passed'
        : `${status} ${under.trace().lastError?.source} ${under.trace().lastError?.reason}`;
    },
  };
}
const refused = (reason: string): string => `401 validate-azure-ad-token ${reason}`;

describe('semantic 21: validate-azure-ad-token', () => {
  test('takes v1.0 and v2.0 tokens of the tenant', async () => {
    const { call, v1, v2, under } = await start(clients + audiences);
    expect(await call(v1)).toBe('passed');
    expect(await call(v2)).toBe('passed');
    expect(under.backend.requests[0]?.url).toBe(`/${tenant}/v2.0/.well-known/openid-configuration`);
  });

  test.each([
    ['another audience', { aud: randomUUID() }, 'TokenAudienceNotAllowed'],
    ['another tenant', { iss: `${sts}/${randomUUID()}/` }, 'TokenIssuerNotAllowed'],
    ['another client', { appid: randomUUID() }, 'TokenClaimValueNotAllowed'],
    ['no client', { appid: undefined }, 'TokenClaimNotFound'],
    ['an expired token', { nbf: 1, exp: 2 }, 'TokenExpired'],
    ['no expiry', { exp: undefined }, 'JwtInvalid'],
  ])('refuses %s', async (_name, change, reason) => {
    const { call, v1 } = await start(clients + audiences);
    expect(await call({ ...v1, ...change })).toBe(refused(reason));
  });

  test('a client named in azp of a v2.0 token counts, one in both must be right in appid', async () => {
    const { call, v1, v2 } = await start(clients);
    expect(await call({ ...v2, azp: randomUUID() })).toBe(refused('TokenClaimValueNotAllowed'));
    expect(await call({ ...v1, appid: randomUUID(), azp: client })).toBe(refused('TokenClaimValueNotAllowed'));
  });

  test('backend applications are audiences, by id and as URI', async () => {
    const { call, v1 } = await start(
      `<backend-application-ids><application-id>${audience}</application-id></backend-application-ids>`,
    );
    expect(await call(v1)).toBe('passed');
    expect(await call({ ...v1, aud: `api://${audience}` })).toBe('passed');
    expect(await call({ ...v1, aud: 'other' })).toBe(refused('TokenAudienceNotAllowed'));
  });

  test('required claims', async () => {
    const { call, v1 } = await start(
      `${audiences}<required-claims><claim name="scp" match="any" separator=" "><value>user.read</value></claim></required-claims>`,
    );
    expect(await call({ ...v1, scp: 'a user.read' })).toBe('passed');
    expect(await call({ ...v1, scp: 'user.readwrite' })).toBe(refused('TokenClaimValueNotAllowed'));
  });

  test('a list of clients of which none is left allows nobody', async () => {
    const { call, v1 } = await start(
      '<client-application-ids><application-id>@("")</application-id></client-application-ids>',
    );
    expect(await call(v1)).toBe(refused('TokenClaimValueNotAllowed'));
  });

  test('a key that Entra publishes for one issuer signs for no other', async () => {
    const { call, v1, under, issuer } = await start(
      audiences,
      'tenant-id="organizations"',
      (url) => `${url}/{tenantid}/v2.0`,
    );
    under.backend.answer = (request, response) => {
      if (!request.url?.endsWith('/keys')) return issuer.answer(request, response);
      const end = response.end.bind(response);
      response.end = ((text: string) => {
        const keys = (JSON.parse(text) as { keys: object[] }).keys;
        return end(JSON.stringify({ keys: keys.map((key) => ({ ...key, issuer: `${sts}/${tenant}/` })) }));
      }) as typeof response.end;
      issuer.answer(request, response);
    };
    expect(await call(v1)).toBe('passed');
    const other = randomUUID();
    expect(await call({ ...v1, tid: other, iss: `${sts}/${other}/` })).toBe(refused('TokenSignatureKeyNotFound'));
  });

  test('the tenant is one segment of the address, whatever it holds', async () => {
    const { call, v1, under } = await start(audiences, 'tenant-id="@("../a?b#c")"');
    await call(v1);
    expect(under.backend.requests[0]?.url).toBe('/..%2Fa%3Fb%23c/v2.0/.well-known/openid-configuration');
  });

  test('the tenant may be given as an address', async () => {
    const { call, v1, under } = await start(audiences, `tenant-id="https://login.example/${tenant}/"`);
    expect(await call(v1)).not.toBe('passed');
    expect(under.trace().steps[0]?.warnings?.[0]).toContain('login.example');
  });

  test('Authorization has to name the scheme, unless the header is named', async () => {
    const presented = async (attributes: string): Promise<number> => {
      const { issuer, v1, under } = await start(audiences, `tenant-id="${tenant}" ${attributes}`);
      const { status } = await under.request('/api/op', {
        headers: { Authorization: `Other ${await issuer.sign(v1)}` },
      });
      await under.close();
      return status;
    };
    expect([await presented(''), await presented('header-name="Authorization"')]).toEqual([401, 200]);
  });

  test('organizations takes any tenant, whose id has to be the issuer’s', async () => {
    const { call, v1, v2, under } = await start(
      audiences,
      'tenant-id="organizations"',
      (url) => `${url}/{tenantid}/v2.0`,
    );
    expect(await call(v1)).toBe('passed');
    expect(await call(v2)).toBe('passed');
    const other = randomUUID();
    expect(await call({ ...v1, tid: other, iss: `${sts}/${other}/` })).toBe('passed');
    expect(await call({ ...v1, tid: other })).toBe(refused('TokenIssuerNotAllowed'));
    expect(await call({ ...v1, tid: `${tenant}/../x` })).toBe(refused('TokenIssuerNotAllowed'));
    expect(under.defects).toEqual([]);
  });

  test('the token may come from an expression, without scheme', async () => {
    const { issuer, v1, under } = await start(
      audiences,
      `tenant-id="${tenant}" token-value="@(context.Request.Headers.GetValueOrDefault("T",""))"`,
    );
    expect((await under.request('/api/op', { headers: { T: await issuer.sign(v1) } })).body).toBe(v1.iss);
    expect((await under.request('/api/op')).json()).toEqual({ statusCode: 401, message: 'JWT not present.' });
  });

  test('a v2.0 token names no client where only appid counts, as was reported', async () => {
    const { call, v1, v2, under } = await start(clients, undefined, undefined, { 'azureAdToken.v2Client': 'appid' });
    expect(await call(v1)).toBe('passed');
    expect(await call(v2)).toBe(refused('TokenClaimNotFound'));
    expect(under.trace().assumptions).toContain('azureAdToken.v2Client=appid');
  });

  test('a token with a nonce in its header, as Microsoft Graph’s have, fails', async () => {
    const { call, v1, under } = await start(audiences);
    expect(await call(v1, { header: { nonce: 'n' } })).toBe(refused('TokenSignatureInvalid'));
    expect(under.trace().assumptions).toContain('jwt.headerNonce=fail');
  });

  test('or is verified with the nonce hashed, where the switch says so', async () => {
    const { issuer, v1, under } = await start(audiences, undefined, undefined, { 'jwt.headerNonce': 'hash' });
    const nonce = randomUUID();
    const hashed = createHash('sha256').update(nonce).digest('base64url');
    const [header = '', ...rest] = (await issuer.sign(v1, { header: { nonce: hashed } })).split('.');
    const shown = { ...JSON.parse(Buffer.from(header, 'base64url').toString()), nonce };
    const token = [Buffer.from(JSON.stringify(shown)).toString('base64url'), ...rest].join('.');
    expect((await under.request('/api/op', { headers: { Authorization: `Bearer ${token}` } })).status).toBe(200);
  });

  test('unsigned tokens fail', async () => {
    const { under, v1 } = await start(audiences);
    const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
    const token = `${part({ alg: 'none', typ: 'JWT' })}.${part(v1)}.`;
    expect((await under.request('/api/op', { headers: { Authorization: `Bearer ${token}` } })).status).toBe(401);
    expect(under.trace().lastError?.reason).toBe('TokenSignatureInvalid');
  });

  test('naming neither client nor audience is a warning', async () => {
    const { under } = await start('');
    expect(under.gateway.problems[0]).toMatchObject({ severity: 'warning', element: 'validate-azure-ad-token' });
  });
});
