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

  test('shortens long texts', () => {
    expect(mask('x '.repeat(500))).toMatch(/^(x ){100}… \(1000 characters\)$/);
  });
});
