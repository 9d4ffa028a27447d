/** Runtime semantics 20. */
import 'reflect-metadata';
import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  KeyObject,
  randomBytes,
  randomUUID,
  webcrypto,
} from 'node:crypto';
import { X509CertificateGenerator } from '@peculiar/x509';
import fc from 'fast-check';
import { CompactEncrypt, SignJWT } from 'jose';
import { afterEach, describe, expect, test } from 'vitest';
import type { Certificate } from '../model.ts';
import { createIssuer } from '../testing/issuer.ts';
import { type UnderTest, underTest } from '../testing/under-test.ts';

let current: UnderTest | undefined;
afterEach(async () => {
  await current?.close();
  current = undefined;
});

const iss = 'https://issuer.example/';
const openIdConfig = '<openid-config url="{{backend-url}}/.well-known/openid-configuration" />';
const audiences = '<audiences><audience>api://one</audience><audience>@("api://" + "two")</audience></audiences>';
const bearer = (token: string) => ({ headers: { Authorization: `Bearer ${token}` } });

async function start(
  children: string,
  attributes = 'header-name="Authorization" require-scheme="Bearer"',
  namedValues: Record<string, string> = {},
  certificates: readonly Certificate[] = [],
) {
  const under = await underTest({
    namedValues,
    model: { certificates },
    policy: {
      inbound: `<validate-jwt ${attributes} output-token-variable-name="jwt">${children}</validate-jwt><return-response><set-body>@(((Jwt)context.Variables["jwt"]).Subject + " " + string.Join(",", ((Jwt)context.Variables["jwt"]).Claims.GetValueOrDefault("roles", "")))</set-body></return-response>`,
    },
  });
  current = under;
  const issuer = createIssuer(iss, under.backend.url);
  under.backend.answer = issuer.answer;
  const seconds = under.now / 1000;
  const claims = { iss, aud: 'api://one', sub: 'me', roles: ['a', 'b'], nbf: seconds - 10, exp: seconds + 600 };
  return { under, issuer, claims };
}
/** A certificate with an RSA key, as it is uploaded to a service. */
async function rsaCertificate(id: string): Promise<Certificate & { readonly privateKey: string }> {
  const signing = {
    name: 'RSASSA-PKCS1-v1_5',
    hash: 'SHA-256',
    modulusLength: 2048,
    publicExponent: Uint8Array.of(1, 0, 1),
  };
  const keys = (await webcrypto.subtle.generateKey(signing, true, ['sign', 'verify'])) as CryptoKeyPair;
  const certificate = await X509CertificateGenerator.createSelfSigned({
    name: `CN=${id}`,
    keys,
    signingAlgorithm: signing,
    notBefore: new Date(0),
    notAfter: new Date(4e12),
  });
  const privateKey = KeyObject.from(keys.privateKey as webcrypto.CryptoKey)
    .export({ format: 'pem', type: 'pkcs8' })
    .toString();
  return { id, certificate: certificate.toString('pem'), privateKey };
}
const reason = (under: UnderTest): string | null | undefined => under.trace().lastError?.reason;

