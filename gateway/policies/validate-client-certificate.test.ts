import { createHash, X509Certificate } from 'node:crypto';
import https from 'node:https';
import { beforeAll, expect, test } from 'vitest';
import { createAuthority, type Leaf } from '../../net/authority.ts';
import type { UnderTest } from '../testing/under-test.ts';
import { useGateway } from '../testing/use-gateway.ts';

const start = useGateway();
let server: Leaf;
let client: Leaf;
let stranger: Leaf;
let authority: string;

beforeAll(async () => {
  const ours = await createAuthority({ names: ['client.example'] });
  authority = ours.certificatePem;
  server = await ours.issue(['localhost']);
  client = await ours.issue(['client.example']);
  stranger = await (await createAuthority({ names: ['client.example'] })).issue(['client.example']);
});

const lenient = 'validate-revocation="false" validate-trust="false"';
const policyOf = (attributes: string, identities = ''): string =>
  `<validate-client-certificate ${attributes}>${identities}</validate-client-certificate>`;
const identity = (claims: string): string => `<identities><identity ${claims} /></identities>`;

const serve = (inbound: string): Promise<UnderTest> =>
  start({
    tls: server,
    clock: Date.now,
    policy: { inbound },
    model: { certificates: [{ id: 'ours', certificate: authority }] },
  });

const get = (under: UnderTest, certificate?: Leaf): Promise<{ status: number; body: string }> =>
  new Promise((resolve, reject) => {
    const { port } = under.gateway;
    const shown = certificate ? { key: certificate.key, cert: certificate.cert } : {};
    https
      .get({ port, host: '127.0.0.1', servername: 'localhost', path: '/api/op', agent: false, ca: authority, ...shown })
      .on('error', reject)
      .on('response', (response) => {
        let body = '';
        response.setEncoding('utf8').on('data', (chunk: string) => {
          body += chunk;
        });
        response.on('end', () => resolve({ status: response.statusCode ?? 0, body }));
      });
  });

const refused = expect.stringMatching(/"message": ?"Invalid client certificate"/);

test('who presents none is refused, and on-error learns why', async () => {
  const under = await serve(policyOf(lenient));
  expect(await get(under)).toEqual({ status: 401, body: expect.stringContaining('"Client certificate missing"') });
  expect(under.trace().lastError).toMatchObject({
    source: 'validate-client-certificate',
    reason: 'ClientCertificateNotFound',
  });
});

test.each([
  ['thumbprint, in any case', () => `thumbprint="${sha1(client).toLowerCase()}"`],
  ['serial number', () => `serial-number="${new X509Certificate(client.cert).serialNumber}"`],
  ['names', () => 'common-name="client.example" subject="CN=client.example" dns-name="Client.Example"'],
  ['issuer that was uploaded', () => 'issuer-certificate-id="ours"'],
  ['thumbprint of the issuer', () => `issuer-thumbprint="${sha1({ cert: authority })}"`],
])('an identity by %s lets its certificate through, and no other', async (what, claims) => {
  const under = await serve(policyOf(lenient, identity(claims())));
  expect((await get(under, client)).status).toBe(200);
  expect(under.trace().notEmulated ?? []).toEqual([]);
  const other = await get(under, what === 'names' ? server : stranger);
  expect(other).toEqual({ status: 401, body: refused });
  expect(under.trace().lastError?.reason).toBe('ClientCertificateIdentityNotMatched');
});

test('all claims of an identity have to hold, and those of one are enough', async () => {
  const names = 'subject="CN=client.example"';
  const both = identity(`${names} thumbprint="${'0'.repeat(40)}"`);
  expect((await get(await serve(policyOf(lenient, both)), client)).status).toBe(401);
  const either = both.replace('</identities>', `<identity ${names} /></identities>`);
  expect((await get(await serve(policyOf(lenient, either)), client)).status).toBe(200);
});

test('a certificate of nobody trusted is refused', async () => {
  const under = await serve(policyOf('validate-revocation="false"'));
  expect((await get(under, client)).status).toBe(401);
  expect(under.trace().lastError?.reason).toBe('ClientCertificateNotTrusted');
});

test.each([
  ['not-before', -1, 'ClientCertificateNotYetValid'],
  ['not-after', 1, 'ClientCertificateExpired'],
])('validate-%s goes by the clock', async (which, direction, reason) => {
  const clock = (): number => Date.now() + direction * 3_650 * 86_400_000;
  const at = (attributes: string): Promise<UnderTest> =>
    start({ tls: server, clock, policy: { inbound: policyOf(`${lenient} ${attributes}`) } });
  const under = await at('');
  expect((await get(under, client)).status).toBe(401);
  expect(under.trace().lastError?.reason).toBe(reason);
  expect((await get(await at(`validate-${which}="false"`), client)).status).toBe(200);
});

test('ignore-error goes on, and revocation is said not to be looked up', async () => {
  expect((await get(await serve(policyOf('ignore-error="true"')))).status).toBe(200);
  const under = await serve(policyOf('validate-trust="false"'));
  expect((await get(under, client)).status).toBe(200);
  expect(under.trace().notEmulated).toEqual(['validate-client-certificate validate-revocation']);
});

test('expressions see the certificate', async () => {
  const shown = '@(context.Request.Certificate?.Subject ?? "none")';
  const aware = await serve(`<return-response><set-body>${shown}</set-body></return-response>`);
  expect([(await get(aware, client)).body, (await get(aware)).body]).toEqual(['CN=client.example', 'none']);
});

function sha1({ cert }: { readonly cert: string }): string {
  return createHash('sha1').update(new X509Certificate(cert).raw).digest('hex').toUpperCase();
}
