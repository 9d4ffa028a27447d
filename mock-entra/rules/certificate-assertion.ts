/** AADSTS700027, 700021, 700023, 700024, 5002730: an assertion signed with a certificate of the application. */

import { aadsts } from '../errors/aadsts-error.ts';
import { issuerV1, issuerV2 } from '../origins.ts';
import { type DecodedJwt, textClaim, verifyRsa } from '../tokens/jwt.ts';
import { withinLifetime } from './assertion-lifetime.ts';
import type { Transaction } from './transaction.ts';

/** Audiences an assertion may name: the token endpoint as called, or of the tenant, or an issuer of it. */
function audiences(transaction: Transaction): Set<string> {
  const { service, message, tenancy } = transaction;
  const { login } = service.origins;
  const { tenant } = tenancy.value;
  const lenient = service.switches.clientAssertionAudience === 'tenant';
  const segments = [message.tenantSegment, ...(tenant ? [tenant.id, ...tenant.domains] : [])];
  const endpoints = segments.flatMap((segment) => [
    `${login}/${segment}/oauth2/v2.0/token`,
    `${login}/${segment}/oauth2/token`,
    ...(lenient ? [`${login}/${segment}/v2.0`] : []),
  ]);
  const issuers = tenant && lenient ? [issuerV2(service.origins, tenant.id), issuerV1(service.origins, tenant.id)] : [];
  return new Set([...endpoints, ...issuers].map((audience) => audience.toLowerCase()));
}

/** Judges a self-signed assertion. */
export function certificateProof(transaction: Transaction, jwt: DecodedJwt): void {
  const { service, client } = transaction;
  const { appId, certificates } = client.value;
  const { header, claims } = jwt;
  if (textClaim(claims, 'sub')?.toLowerCase() !== appId) throw aadsts(700021);

  const sha1 = textClaim(header, 'x5t');
  const sha256 = textClaim(header, 'x5t#S256');
  const certificate = certificates.find(
    (each) => each.thumbprint === sha1 || each.thumbprintSha256 === sha256 || each.thumbprint === header.kid,
  );
  const named = sha1 ?? sha256 ?? textClaim(header, 'kid') ?? '';
  const thumbprint = Buffer.from(named, 'base64url').toString('hex').toUpperCase();
  const refused = (reason: string) => aadsts(700027, { reason, thumbprint, clientId: appId });
  if (!certificate) throw refused('The key was not found.');
  if (header.alg !== 'RS256' && header.alg !== 'PS256') throw aadsts(5002730);
  if (!verifyRsa(header.alg, jwt.signed, jwt.signature, certificate.publicKey)) {
    throw refused('The provided signature value did not match the expected signature value.');
  }
  if (certificate.notAfter <= service.now()) throw refused('The key used is expired.');
  const audience = textClaim(claims, 'aud')?.toLowerCase();
  if (audience === undefined || !audiences(transaction).has(audience)) throw aadsts(700023);
  withinLifetime(service, claims);
  refuseReplay(transaction, jwt);
}

/** One-time use of `jti`, where the switch asks for it. */
function refuseReplay({ service }: Transaction, { claims, signature }: DecodedJwt): void {
  if (service.switches.clientAssertionReplay) return;
  const id = textClaim(claims, 'jti') ?? signature.toString('base64url');
  if (service.assertionIds.get(id)) throw aadsts(700024, { now: 'replayed', from: '', until: '' });
  service.assertionIds.set(id, true, 3_600_000);
}
