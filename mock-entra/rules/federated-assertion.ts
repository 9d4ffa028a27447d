/**
 * AADSTS70021 to 700238: an assertion issued by somebody the application is federated with. Everything must match a
 * registered credential exactly and in case: issuer, subject, audience. For Entra's own tokens only user-assigned managed
 * identities of the same tenant qualify, the token names the exchange by GUID, and the credential names it by URI.
 */

import { tokenExchangeAppId, tokenExchangeUri } from '../directory/first-party.ts';
import type { Application, FederatedCredential, ManagedIdentity } from '../directory/model.ts';
import { aadsts } from '../errors/aadsts-error.ts';
import { issuerV2 } from '../origins.ts';
import type { EntraService } from '../service.ts';
import { type DecodedJwt, textClaim, verifyRsa } from '../tokens/jwt.ts';
import { withinLifetime } from './assertion-lifetime.ts';
import { jwtBearer } from './known-grant-type.ts';
import type { Transaction } from './transaction.ts';

const otherClouds = ['https://login.microsoftonline.us/', 'https://login.partner.microsoftonline.cn/'];
/** Audiences that Entra's own assertions may register, of all clouds. */
const exchangeUris: readonly string[] = [
  tokenExchangeUri,
  'api://AzureADTokenExchangeUSGov',
  'api://AzureADTokenExchangeChina',
];

interface Presented {
  readonly issuer: string;
  readonly subject: string;
  readonly audience: string;
}

function presentedBy({ claims }: DecodedJwt): Presented {
  const audience = Array.isArray(claims.aud) ? claims.aud[0] : claims.aud;
  return {
    issuer: textClaim(claims, 'iss') ?? '',
    subject: textClaim(claims, 'sub') ?? '',
    audience: typeof audience === 'string' ? audience : '',
  };
}

/** The credential that an assertion matches. */
function matching(
  service: EntraService,
  application: Application,
  presented: Presented,
  own: boolean,
): FederatedCredential {
  const { issuer, subject, audience } = presented;
  const generic = service.switches.federatedMismatch === 'generic';
  const mismatch = (specific: Error): never => {
    throw generic ? aadsts(70021, { issuer, subject, audience }) : specific;
  };
  const ofIssuer = application.federatedIdentityCredentials.filter((credential) => credential.issuer === issuer);
  if (ofIssuer.length === 0) return mismatch(aadsts(700211, { issuer }));
  const credential = ofIssuer.find((each) => each.subject === subject);
  if (!credential) {
    const otherCase = ofIssuer.some((each) => each.subject.toLowerCase() === subject.toLowerCase());
    return mismatch(otherCase ? aadsts(7002138, { subject }) : aadsts(700213, { subject }));
  }
  const [registered = ''] = credential.audiences;
  if (own && !exchangeUris.includes(registered)) throw aadsts(700214, { expected: tokenExchangeUri, registered });
  const accepted = own ? [registered, tokenExchangeAppId] : [registered];
  if (!accepted.includes(audience)) return mismatch(own ? aadsts(7002121, { audience }) : aadsts(700212, { audience }));
  return credential;
}

/** The tenant of the directory whose v2.0 issuer this is. */
function ownTenant(service: EntraService, issuer: string): string | undefined {
  for (const id of service.directory.tenants.keys()) if (issuerV2(service.origins, id) === issuer) return id;
  return undefined;
}

/** What Entra demands of its own tokens before it matches them. */
function acceptableOwnToken(
  transaction: Transaction,
  jwt: DecodedJwt,
  issuerTenant: string,
): ManagedIdentity | undefined {
  const { service, client, grantType } = transaction;
  const { claims } = jwt;
  const issuer = textClaim(claims, 'iss') ?? '';
  if (claims.scp !== undefined || claims.idtyp === 'user' || claims.preferred_username !== undefined)
    throw aadsts(700229);
  const subject = textClaim(claims, 'sub') ?? '';
  const identity = service.directory.managedIdentities.find(
    (each) => each.principalId.toLowerCase() === subject.toLowerCase() && each.tenantId === issuerTenant,
  );
  const isApplication = [...service.directory.applications.values()].some((application) => {
    const tenant = service.directory.tenants.get(issuerTenant);
    return tenant?.servicePrincipals.get(application.appId)?.id === subject;
  });
  if (isApplication || identity?.type === 'SystemAssigned') throw aadsts(700226);
  if (issuerTenant !== client.value.owner) throw aadsts(700236, { issuer });
  if (claims.xms_ficinfo !== undefined && grantType.value === jwtBearer) throw aadsts(700231);
  return identity;
}

/** Judges an assertion of somebody else. */
export async function federatedProof(transaction: Transaction, jwt: DecodedJwt): Promise<void> {
  const { service, client } = transaction;
  const presented = presentedBy(jwt);
  const { issuer } = presented;
  if (issuer.startsWith(`${service.origins.sts}/`)) throw aadsts(700227, { issuer });
  if (otherClouds.some((cloud) => issuer.startsWith(cloud))) throw aadsts(700238, { issuer });
  const issuerTenant = ownTenant(service, issuer);
  if (issuerTenant !== undefined) acceptableOwnToken(transaction, jwt, issuerTenant);
  matching(service, client.value, presented, issuerTenant !== undefined);
  if (jwt.header.alg !== 'RS256') throw aadsts(5002730);
  verifySignature(service, jwt, issuer, issuerTenant);
  withinLifetime(service, jwt.claims);
}

function verifySignature(
  service: EntraService,
  jwt: DecodedJwt,
  issuer: string,
  issuerTenant: string | undefined,
): void {
  const kid = textClaim(jwt.header, 'kid') ?? '';
  const tenant = issuerTenant === undefined ? undefined : service.directory.tenants.get(issuerTenant);
  const key = tenant ? service.keys.find(kid, tenant) : service.externalIssuers.get(issuer)?.find(kid);
  const options = { error: 'invalid_client', status: 401 };
  if (!key) throw aadsts(50013, { reason: 'The key was not found.', thumbprint: kid }, options);
  if (!verifyRsa('RS256', jwt.signed, jwt.signature, key.publicKey)) {
    const reason = 'The provided signature value did not match the expected signature value.';
    throw aadsts(50013, { reason, thumbprint: kid }, options);
  }
}
