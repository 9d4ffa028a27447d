import { fetch } from 'undici';
import { expect, test } from 'vitest';
import { createAuthority } from './authority.ts';
import { EgressRefusedError, mappedDispatcher } from './dispatcher.ts';
import { hostMap } from './host-map.ts';
import { listen } from './listener.ts';

test('a mapped host is reached on loopback with its own Host header', async () => {
  const authority = await createAuthority();
  const leaf = await authority.issue(['graph.microsoft.com']);
  const listener = await listen((request, response) => response.end(request.headers.host), { tls: leaf });
  const dispatcher = mappedDispatcher({
    hosts: hostMap([['https://graph.microsoft.com', listener.port]]),
    ca: [authority.certificatePem],
  });
  const response = await fetch('https://graph.microsoft.com/v1.0/me', { dispatcher });
  await expect(response.text()).resolves.toBe('graph.microsoft.com');
  await dispatcher.close();
  await listener.close();
});

test('an unmapped host is refused by name before any look-up, and reported', async () => {
  const refused: string[] = [];
  const dispatcher = mappedDispatcher({ hosts: new Map(), ca: [], onRefused: (host) => refused.push(host) });
  const failure = await fetch('https://example.com/', { dispatcher }).catch((error: Error) => error.cause);
  expect(failure).toBeInstanceOf(EgressRefusedError);
  expect(failure).toMatchObject({ host: 'example.com:443' });
  expect(refused).toEqual(['example.com:443']);
  await dispatcher.close();
});

test('a mapping holds for its port only', async () => {
  const dispatcher = mappedDispatcher({ hosts: hostMap([['https://example.com', 1]]), ca: [] });
  const failure = await fetch('http://example.com/', { dispatcher }).catch((error: Error) => error.cause);
  expect(failure).toMatchObject({ host: 'example.com:80' });
  await dispatcher.close();
});

test('unmapped loopback is reached as it is, unless that is forbidden', async () => {
  const listener = await listen((_request, response) => response.end('local'));
  const open = mappedDispatcher({ hosts: new Map(), ca: [] });
  const closed = mappedDispatcher({ hosts: new Map(), ca: [], allowLoopback: false });
  await expect(fetch(listener.url, { dispatcher: open }).then((response) => response.text())).resolves.toBe('local');
  await expect(fetch(listener.url, { dispatcher: closed })).rejects.toMatchObject({
    cause: { code: 'EGRESS_REFUSED' },
  });
  await Promise.all([open.close(), closed.close(), listener.close()]);
});
