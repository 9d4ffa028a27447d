import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { redact } from './redact.ts';

const base64url = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url');
const jwt = (): string =>
  [Buffer.from('{"alg":"RS256"}').toString('base64url'), base64url(randomBytes(60)), base64url(randomBytes(64))].join(
    '.',
  );

it.each(['Bearer ', 'access_token=', '"refresh_token": "', 'answered with ', 'x-functions-key: '])(
  'takes out a token after %j',
  (before) => {
    const token = jwt();
    expect(redact(`${before}${token} and more`)).not.toContain(token.slice(0, 20));
    expect(redact(`${before}${token} and more`)).toContain(before.replace(/["\s=:]+$/, ''));
  },
);

it('takes out any long random value wherever it stands alone', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 32, maxLength: 64 }), (bytes) => {
      const hex = Buffer.from(bytes).toString('hex');
      expect(redact(`the value ${hex} leaked`)).not.toContain(hex);
    }),
  );
});

it.each([
  'POST without a token answers 404, not 401',
  'https://sallyport.azure-api.net/.well-known/oauth-protected-resource/mcp answers 404',
  'infra/app/apim-oauth/oauth-callback.policy.xml:180:121',
  'the server lists get_graph_user_details',
  'the 401 to a token that is unsigned has no Bearer challenge',
  'somebody gets a token: https://sallyport.azure-api.net/mcp answers 404',
  '5a11f0a7-0000-4000-8000-000000000001',
])('leaves %j', (text) => {
  expect(redact(text)).toBe(text);
});
