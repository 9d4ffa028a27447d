import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { redirectMatches, redirectType } from './registered-redirect.ts';

describe('redirect URIs', () => {
  it.each([
    ['https://a.example/cb', 'https://a.example/cb', true],
    ['https://a.example/cb', 'https://a.example/cb/', false],
    ['https://a.example/cb', 'https://a.example/CB', false],
    ['https://a.example/cb', 'https://a.example/cb?x=1', false],
    ['https://a.example/cb', 'https://a.example/cb#x', false],
    ['https://a.example/cb', 'https://a.example:8443/cb', false],
    ['https://a.example', 'https://a.example/', true],
    ['https://a.example/', 'https://a.example', true],
    ['https://a.example', 'https://a.example.evil.example', false],
    ['http://localhost', 'http://localhost:1234', true],
    ['http://localhost', 'http://localhost:1234/', true],
    ['http://localhost', 'http://localhost:1234/cb', false],
    ['http://localhost/cb', 'http://localhost:1/cb', true],
    ['http://localhost/cb', 'http://localhost:1/CB', false],
    ['http://localhost:5000/cb', 'http://localhost:6000/cb', true],
    ['http://localhost', 'https://localhost:1234', false],
    ['http://localhost', 'http://127.0.0.1:1234', false],
    ['http://127.0.0.1', 'http://127.0.0.1:1234', true],
    ['http://localhost', 'http://localhost.evil.example', false],
    ['http://localhost', 'http://user@localhost:1/', false],
    ['http://localhost/cb', 'http://localhost:1/cb#x', false],
    ['https://a.example/cb', 'https://a.example:443/cb', false],
    ['https://a.example/?x=1', 'https://A.example/?x=1', false],
    ['msal1://auth', 'msal1://auth', true],
    ['msal1://auth', 'msal1://auth/x', false],
  ])('%s registered, %s requested: %s', (registered, requested, matches) => {
    expect(redirectMatches(registered, requested)).toBe(matches);
  });

  it('are not even compared when they are longer than 4096 characters, or hold blanks or control characters', () => {
    const application = (uri: string) =>
      ({ redirectUris: { web: [uri], spa: [], public: [] } }) as unknown as Parameters<typeof redirectType>[0];
    const long = (length: number): string => 'https://a.example/'.padEnd(length, 'x');
    expect(redirectType(application(long(4096)), long(4096))).toBe('web');
    for (const uri of [long(4097), 'https://a.example/a b', 'https://a.example/\n', 'https://a.example/\0'])
      expect(redirectType(application(uri), uri)).toBeUndefined();
  });

  it('never match another host or scheme', () => {
    const registered = ['https://a.example/cb', 'http://localhost/cb', 'http://127.0.0.1'];
    fc.assert(
      fc.property(
        fc.constantFrom(...registered),
        fc.webUrl({ withFragments: true, withQueryParameters: true }),
        (known, asked) => {
          if (!redirectMatches(known, asked)) return;
          expect(new URL(asked).hostname).toBe(new URL(known).hostname);
          expect(new URL(asked).protocol).toBe(new URL(known).protocol);
        },
      ),
    );
  });
});
