import { createPublicKey, X509Certificate } from 'node:crypto';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { createAuthority } from '../../net/authority.ts';
import { useGateway } from '../testing/use-gateway.ts';

const start = useGateway();

test('authentication-basic', async () => {
  const { request, backend, trace } = await start({
    policy: { inbound: '<authentication-basic username="u" password="@("p" + "w")" />' },
  });
  await request();
  const encoded = Buffer.from('u:pw').toString('base64');
  expect(backend.requests[0]?.header('Authorization')).toBe(`Basic ${encoded}`);
  expect(JSON.stringify(trace())).not.toContain(encoded);
});

test('authentication-certificate presents the service’s certificate to the server', async () => {
  const authority = await createAuthority({ names: ['api.example.com', 'client.example.com'] });
  const server = await authority.issue(['api.example.com']);
  const client = await authority.issue(['client.example.com']);
  let seen: string | undefined;
  const listener = https.createServer(
    { key: server.key, cert: server.cert, ca: authority.certificatePem, requestCert: true, rejectUnauthorized: false },
    (request, response) => {
      const peer = (request.socket as import('node:tls').TLSSocket).getPeerX509Certificate();
      seen = peer && createPublicKey(peer.toString()).export({ type: 'spki', format: 'pem' }).toString();
      response.end('ok');
    },
  );
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  const { port } = listener.address() as AddressInfo;
  const { request } = await start({
    egress: { hosts: new Map([['api.example.com:443', port]]), ca: [authority.certificatePem] },
    model: { certificates: [{ id: 'mine', certificate: client.cert, privateKey: client.key }] },
    policy: {
      inbound:
        '<set-backend-service base-url="https://api.example.com/" /><authentication-certificate certificate-id="mine" />',
    },
  });
  expect((await request()).body).toBe('ok');
  expect(seen).toBe(createPublicKey(client.cert).export({ type: 'spki', format: 'pem' }).toString());
  listener.closeAllConnections();
  listener.close();
});

test('a certificate that nobody uploaded is a failure', async () => {
  const { request, trace } = await start({ policy: { inbound: '<authentication-certificate thumbprint="AA:BB" />' } });
  expect((await request()).status).toBe(500);
  expect(trace().lastError).toMatchObject({ source: 'authentication-certificate', reason: 'CertificateNotFound' });
});

test('a certificate is named by its thumbprint, however that is written', async () => {
  const authority = await createAuthority({ names: ['client.example.com'] });
  const { cert, key } = await authority.issue(['client.example.com']);
  const { fingerprint } = new X509Certificate(cert);
  const bare = fingerprint.replaceAll(':', '');
  const written = [fingerprint, bare, bare.toLowerCase(), fingerprint.replaceAll(':', ' '), `@("${bare}")`];
  const { request, gateway } = await start({
    model: { certificates: [{ id: 'mine', certificate: cert, privateKey: key }] },
    policy: { inbound: written.map((each) => `<authentication-certificate thumbprint='${each}' />`).join('') },
  });
  expect([(await request()).status, gateway.problems]).toEqual([200, []]);
});

test('an authentication-certificate that names none does not load; one that names two is told', async () => {
  await expect(start({ policy: { inbound: '<authentication-certificate password="x" />' } })).rejects.toThrow(
    /one of 'thumbprint', 'certificate-id' and 'body'/,
  );
  const { gateway, request, trace } = await start({
    policy: { inbound: '<authentication-certificate thumbprint="AA" certificate-id="none" />' },
  });
  expect(gateway.problems.map(({ message }) => message)).toEqual([expect.stringMatching(/certificate-id.*not both/)]);
  await request();
  expect(trace().lastError?.message).toBe("There is no certificate 'none'.");
});
