/** Issues the access token of a delegated grant, once every rule has passed. */
import { graphAppId } from '../../directory/first-party.ts';
import type { Transaction } from '../../rules/transaction.ts';
import type { EntraService } from '../../service.ts';
import { audienceOf, tokenVersion, userTokenClaims } from '../../tokens/access-token-claims.ts';
import { textClaim } from '../../tokens/jwt.ts';
import { lifetimeSeconds } from '../../tokens/lifetime.ts';
import { signAccessToken } from '../../tokens/sign-access-token.ts';

/** An access token, and the seconds it lives. */
export interface IssuedAccessToken {
  readonly token: string;
  readonly lifetime: number;
}

/** Milliseconds the sign-in behind a token is remembered for on-behalf-of: longer than any token lives. */
const rememberedSignIn = 29 * 3_600_000;

/** Whether a client said it handles claims challenges; case does not matter. */
const handlesChallenges = (capabilities: readonly string[]): boolean =>
  capabilities.some((capability) => capability.toLowerCase() === 'cp1');

const lifetimeFor = (service: EntraService, resourceId: string, capabilities: readonly string[]): number =>
  lifetimeSeconds(
    resourceId === graphAppId && handlesChallenges(capabilities)
      ? service.switches.continuousAccessLifetime
      : service.switches.userTokenLifetime,
  );

/** A delegated access token for the transaction's user, client and resource. */
export async function issueAccessToken(transaction: Transaction): Promise<IssuedAccessToken> {
  const { service, tenant, client, target, user, signIn, granted, claims, refreshToken } = transaction;
  const { resource, identifier } = target.value;
  const { application } = resource;
  const asked = claims.value.capabilities;
  const capabilities = asked.length > 0 ? asked : refreshToken.filled ? refreshToken.value.capabilities : [];
  const lifetime = lifetimeFor(service, application.appId, capabilities);
  const contexts = signIn.value.methods.includes('mfa') ? claims.value.contexts : [];
  const payload = userTokenClaims({
    origins: service.origins,
    tenant: tenant.value,
    client: { appId: client.value.appId, proof: transaction.proof.value },
    target: { resource, identifier },
    now: service.now(),
    lifetime,
    user: user.value,
    signIn: { ...signIn.value, contexts: [...new Set([...signIn.value.contexts, ...contexts])] },
    scopes: granted.value,
    capabilities,
  });
  const token = await signAccessToken(service.keys, tenant.value, application, tokenVersion(application), payload);
  service.issued({
    kind: application.appId === graphAppId ? 'graph_token' : 'access_token',
    value: token,
    audience: audienceOf({ resource, identifier }),
    subject: user.value.id,
    issuedTo: client.value.appId,
  });
  service.signIns.set(textClaim(payload, 'uti') ?? '', signIn.value, rememberedSignIn);
  return { token, lifetime };
}
