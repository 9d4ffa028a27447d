import {
  createHash,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
  randomUUID,
  sign as signBytes,
} from 'node:crypto';
import fc from 'fast-check';
import { CompactSign } from 'jose';
import { describe, expect, test } from 'vitest';
import { JwtFailure } from './jwt-failure.ts';
import { publishedKey, sharedKey, type VerificationKey } from './verification-key.ts';
import {
  checkAudience,
  checkIssuer,
  checkLifetime,
  decodeToken,
  type TokenRules,
  verifySignature,
} from './verify-token.ts';

const now = Date.UTC(2024, 0, 1);
const rules: TokenRules = {
  requireSigned: true,
  requireExpiration: true,
  clockSkewSeconds: 0,
  audiences: undefined,
  issuers: undefined,
  slashIgnored: () => false,
  now,
  headerNonce: 'fail',
};
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const published = (key: KeyObject, kid: string): VerificationKey =>
  publishedKey({ ...(key.export({ format: 'jwk' }) as { kty: string }), kid }) ?? expect.fail('no key');

const sign = (
  key: KeyObject | Uint8Array,
  header: { alg: string; kid?: string; [name: string]: unknown },
  payload: object = {},
) => new CompactSign(Buffer.from(JSON.stringify(payload))).setProtectedHeader(header).sign(key);

async function reason(action: () => unknown): Promise<string | undefined> {
  try {
    await action();
    return undefined;
  } catch (error) {
    if (error instanceof JwtFailure) return error.reason;
    throw error;
  }
}
const verify = (token: string, keys: VerificationKey[], more: Partial<TokenRules> = {}) =>
  reason(() => verifySignature(token, decodeToken(token), keys, { ...rules, ...more }));

describe('signatures', () => {
  test.each(['RS256', 'RS512', 'PS256'])('%s with a published RSA key', async (alg) => {
    const token = await sign(rsa.privateKey, { alg, kid: 'k' });
    expect(await verify(token, [published(rsa.publicKey, 'k')])).toBeUndefined();
  });

  test('ES256 with a published key', async () => {
    const token = await sign(ec.privateKey, { alg: 'ES256', kid: 'k' });
    expect(await verify(token, [published(ec.publicKey, 'k')])).toBeUndefined();
  });

  test('an algorithm outside the list is refused', async () => {
    const token = await sign(rsa.privateKey, { alg: 'RS384', kid: 'k' });
    expect(await verify(token, [published(rsa.publicKey, 'k')])).toBe('TokenSignatureInvalid');
  });

  test('a shared key of the policy verifies HS256, each key tried in turn', async () => {
    const secret = randomBytes(32);
    const token = await sign(secret, { alg: 'HS256' });
    const keys = [
      sharedKey(randomBytes(32).toString('base64'), undefined),
      sharedKey(secret.toString('base64'), undefined),
    ];
    expect(await verify(token, keys)).toBeUndefined();
  });

  test('a public key is never taken for a shared one', async () => {
    const pem = rsa.publicKey.export({ type: 'spki', format: 'pem' });
    const token = await sign(Buffer.from(pem), { alg: 'HS256', kid: 'k' });
    expect(await verify(token, [published(rsa.publicKey, 'k')])).toBe('TokenSignatureInvalid');
  });

  test('another key of the same id does not verify', async () => {
    const other = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const token = await sign(other.privateKey, { alg: 'RS256', kid: 'k' });
    expect(await verify(token, [published(rsa.publicKey, 'k')])).toBe('TokenSignatureInvalid');
  });

  test('a key id that nobody published is told apart', async () => {
    const other = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const token = await sign(other.privateKey, { alg: 'RS256', kid: 'unknown' });
    expect(await verify(token, [published(rsa.publicKey, 'k')])).toBe('TokenSignatureKeyNotFound');
    expect(await verify(token, [])).toBe('TokenSignatureKeyNotFound');
  });

  test('a key id that nobody published keeps no key from being tried', async () => {
    const token = await sign(rsa.privateKey, { alg: 'RS256', kid: 'unknown' });
    expect(await verify(token, [published(ec.publicKey, 'e'), published(rsa.publicKey, 'k')])).toBeUndefined();
  });

  test('of several keys with one id each is tried', async () => {
    const other = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const token = await sign(rsa.privateKey, { alg: 'RS256', kid: 'k' });
    const keys = [published(other.publicKey, 'k'), published(rsa.publicKey, 'k')];
    expect(await verify(token, keys)).toBeUndefined();
    expect(await verify(await sign(rsa.privateKey, { alg: 'RS256' }), keys)).toBeUndefined();
  });

  test('a header that asks for what nobody understands is refused', async () => {
    const token = await sign(rsa.privateKey, { alg: 'RS256', kid: 'k' });
    const header = Buffer.from(JSON.stringify({ alg: 'RS256', kid: 'k', crit: ['x'], x: 1 })).toString('base64url');
    const [, payload] = token.split('.');
    const signature = signBytes('sha256', Buffer.from(`${header}.${payload}`), rsa.privateKey).toString('base64url');
    const critical = `${header}.${payload}.${signature}`;
    expect(await verify(critical, [published(rsa.publicKey, 'k')])).toBe('TokenSignatureInvalid');
  });

  test('an unsigned token passes only where signatures are not required', async () => {
    const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
    const token = `${part({ alg: 'none' })}.${part({})}.`;
    expect(await verify(token, [published(rsa.publicKey, 'k')])).toBe('TokenSignatureInvalid');
    expect(await verify(token, [], { requireSigned: false })).toBeUndefined();
  });

  test('a token of algorithm none with a signature never passes', async () => {
    const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
    for (const alg of ['none', 'None', 'NONE']) {
      const token = `${part({ alg })}.${part({})}.c2lnbmF0dXJl`;
      for (const keys of [[], [published(rsa.publicKey, 'k')]]) {
        expect(await verify(token, keys, { requireSigned: false })).toBe('TokenSignatureInvalid');
        expect(await verify(token, keys)).toBe('TokenSignatureInvalid');
      }
    }
  });

  test('a key is not even tried with an algorithm of another type', async () => {
    const token = await sign(randomBytes(32), { alg: 'HS256', kid: 'k' });
    const keys = [published(rsa.publicKey, 'k')];
    await expect(verifySignature(token, decodeToken(token), keys, rules)).rejects.toThrow('Keys tried: 0.');
  });

  test('a signature stripped from a signed token does not help', async () => {
    const token = await sign(rsa.privateKey, { alg: 'RS256', kid: 'k' });
    const stripped = `${token.split('.').slice(0, 2).join('.')}.`;
    expect(await verify(stripped, [published(rsa.publicKey, 'k')])).toBe('TokenSignatureInvalid');
  });

  test('a token with a nonce in its header fails, or is hashed first when told', async () => {
    const nonce = randomUUID();
    const hashed = createHash('sha256').update(nonce).digest('base64url');
    const signed = await sign(rsa.privateKey, { alg: 'RS256', kid: 'k', nonce: hashed });
    const header = Buffer.from(JSON.stringify({ alg: 'RS256', kid: 'k', nonce })).toString('base64url');
    const token = [header, ...signed.split('.').slice(1)].join('.');
    expect(await verify(token, [published(rsa.publicKey, 'k')])).toBe('TokenSignatureInvalid');
    expect(await verify(token, [published(rsa.publicKey, 'k')], { headerNonce: 'hash' })).toBeUndefined();
    expect(await verify(signed, [published(rsa.publicKey, 'k')])).toBe('TokenSignatureInvalid');
  });
});

