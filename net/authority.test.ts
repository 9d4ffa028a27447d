import { createHash, X509Certificate } from 'node:crypto';
import tls from 'node:tls';
import { fetch } from 'undici';
import { expect, test } from 'vitest';
import { type Authority, createAuthority, type Leaf } from './authority.ts';
import { mappedDispatcher } from './dispatcher.ts';
import { hostMap } from './host-map.ts';
import { listen } from './listener.ts';

async function get(authority: Authority, leaf: Leaf, host: string): Promise<string> {
  const listener = await listen((_request, response) => response.end('hello'), { tls: leaf });
  const dispatcher = mappedDispatcher({ hosts: hostMap([[host, listener.port]]), ca: [authority.certificatePem] });
  try {
    const response = await fetch(`https://${host}/`, { dispatcher });
    return await response.text();
  } finally {
    await dispatcher.close();
    await listener.close();
  }
}

test('a certificate for a permitted name is accepted under that name', async () => {
  const authority = await createAuthority();
  const leaf = await authority.issue(['login.microsoftonline.com', 'localhost', '127.0.0.1']);
  await expect(get(authority, leaf, 'login.microsoftonline.com')).resolves.toBe('hello');
});

test('a certificate is refused under a name it does not carry', async () => {
  const authority = await createAuthority();
  const leaf = await authority.issue(['localhost']);
  await expect(get(authority, leaf, 'login.microsoftonline.com')).rejects.toMatchObject({
    cause: { code: 'ERR_TLS_CERT_ALTNAME_INVALID' },
  });
});

test('a certificate of another authority is refused', async () => {
  const [ours, theirs] = await Promise.all([createAuthority(), createAuthority()]);
  const leaf = await theirs.issue(['localhost']);
  await expect(get(ours, leaf, 'localhost')).rejects.toMatchObject({
    cause: { code: expect.stringMatching(/SELF_SIGNED|VERIFY|SIGNATURE/) },
  });
});

test('the authority refuses to issue outside its names', async () => {
  const authority = await createAuthority({ names: ['azure-api.net'] });
  await expect(authority.issue(['example.com'])).rejects.toThrow(RangeError);
  await expect(authority.issue(['notazure-api.net'])).rejects.toThrow(RangeError);
  await expect(authority.issue(['192.0.2.1'])).rejects.toThrow(RangeError);
  await expect(authority.issue([])).rejects.toThrow(RangeError);
  await expect(authority.issue(['Sallyport.azure-api.net'])).resolves.toMatchObject({ cert: expect.any(String) });
});

test('the authority lives for hours and its key is in nothing it hands out', async () => {
  const authority = await createAuthority();
  const { validFrom, validTo } = new X509Certificate(authority.certificatePem);
  expect(Date.parse(validTo) - Date.parse(validFrom)).toBeLessThanOrEqual(13 * 3_600_000);
  expect(JSON.stringify(authority)).not.toMatch(/PRIVATE/);
});

test('the leaf is usable for TLS and its public key hash is the one Chromium expects', async () => {
  const authority = await createAuthority();
  const leaf = await authority.issue(['localhost']);
  expect(() => tls.createSecureContext({ key: leaf.key, cert: leaf.cert })).not.toThrow();
  const spki = new X509Certificate(leaf.cert).publicKey.export({ type: 'spki', format: 'der' });
  expect(leaf.spkiSha256).toBe(createHash('sha256').update(spki).digest('base64'));
});
