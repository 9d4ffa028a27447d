import { randomBytes, randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { Masker } from './masker.ts';

const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const token = `${part({ alg: 'RS256' })}.${part({ sub: 'x' })}.${randomBytes(16).toString('base64url')}`;
const mask = (text: string): string => new Masker().mask(text);

describe('masker', () => {
  test('hides what it was told, wherever it stands', () => {
    const masker = new Masker();
    const secret = randomBytes(6).toString('hex');
    masker.add(secret);
    expect(masker.mask(`a=${secret}b`)).toBe('a=***b');
  });

  test('hides tokens it was never told about', () => {
    expect(mask(`Bearer ${token}`)).toBe('Bearer ***');
  });

  test('hides members and parameters of telling names', () => {
    expect(mask('{"code":"x-1","n":"shown","code_verifier": "a\\"b"}')).toBe(
      '{"code":"***","n":"shown","code_verifier": "***"}',
    );
    expect(mask('https://h/cb?code=x-1&n=shown&client_assertion=y')).toBe(
      'https://h/cb?code=***&n=shown&client_assertion=***',
    );
  });

  test('hides long opaque runs, but not identifiers', () => {
    const id = randomUUID();
    expect(mask(`${randomBytes(32).toString('hex')} ${randomBytes(33).toString('base64')}= ${id}`)).toBe(
      `*** *** ${id}`,
    );
    expect(mask('a-perfectly-readable-sentence-with-dashes')).toBe('a-perfectly-readable-sentence-with-dashes');
  });

  test('hides what variables of telling names hold', () => {
    const masker = new Masker();
    expect(masker.variable('accessToken', 'opaque-value-1234')).toBe('*** (17 characters)');
    expect(masker.variable('page-error', 'expired')).toBe('expired');
  });

  test('does not hide ordinary words for short secrets', () => {
    const masker = new Masker();
    masker.add('abc');
    expect(masker.mask('abc')).toBe('abc');
  });

  describe('what is called a secret', () => {
    const masking = (secret: string, text: string): string => {
      const masker = new Masker();
      masker.addSecret(secret);
      return masker.known(text);
    };

    test('is hidden however short, where it stands alone', () => {
      expect(masking('4711', 'pin 4711, "4711" and 47110 a4711')).toBe('pin ***, "***" and 47110 a4711');
    });

    test.each([
      ['as it is', (secret: string) => secret],
      ['percent-encoded', encodeURIComponent],
      ['percent-encoded in lower case', (secret: string) => encodeURIComponent(secret).toLowerCase()],
      ['in a form', (secret: string) => new URLSearchParams([['', secret]]).toString().slice(1)],
      ['in JSON', (secret: string) => JSON.stringify(secret).slice(1, -1)],
      [
        'in JSON of ASCII alone',
        (secret: string) =>
          JSON.stringify(secret)
            .slice(1, -1)
            .replace(/[^ -~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`),
      ],
      [
        'in HTML',
        (secret: string) => secret.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('ü', '&#252;'),
      ],
      ['in hexadecimal', (secret: string) => Buffer.from(secret).toString('hex')],
      [
        'as BitConverter writes bytes',
        (secret: string) => Buffer.from(secret).toString('hex').match(/../g)?.join('-').toUpperCase(),
      ],
    ])('is hidden %s', (_how, encode) => {
      const secret = 'p@ss /ü<&"+=é-\\x';
      const written = encode(secret) ?? '';
      expect(written).not.toBe('');
      expect(masking(secret.toLowerCase(), `a ${written} b`)).toBe('a *** b');
    });

    test('is hidden in base64, wherever it begins, but for what the neighbours have of its ends', () => {
      const secret = randomBytes(15).toString('base64');
      for (const before of ['', 'u', 'us', 'user:']) {
        for (const encoding of ['base64', 'base64url'] as const) {
          const written = Buffer.from(`${before}${secret}!`).toString(encoding);
          const shown = masking(secret, written);
          expect(shown).toContain('***');
          expect(shown.replace('***', '').length).toBeLessThanOrEqual(Math.ceil(((before.length + 2) * 8) / 6) + 3);
        }
      }
    });

    test('is never forgotten, however many tokens come after it', () => {
      const masker = new Masker();
      masker.addSecret('first-secret');
      for (let count = 0; count < 10_001; count++) masker.add(`token-${count}-`);
      expect(masker.mask('first-secret')).toBe('***');
      expect(masker.mask('a token-10000-')).toBe('a ***');
    });

    test('is hidden when it is as long as a key file', () => {
      const secret = `-----BEGIN KEY-----\n${randomBytes(900).toString('base64')}\n-----END KEY-----`;
      const written = [secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1)];
      expect(masking(secret, written.join(' '))).toBe('*** *** ***');
    });

    test('is hidden whole where another begins as it does', () => {
      const masker = new Masker();
      for (const secret of ['long-secret', 'long-secret-and-more', 'long']) masker.addSecret(secret);
      expect(masker.known('long-secret-and-more long-secret')).toBe('*** ***');
    });

    test('hides nothing when it is empty', () => {
      expect(masking('', 'a b')).toBe('a b');
      expect(masking(' ', 'a b')).toBe('a b');
    });
  });

  test('shortens long texts', () => {
    expect(mask('x '.repeat(500))).toMatch(/^(x ){100}… \(1000 characters\)$/);
  });
});
