/** Certificates of the service: as expressions find them, and as servers are shown them. */
import { createPublicKey, X509Certificate } from 'node:crypto';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { afterEach, expect, test } from 'vitest';
import { createAuthority } from '../../net/authority.ts';
import { useGateway } from '../testing/use-gateway.ts';

const start = useGateway();
const open: https.Server[] = [];
afterEach(() => {
  for (const server of open.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

const publicKey = (certificate: string): string =>
  createPublicKey(certificate).export({ type: 'spki', format: 'pem' }).toString();

test('expressions find a certificate by its id and by its thumbprint, with its key where there is one', async () => {
  const authority = await createAuthority({ names: ['a.example', 'b.example'] });
  const [a, b] = [await authority.issue(['a.example']), await authority.issue(['b.example'])];
  const thumbprint = new X509Certificate(a.cert).fingerprint.replaceAll(':', '');
  const found = (key: string): string => `context.Deployment.Certificates["${key}"]`;
  const { request } = await start({
    model: {
      certificates: [
        { id: 'mine', certificate: a.cert, privateKey: a.key },
        { id: 'theirs', certificate: b.cert },
      ],
    },
    policy: {
      inbound: `<return-response><set-body>@(${found('mine')}.Thumbprint + " " + ${found(thumbprint)}.Thumbprint + " " + ${found('mine')}.HasPrivateKey + " " + ${found('theirs')}.HasPrivateKey + " " + context.Deployment.Certificates.ContainsKey("none"))</set-body></return-response>`,
    },
  });
  expect((await request()).body).toBe(`${thumbprint} ${thumbprint} True False False`);
});

test('a certificate that is none is an error when it is loaded, which does not repeat it', async () => {
  const certificate = '-----BEGIN CERTIFICATE-----\nbm9uZQ==\n-----END CERTIFICATE-----';
  await expect(start({ model: { certificates: [{ id: 'broken', certificate }] } })).rejects.toThrow(
    /^(?!.*bm9uZQ).*The certificate 'broken' can't be read; it has to be PEM\./,
  );
});

test('each call presents the certificate that its policies name, and a call without one none', async () => {
  const names = ['api.example', 'one.example', 'two.example'];
  const authority = await createAuthority({ names });
  const [server, one, two] = await Promise.all(names.map((name) => authority.issue([name])));
  if (!server || !one || !two) throw new Error('three certificates were issued');
  const seen: (string | undefined)[] = [];
  const listener = https.createServer(
    { key: server.key, cert: server.cert, ca: authority.certificatePem, requestCert: true, rejectUnauthorized: false },
    (request, response) => {
      const peer = (request.socket as TLSSocket).getPeerX509Certificate();
      seen.push(peer && publicKey(peer.toString()));
      response.end();
    },
  );
  open.push(listener);
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  const { port } = listener.address() as AddressInfo;
  const { request } = await start({
    egress: { hosts: new Map([['api.example:443', port]]), ca: [authority.certificatePem] },
    model: {
      certificates: [
        { id: 'one', certificate: one.cert, privateKey: one.key },
        { id: 'two', certificate: two.cert, privateKey: two.key },
      ],
    },
    policy: {
      inbound:
        '<set-backend-service base-url="https://api.example/" /><choose><when condition="@(context.Request.Headers.ContainsKey("X-Id"))"><authentication-certificate certificate-id="@(context.Request.Headers.GetValueOrDefault("X-Id"))" /></when></choose>',
    },
  });
  for (const id of ['one', 'two', undefined, 'one']) {
    await request('/api/op', { headers: id === undefined ? {} : { 'X-Id': id } });
  }
  expect(seen).toEqual([publicKey(one.cert), publicKey(two.cert), undefined, publicKey(one.cert)]);
});
