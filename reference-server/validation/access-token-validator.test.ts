import { randomUUID } from 'node:crypto';
import { base64url, CompactEncrypt, exportJWK, exportSPKI, generateKeyPair, importJWK, UnsecuredJWT } from 'jose';
import { beforeAll, describe, expect, it } from 'vitest';
import { localSigningKeys } from '../testing/local-signing-keys.ts';
import { createSigner, type Signer } from '../testing/signer.ts';
import { type AccessTokenValidator, createAccessTokenValidator } from './access-token-validator.ts';
import { TokenRefusal } from './refusal.ts';

const now = Date.UTC(2026, 10, 22, 12);
const seconds = now / 1000;
const tenantId = randomUUID();
const clientId = randomUUID();
const origin = 'https://login.microsoftonline.com';
const issuerV1 = `https://sts.windows.net/${tenantId}/`;
const issuerV2 = `${origin}/${tenantId}/v2.0`;

let signer: Signer;
let validate: AccessTokenValidator;

beforeAll(async () => {
  signer = await createSigner({ tenantId, clientId, origin: () => origin, clock: () => now });
  validate = createAccessTokenValidator({
    expected: { clientId, tenantId, issuerV1, issuerV2, requiredScope: 'user_impersonate' },
    keys: localSigningKeys(() => signer.jwks()),
    clock: () => now,
  });
});

/** The refusal of a token: `STATUS reason`. */
async function refusalOf(token: string | Promise<string>): Promise<string> {
  try {
    await validate(await token);
    return 'accepted';
  } catch (error) {
    if (error instanceof TokenRefusal) return `${error.status} ${error.reason}`;
    throw error;
  }
}

const version1 = (claims: Record<string, unknown> = {}) =>
  signer.mint({ iss: issuerV1, ver: '1.0', aud: `api://${clientId}`, azp: undefined, appid: randomUUID(), ...claims });

describe('a token for this server', () => {
  it('is taken in version 2.0 with the application id as audience', async () => {
    const token = await signer.mint();
    await expect(validate(token)).resolves.toEqual({
      kind: 'user',
      raw: token,
      subject: 'pairwise-subject-of-adele',
      clientId: '7a1f0f0a-5a2b-4a86-8a52-3f9d1d6f7c01',
      expiresAt: seconds + 3900,
      scopes: ['user_impersonate'],
      objectId: '7d8b3f0e-5a0b-4a0b-9a57-0d6c5c6f2f11',
      name: 'Adele Vance',
      username: 'adele@contoso.example',
    });
  });

  it('is taken in version 1.0 with the Application ID URI or the application id as audience', async () => {
    expect(await refusalOf(version1())).toBe('accepted');
    expect(await refusalOf(version1({ aud: clientId }))).toBe('accepted');
  });

  it('names its user by whichever claim its version has', async () => {
    const named = async (claims: Record<string, unknown>) => (await validate(await version1(claims))).username;
    const absent = { preferred_username: undefined };
    expect(await named({ ...absent, upn: 'u', unique_name: 'n' })).toBe('u');
    expect(await named({ ...absent, upn: '', unique_name: 'n' })).toBe('n');
    expect(await named(absent)).toBeNull();
  });

  it('may carry more scopes than the required one, and roles', async () => {
    expect(await refusalOf(signer.mint({ scp: 'Files.Read user_impersonate', roles: ['Admin'] }))).toBe('accepted');
  });

  it('is good until its last second', async () => {
    expect(await refusalOf(signer.mint({ exp: seconds + 1 }))).toBe('accepted');
    expect(await refusalOf(signer.mint({ exp: seconds }))).toBe('401 expired');
  });
});