describe('the form of a token', () => {
  test('more or fewer segments, padding, and other characters in any of them are refused', async () => {
    const token = await sign(rsa.privateKey, { alg: 'RS256', kid: 'k' });
    const parts = token.split('.');
    const changed = [0, 1, 2].flatMap((at) =>
      ['=', '+', '/', ' ', '\0'].map((end) => parts.map((part, index) => (index === at ? part + end : part)).join('.')),
    );
    for (const other of [...changed, `${token}.`, parts.slice(0, 2).join('.'), ''])
      expect(await reason(() => decodeToken(other)), other).toBe('JwtInvalid');
    expect(await reason(() => decodeToken(token))).toBeUndefined();
  });

  test('a token of more than 250 KiB is not read', async () => {
    const token = await sign(rsa.privateKey, { alg: 'RS256' }, { pad: 'x'.repeat(200 * 1024) });
    expect(() => decodeToken(token)).toThrow(/^IDX10209: /);
  });
});

describe('claims', () => {
  const seconds = now / 1000;
  test.each([
    ['within its life', { nbf: seconds, exp: seconds + 1 }, {}, undefined],
    ['expired now', { exp: seconds }, {}, 'TokenExpired'],
    ['expired, within the skew', { exp: seconds - 30 }, { clockSkewSeconds: 60 }, undefined],
    ['not valid yet', { nbf: seconds + 1, exp: seconds + 9 }, {}, 'JwtInvalid'],
    ['ending before it begins', { nbf: seconds, exp: seconds - 10 }, { clockSkewSeconds: 60 }, 'JwtInvalid'],
    ['without expiry', {}, {}, 'JwtInvalid'],
    ['without expiry, allowed', {}, { requireExpiration: false }, undefined],
    ['with an expiry that is no number', { exp: 'soon' }, {}, 'JwtInvalid'],
  ])('a token %s', async (_name, payload, more, expected) => {
    expect(await reason(() => checkLifetime(payload, { ...rules, ...more }))).toBe(expected);
  });

  test.each([
    ['the same', 'https://me.example', undefined],
    ['another case', 'https://ME.example', 'TokenAudienceNotAllowed'],
    ['more behind it', 'https://me.example.attacker', 'TokenAudienceNotAllowed'],
    ['a part of it', 'https://me', 'TokenAudienceNotAllowed'],
    ['nothing', '', 'TokenAudienceNotAllowed'],
  ])('audience and issuer are compared whole: %s', async (_name, value, expected) => {
    const allowed = ['https://me.example', ''];
    const claims = new Map([['aud', [value]]]) as unknown as Parameters<typeof checkAudience>[0];
    expect(await reason(() => checkAudience(claims, { ...rules, audiences: allowed }))).toBe(expected);
    const issuer = expected && 'TokenIssuerNotAllowed';
    expect(await reason(() => checkIssuer({ iss: value }, allowed.slice(0, 1)))).toBe(issuer);
  });

  test.each([
    ['https://a', 'https://a/'],
    ['https://a/', 'https://a'],
  ])('a slash at the end of an audience counts or not as the switch says: %s %s', async (given, allowed) => {
    const claims = new Map([['aud', [given]]]);
    const check = (ignored: boolean) => () =>
      checkAudience(claims, { audiences: [allowed], slashIgnored: () => ignored });
    expect(await reason(check(true))).toBeUndefined();
    expect(await reason(check(false))).toBe('TokenAudienceNotAllowed');
    const more = new Map([['aud', [`${given}///`]]]);
    expect(await reason(() => checkAudience(more, { audiences: [allowed], slashIgnored: () => true }))).toBe(
      'TokenAudienceNotAllowed',
    );
    const empty = { audiences: [''], slashIgnored: () => true };
    expect(await reason(() => checkAudience(new Map([['aud', ['/']]]), empty))).toBe('TokenAudienceNotAllowed');
  });

  test('one audience of several is enough', async () => {
    const claims = new Map([['aud', ['a', 'b']]]);
    expect(await reason(() => checkAudience(claims, { ...rules, audiences: ['x', 'b'] }))).toBeUndefined();
    expect(await reason(() => checkAudience(claims, { ...rules, audiences: ['c'] }))).toBe('TokenAudienceNotAllowed');
    expect(await reason(() => checkAudience(new Map(), { ...rules, audiences: ['c'] }))).toBe(
      'TokenAudienceNotAllowed',
    );
    expect(await reason(() => checkAudience(new Map(), rules))).toBeUndefined();
  });

  test('issuers compare exactly', async () => {
    expect(await reason(() => checkIssuer({ iss: 'https://a/' }, ['https://a/']))).toBeUndefined();
    expect(await reason(() => checkIssuer({ iss: 'https://a' }, ['https://a/']))).toBe('TokenIssuerNotAllowed');
    expect(await reason(() => checkIssuer({ iss: ['https://a/'] }, ['https://a/']))).toBe('TokenIssuerNotAllowed');
    expect(await reason(() => checkIssuer({}, ['https://a/']))).toBe('TokenIssuerNotAllowed');
  });
});

