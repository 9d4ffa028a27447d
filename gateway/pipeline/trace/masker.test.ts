import { randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { Masker } from './masker.ts';

const token = (): string =>
  [{ alg: 'none' }, { sub: 'x' }].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.') +
  `.${randomBytes(16).toString('base64url')}`;

describe('masker', () => {
  test('hides what it was told, wherever it stands', () => {
    const masker = new Masker();
    const secret = randomBytes(12).toString('hex');
    masker.add(secret);
    expect(masker.mask(`key=${secret}&x=1`)).toBe('key=***&x=1');
  });

  test('hides tokens it was never told about', () => {
    const masked = new Masker().mask(`Bearer ${token()}`);
    expect(masked).toBe('Bearer *** (JWT)');
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
    expect(new Masker().mask('x'.repeat(500))).toMatch(/^x{200}… \(500 characters\)$/);
  });
});
