import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readTokenHeader } from './header.ts';
import { TokenRefusal } from './refusal.ts';

const segment = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

it.each([
  ['another algorithm', { alg: 'RS512' }, 'algorithm'],
  ['no algorithm', { alg: 'none' }, 'algorithm'],
  ['no key id', { kid: undefined }, 'key-id'],
  ['an empty key id', { kid: '' }, 'key-id'],
  ['a key id that is no text', { kid: 1 }, 'key-id'],
  ['a key of its own', { jwk: {} }, 'sender-key'],
  ['a key set of its own', { jku: 'https://a.example' }, 'sender-key'],
  ['a certificate of its own', { x5c: [] }, 'sender-key'],
  ['the address of a certificate', { x5u: 'https://a.example' }, 'sender-key'],
])('a header with %s is refused', (_name, change, reason) => {
  const header = { alg: 'RS256', kid: 'k', typ: 'JWT' };
  expect(readTokenHeader(`${segment(header)}.${segment({})}.c2ln`)).toEqual(header);
  const refused = () => readTokenHeader(`${segment({ ...header, ...change })}.${segment({})}.c2ln`);
  expect(refused).toThrow(expect.objectContaining({ status: 401, reason }));
});

it('a token of more than 24 KB is not looked at', () => {
  const start = `${segment({ alg: 'RS256', kid: 'k' })}.`;
  const of = (length: number) => `${start}${'a'.repeat(length - start.length - 2)}.c`;
  expect(readTokenHeader(of(24 * 1024)).kid).toBe('k');
  expect(() => readTokenHeader(of(24 * 1024 + 1))).toThrow(TokenRefusal);
});

it('any text is either a header of ours or refused, never another error', () => {
  const part = fc.oneof(fc.string(), fc.base64String(), fc.jsonValue().map(segment));
  fc.assert(
    fc.property(fc.array(part, { maxLength: 6 }), (parts) => {
      try {
        expect(readTokenHeader(parts.join('.')).alg).toBe('RS256');
      } catch (error) {
        expect(error).toBeInstanceOf(TokenRefusal);
      }
    }),
    { numRuns: 300 },
  );
});
