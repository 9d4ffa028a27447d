import { expect, test } from 'vitest';
import { chromiumResolverRules, hostKey, hostMap, isLoopback } from './host-map.ts';

test.each([
  ['https://Login.MicrosoftOnline.com', 'login.microsoftonline.com:443'],
  ['https://graph.microsoft.com/v1.0/me', 'graph.microsoft.com:443'],
  ['http://example.com', 'example.com:80'],
  ['https://localhost:7443', 'localhost:7443'],
  ['Graph.Microsoft.com', 'graph.microsoft.com:443'],
  ['graph.microsoft.com:8443', 'graph.microsoft.com:8443'],
])('%s has the key %s', (host, key) => {
  expect(hostKey(host)).toBe(key);
});

test('chromium resolves mapped hosts to loopback and nothing else', () => {
  const rules = chromiumResolverRules(hostMap([['https://login.microsoftonline.com', 7001]]));
  expect(rules).toBe(
    'MAP login.microsoftonline.com:443 127.0.0.1:7001, MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1',
  );
});

test.each([
  ['localhost', true],
  ['127.0.0.1', true],
  ['127.1.2.3', true],
  ['[::1]', true],
  ['localhost.example.com', false],
  ['127.0.0.1.example.com', false],
  ['169.254.169.254', false],
])('%s is loopback: %s', (host, expected) => {
  expect(isLoopback(host)).toBe(expected);
});