describe('a foreign token is refused with 401', () => {
  const other = randomUUID();
  const cases: Record<string, [expected: string, claims: () => Record<string, unknown>]> = {
    'another audience': ['401 audience', () => ({ aud: other })],
    'Microsoft Graph as audience': ['401 audience', () => ({ aud: 'https://graph.microsoft.com' })],
    'our audience with a slash': ['401 audience', () => ({ aud: `api://${clientId}/` })],
    'our audience as prefix': ['401 audience', () => ({ aud: `${clientId}.evil` })],
    'a list of audiences with ours in it': ['401 audience', () => ({ aud: [clientId] })],
    'no audience': ['401 claim-aud', () => ({ aud: undefined })],
    'another issuer': ['401 issuer', () => ({ iss: 'https://evil.example/' })],
    'the version 1.0 issuer without its slash': ['401 issuer', () => ({ iss: issuerV1.slice(0, -1), ver: '1.0' })],
    'the version 2.0 issuer with a slash': ['401 issuer', () => ({ iss: `${issuerV2}/` })],
    'the issuer template': ['401 issuer', () => ({ iss: `${origin}/{tenantid}/v2.0` })],
    'the issuer of another cloud': ['401 issuer', () => ({ iss: `https://login.microsoftonline.us/${tenantId}/v2.0` })],
    'an issuer of the other version': ['401 issuer', () => ({ iss: issuerV1 })],
    'another tenant in iss': ['401 issuer', () => ({ iss: `${origin}/${other}/v2.0`, tid: other })],
    'another tenant in tid alone': ['401 tenant', () => ({ tid: other })],
    'no tenant': ['401 claim-tid', () => ({ tid: undefined })],
    expired: ['401 expired', () => ({ exp: seconds - 1 })],
    'no expiry': ['401 claim-exp', () => ({ exp: undefined })],
    'an expiry that is no number': ['401 claim-exp', () => ({ exp: 'tomorrow' })],
    'not valid yet': ['401 not-before', () => ({ nbf: seconds + 60 })],
    'an id token': ['401 token-type', () => ({ azp: undefined, scp: undefined, nonce: 'n' })],
    'an id token that has a scope and a client': ['401 token-type', () => ({ c_hash: 'h' })],
    'the client claim of the other version': ['401 token-type', () => ({ azp: undefined, appid: other })],
    'an empty client': ['401 token-type', () => ({ azp: '' })],
    'no subject': ['401 claim-sub', () => ({ sub: undefined })],
    'an empty subject': ['401 subject', () => ({ sub: '' })],
  };
  it.each(Object.entries(cases))('%s', async (_name, [expected, claims]) => {
    expect(await refusalOf(signer.mint(claims()))).toBe(expected);
  });
});

describe('a token that allows too little is refused with 403', () => {
  const cases: Record<string, [expected: string, claims: Record<string, unknown>]> = {
    'no scope': ['403 app-only', { scp: undefined }],
    'a role named like the scope': ['403 app-only', { scp: undefined, roles: ['user_impersonate'] }],
    'an application token that claims a scope': ['403 app-only', { idtyp: 'app' }],
    'another scope': ['403 scope', { scp: 'User.Read' }],
    'a scope that only starts like ours': ['403 scope', { scp: 'user_impersonate.all' }],
    'an empty scope': ['403 scope', { scp: '' }],
    'scopes as a list': ['403 app-only', { scp: ['user_impersonate'] }],
  };
  it.each(Object.entries(cases))('%s', async (_name, [expected, claims]) => {
    expect(await refusalOf(signer.mint(claims))).toBe(expected);
  });
});