describe('semantic 20: validate-jwt', () => {
  test('lets a good token pass and hands it on as a Jwt', async () => {
    const { under, issuer, claims } = await start(openIdConfig + audiences);
    const answer = await under.request('/api/op', bearer(await issuer.sign(claims)));
    expect([answer.status, answer.body]).toEqual([200, 'me a,b']);
    expect(
      (await under.request('/api/op', bearer(await issuer.sign({ ...claims, aud: ['x', 'api://two'] })))).status,
    ).toBe(200);
  });

  test('the default answers: no challenge, and no detail', async () => {
    const { under, issuer, claims } = await start(openIdConfig + audiences);
    const absent = await under.request();
    expect([absent.status, absent.reason, absent.body, absent.header('WWW-Authenticate')]).toEqual([
      401,
      'Unauthorized',
      '{ "statusCode": 401, "message": "JWT not present." }',
      undefined,
    ]);
    expect(under.trace().lastError).toEqual({
      source: 'validate-jwt',
      reason: 'TokenNotPresent',
      message: 'JWT not present.',
    });
    const wrong = await under.request('/api/op', bearer(await issuer.sign({ ...claims, aud: 'api://other' })));
    expect(wrong.body).toBe('{ "statusCode": 401, "message": "Invalid JWT." }');
    expect(under.trace().lastError?.message).toBe(
      "IDX10214: Audience validation failed. Audiences: 'api://other'. Did not match: validationParameters.ValidAudience: 'null' or validationParameters.ValidAudiences: 'api://one, api://two'. Access denied.",
    );
  });

  test('code and message are the policy’s own where it has them', async () => {
    const { under } = await start(
      openIdConfig,
      'header-name="Authorization" failed-validation-httpcode="403" failed-validation-error-message="@("No " + context.Request.Method)"',
    );
    expect(await under.request()).toMatchObject({ status: 403, body: '{ "statusCode": 403, "message": "No GET" }' });
  });

  const seconds = Date.UTC(2024, 4, 6, 7, 8, 9) / 1000;
  test.each([
    ['another issuer', { iss: 'https://other.example/' }, 'TokenIssuerNotAllowed'],
    ['no audience', { aud: undefined }, 'TokenAudienceNotAllowed'],
    ['an expiry in the past', { exp: seconds - 1 }, 'TokenExpired'],
    ['no expiry', { exp: undefined }, 'JwtInvalid'],
    ['a start in the future', { nbf: seconds + 60 }, 'JwtInvalid'],
  ])('refuses %s', async (_name, change, expected) => {
    const { under, issuer, claims } = await start(openIdConfig + audiences);
    expect((await under.request('/api/op', bearer(await issuer.sign({ ...claims, ...change })))).status).toBe(401);
    expect(reason(under)).toBe(expected);
  });

  test('refuses a stranger’s key, whatever it calls itself', async () => {
    const { under, issuer, claims } = await start(openIdConfig);
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    await under.request('/api/op', bearer(await issuer.sign(claims, { key: privateKey })));
    expect(reason(under)).toBe('TokenSignatureInvalid');
    await under.request('/api/op', bearer(await issuer.sign(claims, { key: privateKey, header: { kid: 'other' } })));
    expect(reason(under)).toBe('TokenSignatureKeyNotFound');
  });

  test('finds a rotated key after five minutes at the latest, and asks no more often', async () => {
    const { under, issuer, claims } = await start(openIdConfig);
    expect((await under.request('/api/op', bearer(await issuer.sign(claims)))).status).toBe(200);
    issuer.rotate('second');
    const token = await issuer.sign(claims);
    expect((await under.request('/api/op', bearer(token))).status).toBe(401);
    expect(issuer.fetches).toBe(1);
    under.now += 5 * 60_000;
    expect((await under.request('/api/op', bearer(token))).status).toBe(200);
    expect(issuer.fetches).toBe(2);
  });

  test('an issuer that is down is 401 with a finding, not 500', async () => {
    const { under, issuer, claims } = await start(openIdConfig);
    under.backend.answer = (incoming) => incoming.socket.destroy();
    expect((await under.request('/api/op', bearer(await issuer.sign(claims)))).status).toBe(401);
    expect(under.trace().steps[0]?.warnings?.[0]).toContain('OpenID configuration');
  });

  test('a multi-tenant configuration stands for the tenant of the token, or for none', async () => {
    const tid = randomUUID();
    const of = (tenant: string): string => `https://login.example/${tenant}/v2.0`;
    for (const [template, status] of [
      ['filled', 200],
      ['literal', 401],
    ] as const) {
      const under = await underTest({
        switches: { 'jwt.issuerTemplate': template },
        policy: {
          inbound: `<validate-jwt header-name="Authorization">${openIdConfig}</validate-jwt><return-response />`,
        },
      });
      const issuer = createIssuer(of('{tenantid}'), under.backend.url);
      under.backend.answer = issuer.answer;
      const exp = under.now / 1000 + 60;
      expect((await under.request('/api/op', bearer(await issuer.sign({ iss: of(tid), tid, exp })))).status).toBe(
        status,
      );
      expect(under.trace().assumptions).toContain(`jwt.issuerTemplate=${template}`);
      const foreign = await issuer.sign({ iss: of(randomUUID()), tid, exp });
      expect((await under.request('/api/op', bearer(foreign))).status).toBe(401);
      await under.close();
    }
  });

  test('a slash at the end of an audience counts where the switch says so', async () => {
    for (const [switches, status] of [
      [{}, 200],
      [{ 'jwt.audienceSlash': 'counts' } as const, 401],
    ] as const) {
      const only = '<audiences><audience>https://me.example</audience></audiences>';
      const under = await underTest({
        switches,
        policy: {
          inbound: `<validate-jwt header-name="Authorization">${openIdConfig}${only}</validate-jwt><return-response />`,
        },
      });
      const issuer = createIssuer(iss, under.backend.url);
      under.backend.answer = issuer.answer;
      const token = await issuer.sign({ iss, aud: 'https://me.example/', exp: under.now / 1000 + 60 });
      expect((await under.request('/api/op', bearer(token))).status).toBe(status);
      expect(under.trace().assumptions?.some((each) => each.startsWith('jwt.audienceSlash='))).toBe(true);
      await under.close();
    }
  });

  test('several configurations: one that is down, and keys that are certificates only', async () => {
    const certificate = await rsaCertificate('c');
    const { under, issuer, claims } = await start(
      `<openid-config url="{{backend-url}}/down/config" />${openIdConfig}<openid-config url="{{backend-url}}/second/config" />`,
    );
    const x5c = [certificate.certificate.replace(/-----[^-]+-----|\s/g, '')];
    under.backend.answer = (incoming, response) => {
      if (incoming.url === '/down/config') incoming.socket.destroy();
      else if (incoming.url === '/second/config')
        response.end(
          JSON.stringify({ issuer: 'https://second.example/', jwks_uri: `${under.backend.url}/second/jwks` }),
        );
      else if (incoming.url === '/second/jwks')
        response.end(
          JSON.stringify({
            keys: [
              { kty: 'RSA', kid: 'c', x5c },
              { kty: 'RSA', kid: 'd', x5c: ['AA'] },
            ],
          }),
        );
      else issuer.answer(incoming, response);
    };
    expect((await under.request('/api/op', bearer(await issuer.sign(claims)))).status).toBe(200);
    const key = createPrivateKey(certificate.privateKey);
    const second = await issuer.sign({ ...claims, iss: 'https://second.example/' }, { key, header: { kid: 'c' } });
    expect((await under.request('/api/op', bearer(second))).status).toBe(200);
  });

  test('an address without an answer, or with one too large, costs one request the wait', async () => {
    const { under, issuer, claims } = await start(openIdConfig);
    under.backend.answer = (_incoming, response) => response.end(Buffer.alloc(2 * 1024 * 1024, 0x20));
    expect((await under.request('/api/op', bearer(await issuer.sign(claims)))).status).toBe(401);
    expect(under.trace().steps[0]?.warnings?.[0]).toContain('answered with more than');
    await under.request('/api/op', bearer(await issuer.sign(claims)));
    expect(under.backend.requests).toHaveLength(1);
  });

  test('inline keys, tried in turn; without issuers any issuer passes', async () => {
    const secret = randomBytes(32).toString('base64');
    const other = randomBytes(32).toString('base64');
    const { under, claims } = await start(
      '<issuer-signing-keys><key>{{other}}</key><key>{{secret}}</key></issuer-signing-keys>',
      'header-name="Authorization"',
      { secret, other },
    );
    const token = await new SignJWT({ ...claims, iss: 'anyone' })
      .setProtectedHeader({ alg: 'HS256' })
      .sign(Buffer.from(secret, 'base64'));
    expect((await under.request('/api/op', bearer(token))).status).toBe(200);
    expect((await under.request('/api/op', bearer(token.slice(0, -2)))).status).toBe(401);
  });

  test('modulus and exponent', async () => {
    const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const { n, e } = publicKey.export({ format: 'jwk' });
    const { under, issuer, claims } = await start(
      `<issuer-signing-keys><key n="${n}" e="${e}" /></issuer-signing-keys>`,
      'header-name="Authorization"',
    );
    expect((await under.request('/api/op', bearer(await issuer.sign(claims, { key: privateKey })))).status).toBe(200);
  });

  test('encrypted tokens with a shared key', async () => {
    const key = randomBytes(64);
    const { under, issuer, claims } = await start(
      `${openIdConfig}<decryption-keys><key>{{key}}</key></decryption-keys>`,
      'header-name="Authorization"',
      { key: key.toString('base64') },
    );
    const inner = await issuer.sign(claims);
    const token = await new CompactEncrypt(Buffer.from(inner))
      .setProtectedHeader({ alg: 'dir', enc: 'A256CBC-HS512' })
      .encrypt(key);
    expect((await under.request('/api/op', bearer(token))).body).toBe('me a,b');
    const foreign = await new CompactEncrypt(Buffer.from(inner))
      .setProtectedHeader({ alg: 'dir', enc: 'A256CBC-HS512' })
      .encrypt(randomBytes(64));
    await under.request('/api/op', bearer(foreign));
    expect(reason(under)).toBe('JwtInvalid');
  });

  test('encrypted and signed with keys of uploaded certificates, which are tried in turn', async () => {
    const [mine, other] = [await rsaCertificate('mine'), await rsaCertificate('other')];
    const { under, claims } = await start(
      '<issuer-signing-keys><key certificate-id="other" /><key certificate-id="mine" /></issuer-signing-keys><decryption-keys><key certificate-id="other" /><key certificate-id="mine" /></decryption-keys>',
      'header-name="Authorization"',
      {},
      [mine, other],
    );
    const signed = await new SignJWT(claims)
      .setProtectedHeader({ alg: 'RS256' })
      .sign(createPrivateKey(mine.privateKey));
    const sealed = await new CompactEncrypt(Buffer.from(signed))
      .setProtectedHeader({ alg: 'RSA-OAEP', enc: 'A256CBC-HS512' })
      .encrypt(createPublicKey(mine.certificate));
    expect((await under.request('/api/op', bearer(sealed))).body).toBe('me a,b');
    expect((await under.request('/api/op', bearer(signed))).body).toBe('me a,b');
    const stranger = await rsaCertificate('stranger');
    const foreign = await new CompactEncrypt(Buffer.from(signed))
      .setProtectedHeader({ alg: 'RSA-OAEP', enc: 'A256CBC-HS512' })
      .encrypt(createPublicKey(stranger.certificate));
    expect((await under.request('/api/op', bearer(foreign))).status).toBe(401);
    expect(under.trace().lastError?.message).toMatch(/^IDX10603: /);
  });

  test.each([
    ['0', 401],
    ['29', 401],
    ['60', 200],
    ['00:01:00', 200],
  ])('a clock-skew of %s gives %i for a token that expired 30 s ago', async (skew, status) => {
    const { under, issuer, claims } = await start(openIdConfig, `header-name="Authorization" clock-skew="${skew}"`);
    const token = await issuer.sign({ ...claims, nbf: seconds - 90, exp: seconds - 30 });
    expect((await under.request('/api/op', bearer(token))).status).toBe(status);
  });

  test('the scheme is asked for in Authorization only', async () => {
    const { under, issuer, claims } = await start(openIdConfig);
    const token = await issuer.sign(claims);
    await under.request('/api/op', { headers: { Authorization: token } });
    expect(reason(under)).toBe('TokenNotPresent');
    await under.request('/api/op', { headers: { Authorization: `Basic ${token}` } });
    expect(reason(under)).toBe('TokenNotPresent');
    await current?.close();
    const custom = await start(openIdConfig, 'header-name="X-Token" require-scheme="Bearer"');
    expect(
      (await custom.under.request('/api/op', { headers: { 'X-Token': await custom.issuer.sign(claims) } })).status,
    ).toBe(200);
  });

  test('two Authorization headers are no token', async () => {
    const { under, issuer, claims } = await start(openIdConfig);
    const token = await issuer.sign(claims);
    await under.request('/api/op', {
      headers: ['Authorization', `Bearer ${token}`, 'X-Between', '1', 'authorization', `Bearer ${token}`],
    });
    expect(under.trace().status).toBe(401);
  });

  test('query parameter and value', async () => {
    const query = await start(openIdConfig, 'query-parameter-name="access_token"');
    expect((await query.under.request(`/api/op?access_token=${await query.issuer.sign(query.claims)}`)).status).toBe(
      200,
    );
    await current?.close();
    const value = await start(openIdConfig, 'token-value="@(context.Request.Headers.GetValueOrDefault("T",""))"');
    expect(
      (await value.under.request('/api/op', { headers: { T: await value.issuer.sign(value.claims) } })).status,
    ).toBe(200);
    expect((await value.under.request()).status).toBe(401);
  });

  describe('required claims', () => {
    const claim = (attributes: string, ...values: string[]): string =>
      `<required-claims><claim ${attributes}>${values.map((value) => `<value>${value}</value>`).join('')}</claim></required-claims>`;
    test.each([
      ['all of them', claim('name="roles" match="all"', 'a', 'b'), undefined],
      ['all, one missing', claim('name="roles" match="all"', 'a', 'c'), 'TokenClaimValueNotAllowed'],
      ['any', claim('name="roles" match="any"', 'c', 'b'), undefined],
      ['any, none there', claim('name="roles" match="any"', 'c'), 'TokenClaimValueNotAllowed'],
      ['absent', claim('name="none"', 'x'), 'TokenClaimNotFound'],
      ['present, whatever it is', claim('name="sub"'), undefined],
      ['with a separator', claim('name="scp" match="all" separator=" "', 'read'), undefined],
      [
        'without the separator the whole value counts',
        claim('name="scp" match="any"', 'read'),
        'TokenClaimValueNotAllowed',
      ],
      ['a part is not the value', claim('name="scp" match="any" separator=" "', 'rea'), 'TokenClaimValueNotAllowed'],
    ])('%s', async (_name, children, expected) => {
      const { under, issuer, claims } = await start(openIdConfig + children);
      await under.request('/api/op', bearer(await issuer.sign({ ...claims, scp: 'read write' })));
      expect(reason(under)).toBe(expected);
    });

    test('names what is missing', async () => {
      const { under, issuer, claims } = await start(
        `${openIdConfig}<required-claims><claim name="x" /><claim name="y" /></required-claims>`,
      );
      await under.request('/api/op', bearer(await issuer.sign(claims)));
      expect(under.trace().lastError?.message).toBe('JWT token is missing the following claims: x, y. Access denied.');
    });
  });

  test('no garbage makes it fail with anything but 401', async () => {
    const { under } = await start(openIdConfig);
    const part = fc.oneof(
      fc.base64String(),
      fc.stringMatching(/^[\x21-\x7e]*$/),
      fc.json().map((json) => Buffer.from(json).toString('base64url')),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(part, { maxLength: 6 }), async (parts) => {
        const answer = await under.request('/api/op', bearer(parts.join('.').replace(/[\r\n]/g, '')));
        expect(answer.status).toBe(401);
      }),
      { numRuns: 50 },
    );
    expect(under.defects).toEqual([]);
  });
});
