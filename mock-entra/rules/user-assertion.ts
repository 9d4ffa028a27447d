/**
 * The token a middle tier presents, on-behalf-of: AADSTS50027 (no JWT), 50013 (signature), 500131 (not meant for this
 * application), 500133 (expired), 7000114 (app-only), 240002 (an id token).
 */

import { bareIdentifier } from '../directory/directory.ts';
import type { Application, Tenant } from '../directory/model.ts';
import { aadsts } from '../errors/aadsts-error.ts';
import { instant } from '../errors/error-body.ts';
import { issuerV1, issuerV2 } from '../origins.ts';
import type { EntraService } from '../service.ts';
import { decodeJwt, numberClaim, textClaim, verifyRsa } from '../tokens/jwt.ts';
import type { Rule } from './transaction.ts';

/** The tenant whose token this says it is. */
function issuerTenant(service: EntraService, issuer: string | undefined): Tenant | undefined {
  for (const tenant of service.directory.tenants.values()) {
    if (issuer === issuerV2(service.origins, tenant.id) || issuer === issuerV1(service.origins, tenant.id))
      return tenant;
  }
  return undefined;
}

export const readableAssertion: Rule = (transaction) => {
  const jwt = decodeJwt(transaction.parameter('assertion') ?? '');
  if (!jwt) throw aadsts(50027);
  transaction.assertion.set({ jwt, claims: jwt.claims });
};

/** AADSTS50013: issuer, key or signature of the assertion are not Entra's own. */
export const signedAssertion: Rule = ({ service, assertion, tenancy, tenant }) => {
  const { jwt, claims } = assertion.value;
  const thumbprint = textClaim(jwt.header, 'kid') ?? '';
  const from = issuerTenant(service, textClaim(claims, 'iss'));
  const named = tenancy.value.tenant;
  const fail = (reason: string): never => {
    throw aadsts(50013, { reason, thumbprint });
  };
  if (!from || (named && named.id !== from.id)) return fail('The key was not found.');
  const appId = typeof claims.aud === 'string' ? claims.aud : undefined;
  const key = service.keys.find(thumbprint, from, appId);
  if (!key) return fail('The key was not found.');
  if (jwt.header.alg !== 'RS256' || !verifyRsa('RS256', jwt.signed, jwt.signature, key.publicKey)) {
    return fail('The provided signature value did not match the expected signature value.');
  }
  tenant.set(from);
};

/** Whether an audience names this application. */
function isAudience(application: Application, audience: unknown): boolean {
  if (typeof audience !== 'string') return false;
  if (audience.toLowerCase() === application.appId) return true;
  return application.identifierUris.some((uri) => bareIdentifier(uri) === bareIdentifier(audience));
}

/** AADSTS500131: the assertion's audience is another application than the one that presents it. */
export const assertionForThisClient: Rule = ({ assertion, client }) => {
  const { aud } = assertion.value.claims;
  const { appId, name } = client.value;
  if (isAudience(client.value, aud)) return;
  throw aadsts(500131, {
    audience: typeof aud === 'string' ? aud : JSON.stringify(aud ?? ''),
    expected: appId,
    clientId: appId,
    name,
  });
};

/** AADSTS500133: the assertion has expired, or is not valid yet. */
export const assertionInTime: Rule = ({ service, assertion }) => {
  const { claims } = assertion.value;
  const expires = numberClaim(claims, 'exp');
  const from = numberClaim(claims, 'nbf');
  const now = service.now() / 1000;
  if (expires !== undefined && expires > now && (from === undefined || from - service.switches.clockSkew <= now))
    return;
  const until = expires !== undefined && Math.abs(expires) < 8.64e12 ? instant(expires * 1000) : '(none)';
  throw aadsts(500133, { now: instant(service.now()), until });
};

/** AADSTS7000114: the assertion is of an application; nobody to act for. */
export const assertionOfUser: Rule = ({ assertion, client }) => {
  const { claims } = assertion.value;
  const appOnly = claims.idtyp === 'app' || (claims.scp === undefined && claims.sub === claims.oid);
  if (appOnly) throw aadsts(7000114, { clientId: client.value.appId });
};

/** AADSTS240002: the assertion is an id token. */
export const assertionIsAccessToken: Rule = ({ assertion }) => {
  const { claims } = assertion.value;
  if (claims.azp === undefined && claims.appid === undefined) throw aadsts(240002);
};

/** Turns the assertion into the sign-in it stands for. */
export const assertedSignIn: Rule = ({ service, assertion, tenant, signIn }) => {
  const { claims } = assertion.value;
  const known = service.signIns.get(textClaim(claims, 'uti') ?? '');
  if (known && known.tenantId === tenant.value.id && known.userId === claims.oid) {
    signIn.set(known);
    return;
  }
  const list = (value: unknown): string[] =>
    Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [];
  signIn.set({
    tenantId: tenant.value.id,
    userId: textClaim(claims, 'oid') ?? '',
    sessionId: textClaim(claims, 'sid') ?? '',
    generation: undefined,
    authTime: (numberClaim(claims, 'auth_time') ?? numberClaim(claims, 'iat') ?? 0) * 1000,
    methods: list(claims.amr),
    contexts: list(claims.acrs),
    address: textClaim(claims, 'ipaddr') ?? '127.0.0.1',
  });
};
