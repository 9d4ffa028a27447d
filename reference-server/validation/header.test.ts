import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readTokenHeader } from './header.ts';
import { TokenRefusal } from './refusal.ts';

const segment = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

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