describe('an application in its own name', () => {
  const gatewayClientId = randomUUID();
  const judge = async (change: object, claims: Record<string, unknown>) => {
    const expected = { clientId, tenantId, issuerV1, issuerV2, requiredScope: 'user_impersonate', ...change };
    const keys = localSigningKeys(() => signer.jwks());
    const own = { scp: undefined, idtyp: 'app', sub: 'principal', oid: 'principal', ...claims };
    try {
      return (await createAccessTokenValidator({ expected, keys, clock: () => now })(await signer.mint(own))).kind;
    } catch (error) {
      return error instanceof TokenRefusal ? `${error.status} ${error.reason}` : error;
    }
  };
  const role = { requiredRole: 'Mcp.Call' };

  it('is taken with the role that is set, and with no other', async () => {
    expect(await judge(role, { roles: ['Other', 'Mcp.Call'] })).toBe('application');
    expect(await judge(role, { roles: ['Mcp.Call'], idtyp: undefined })).toBe('application');
    expect(await judge(role, { roles: ['mcp.call'] })).toBe('403 role');
    expect(await judge(role, { roles: 'Mcp.Call' })).toBe('403 role');
    expect(await judge(role, {})).toBe('403 role');
    expect(await judge({}, { roles: ['Mcp.Call'] })).toBe('403 app-only');
  });

  it("is not what a user's token is taken for, whatever roles the user has", async () => {
    const user = { roles: ['Mcp.Call'], idtyp: undefined, sub: 'pairwise', oid: 'user' };
    expect(await judge(role, user)).toBe('403 app-only');
    expect(await judge(role, { ...user, scp: 'other' })).toBe('403 scope');
    expect(await judge(role, { ...user, scp: 'user_impersonate' })).toBe('user');
  });

  it('is the gateway and nobody else, where a gateway is set', async () => {
    const gateway = { gatewayClientId };
    expect(await judge(gateway, { azp: gatewayClientId })).toBe('application');
    expect(await judge({ ...gateway, ...role }, { roles: ['Mcp.Call'] })).toBe('403 caller');
    expect(await judge(gateway, { azp: gatewayClientId, idtyp: 'user', scp: 'user_impersonate' })).toBe('403 caller');
    // scopes are a user's, even where subject and object are one
    const withScopes = { azp: gatewayClientId, idtyp: undefined, scp: 'user_impersonate', sub: 'p', oid: 'p' };
    expect(await judge(gateway, withScopes)).toBe('403 caller');
    expect(await judge(gateway, { azp: gatewayClientId, aud: 'other' })).toBe('401 audience');
    const version1 = { iss: issuerV1, ver: '1.0', azp: undefined, appid: gatewayClientId };
    expect(await judge(gateway, version1)).toBe('application');
  });
});