describe('claims that anyone may have written', () => {
  const part = (json: string): string => Buffer.from(json).toString('base64url');
  test('nested without end are refused, in the header too', async () => {
    const deep = `{"a":${'['.repeat(50_000)}${']'.repeat(50_000)}}`;
    for (const token of [`${part('{"alg":"none"}')}.${part(deep)}.`, `${part(deep)}.${part('{}')}.`]) {
      expect(await reason(() => decodeToken(token))).toBe('JwtInvalid');
    }
    expect(await reason(() => decodeToken(`${part('{}')}.${part(`{"a":"${'['.repeat(100)}\\""}`)}.`))).toBeUndefined();
  });

  test('keep every digit, and the last of several values of one name', () => {
    const { claims, payload } = decodeToken(
      `${part('{"alg":"none"}')}.${part('{"id":9007199254740993,"aud":"a","aud":"b","exp":1700000000}')}.`,
    );
    expect([claims.get('id'), claims.get('aud'), payload.exp]).toEqual([['9007199254740993'], ['b'], 1_700_000_000]);
  });
});

describe('garbage', () => {
  test.each(['', 'a', 'a.b.c', '..', 'e30.e30.', 'e30.W10.x', 'a.b.c.d.e.f', '%.%.%', 'é.é.é'])(
    '%j is refused as a JWT',
    async (token) => {
      expect(await reason(() => verifySignature(token, decodeToken(token), [], rules))).toMatch(/^(JwtInvalid|Token)/);
    },
  );

  test('any text is refused with a reason, never an exception', async () => {
    const keys = [published(rsa.publicKey, 'k')];
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.string(),
          fc.array(fc.base64String(), { minLength: 3, maxLength: 3 }).map((parts) => parts.join('.')),
        ),
        async (text) => {
          expect(await reason(() => verifySignature(text, decodeToken(text), keys, rules))).toBeDefined();
        },
      ),
    );
  });

  test('a message never holds a line break of the token', () => {
    expect(new JwtFailure('JwtInvalid', 'a\r\nInjected: b').message).toBe('a  Injected: b');
  });
});
