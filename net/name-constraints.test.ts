import 'reflect-metadata';
import tls from 'node:tls';
import * as x509 from '@peculiar/x509';
import { expect, test } from 'vitest';
import { listen } from './listener.ts';
import { encodeNameConstraints, nameConstraintsOid } from './name-constraints.ts';

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;

/** What a TLS client says to a certificate for `san` signed under constraints that permit `permitted`. */
async function verdict(permitted: string[], san: { type: 'dns' | 'ip'; value: string }): Promise<string> {
  const [caKeys, leafKeys] = await Promise.all([
    crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']),
    crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']),
  ]);
  const ca = await x509.X509CertificateGenerator.createSelfSigned({
    name: 'CN=constrained',
    signingAlgorithm: algorithm,
    keys: caKeys,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.Extension(nameConstraintsOid, true, new Uint8Array(encodeNameConstraints(permitted))),
    ],
  });
  const leaf = await x509.X509CertificateGenerator.create({
    subject: 'CN=leaf',
    issuer: ca.subject,
    signingAlgorithm: algorithm,
    publicKey: leafKeys.publicKey,
    signingKey: caKeys.privateKey,
    extensions: [new x509.SubjectAlternativeNameExtension([san])],
  });
  const key = x509.PemConverter.encode(await crypto.subtle.exportKey('pkcs8', leafKeys.privateKey), 'PRIVATE KEY');
  const listener = await listen((_request, response) => response.end(), { tls: { key, cert: leaf.toString('pem') } });
  const answer = await new Promise<string>((resolve) => {
    const socket = tls.connect({
      host: '127.0.0.1',
      port: listener.port,
      ca: ca.toString('pem'),
      ...(san.type === 'dns' ? { servername: san.value } : {}),
      checkServerIdentity: () => undefined,
    });
    socket.once('secureConnect', () => resolve('accepted'));
    socket.once('error', (error) => resolve(error.message));
  });
  await listener.close();
  return answer;
}

test.each([
  [{ type: 'dns', value: 'azure-api.net' }, 'accepted'],
  [{ type: 'dns', value: 'sallyport.azure-api.net' }, 'accepted'],
  [{ type: 'ip', value: '127.0.0.1' }, 'accepted'],
  [{ type: 'ip', value: '::1' }, 'accepted'],
  [{ type: 'dns', value: 'example.com' }, 'permitted subtree violation'],
  [{ type: 'dns', value: 'evil-azure-api.net' }, 'permitted subtree violation'],
  [{ type: 'ip', value: '127.0.0.2' }, 'permitted subtree violation'],
  [{ type: 'ip', value: '192.0.2.1' }, 'permitted subtree violation'],
] as const)('a client meets a certificate for %o with %s', async (san, expected) => {
  await expect(verdict(['azure-api.net'], san)).resolves.toBe(expected);
});

test('long lists of names use long-form lengths', () => {
  const names = Array.from({ length: 40 }, (_, index) => `host-${index}.azure-api.net`);
  const der = encodeNameConstraints(names);
  expect([der[0], der[1]]).toEqual([0x30, 0x82]);
  expect(der.readUInt16BE(2)).toBe(der.length - 4);
});