describe('a token that nobody signed, or somebody else did, is refused', () => {
  it('is not a JWT', async () => {
    for (const garbage of ['', 'x', 'a.b', 'a.b.c', '..', 'a.b.c.d', `${await signer.mint()}.x`, 'é.b.c']) {
      expect(await refusalOf(garbage)).toBe('401 malformed');
    }
  });

  it('is longer than any token', async () => {
    expect(await refusalOf(signer.mint({ groups: 'g'.repeat(24 * 1024) }))).toBe('401 malformed');
  });

  it('is unsigned', async () => {
    const claims = JSON.parse(Buffer.from((await signer.mint()).split('.')[1] ?? '', 'base64url').toString());
    expect(await refusalOf(new UnsecuredJWT(claims).encode())).toBe('401 algorithm');
  });

  it('has its signature removed', async () => {
    const [header, payload] = (await signer.mint()).split('.');
    expect(await refusalOf(`${header}.${payload}.`)).toBe('401 signature');
  });

  it('has one claim changed after signing', async () => {
    const [header, payload = '', signature] = (await signer.mint()).split('.');
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString());
    const forged = base64url.encode(JSON.stringify({ ...claims, oid: randomUUID() }));
    expect(await refusalOf(`${header}.${forged}.${signature}`)).toBe('401 signature');
  });

  it('is signed by another key under our key id', async () => {
    const { privateKey } = await generateKeyPair('RS256');
    expect(await refusalOf(signer.mint({}, { key: privateKey }))).toBe('401 signature');
  });

  it('is signed by another key under an unknown key id', async () => {
    const { privateKey } = await generateKeyPair('RS256');
    expect(await refusalOf(signer.mint({}, { key: privateKey, header: { kid: 'foreign' } }))).toBe('401 signature');
  });

  it('brings its own key', async () => {
    const { privateKey, publicKey } = await generateKeyPair('RS256', { extractable: true });
    const jwk = await crypto.subtle.exportKey('jwk', publicKey);
    const selfSigned = { key: privateKey, header: { jwk } };
    expect(await refusalOf(signer.mint({}, selfSigned))).toBe('401 sender-key');
    for (const name of ['jku', 'x5u', 'x5c']) {
      const header = { [name]: 'https://evil.example/keys' };
      expect(await refusalOf(signer.mint({}, { key: privateKey, header }))).toBe('401 sender-key');
    }
  });

  it('is signed by HS256 with the public key as secret', async () => {
    const publicKey = await importJWK({ ...signer.publicJwk, alg: 'RS256' }, 'RS256', { extractable: true });
    const secret = new TextEncoder().encode(await exportSPKI(publicKey as CryptoKey));
    expect(await refusalOf(signer.mint({}, { key: secret, header: { alg: 'HS256' } }))).toBe('401 algorithm');
  });

  it('is signed by our key with another algorithm', async () => {
    const jwk = await exportJWK(signer.key);
    for (const alg of ['RS512', 'PS256']) {
      const key = (await importJWK(jwk, alg)) as CryptoKey;
      expect(await refusalOf(signer.mint({}, { key, header: { alg } }))).toBe('401 algorithm');
    }
  });

  it('names no key', async () => {
    expect(await refusalOf(signer.mint({}, { header: { kid: undefined } }))).toBe('401 key-id');
  });

  it('holds another token instead of claims', async () => {
    const inner = await signer.mint();
    const pkcs1 = signer.key;
    const header = base64url.encode(JSON.stringify({ alg: 'RS256', kid: signer.kid, cty: 'JWT' }));
    const input = `${header}.${base64url.encode(inner)}`;
    const signature = await crypto.subtle.sign('RSASSA-PKCS1-v1_5', pkcs1, new TextEncoder().encode(input));
    expect(await refusalOf(`${input}.${base64url.encode(new Uint8Array(signature))}`)).toBe('401 malformed');
  });

  it('is encrypted', async () => {
    const { publicKey } = await generateKeyPair('RSA-OAEP-256');
    const encrypted = new CompactEncrypt(new TextEncoder().encode(await signer.mint()))
      .setProtectedHeader({ alg: 'RSA-OAEP-256', enc: 'A256GCM' })
      .encrypt(publicKey);
    expect(await refusalOf(encrypted)).toBe('401 malformed');
  });
});

describe('keys sign for the issuer they name', () => {
  const withKeyIssuer = (keyIssuer: string | undefined) =>
    createAccessTokenValidator({
      expected: { clientId, tenantId, issuerV1, issuerV2, requiredScope: 'user_impersonate' },
      keys: localSigningKeys(() => ({ keys: [{ ...signer.publicJwk, issuer: keyIssuer } as Signer['publicJwk']] })),
      clock: () => now,
    });

  it('refuses a work account signed by the key of personal accounts', async () => {
    const token = await signer.mint();
    await expect(withKeyIssuer(`${origin}/9188040d-6c67-4c5b-b112-36a304b66dad/v2.0`)(token)).rejects.toMatchObject({
      reason: 'key-issuer',
      status: 401,
    });
  });

  it('takes a key that names nobody, and one that names the tenant', async () => {
    const token = await signer.mint();
    await expect(withKeyIssuer(undefined)(token)).resolves.toBeDefined();
    await expect(withKeyIssuer(issuerV2)(token)).resolves.toBeDefined();
  });
});

it('no refusal says what would have been taken', async () => {
  const tokens = [
    signer.mint({ aud: randomUUID() }),
    signer.mint({ iss: 'https://evil.example/' }),
    signer.mint({ scp: 'other' }),
    signer.mint({ tid: randomUUID() }),
  ];
  for (const token of await Promise.all(tokens)) {
    const refusal = await validate(token).catch((error: TokenRefusal) => error);
    const text = JSON.stringify([refusal, (refusal as TokenRefusal).description]);
    for (const secret of [clientId, tenantId, 'user_impersonate', 'microsoftonline', token]) {
      expect(text).not.toContain(secret);
    }
  }
});
