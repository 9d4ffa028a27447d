/** The answer to a delegated grant: access token, and refresh token, id token and client_info where they were asked for. */
import type { RedirectType } from '../../directory/model.ts';
import { refreshTokenLife, spaRefreshTokenLife } from '../../rules/known-refresh-token.ts';
import type { Transaction } from '../../rules/transaction.ts';
import { idTokenClaims } from '../../tokens/id-token-claims.ts';
import { backdated } from '../../tokens/lifetime.ts';
import { newRefreshToken } from '../../tokens/opaque.ts';
import { signIdToken } from '../../tokens/sign-access-token.ts';
import { issueAccessToken } from './issue-access-token.ts';
import { responseScope } from './response-scope.ts';
import { type TokenBody, v1Members } from './token-body.ts';

/** `client_info`: home object id and tenant, which MSAL keys its cache by. */
function clientInfo(transaction: Transaction): string {
  const home = transaction.service.directory.homeOf(transaction.user.value);
  return Buffer.from(JSON.stringify({ uid: home.id, utid: home.tenantId })).toString('base64url');
}

/** Platform a refresh token is bound to: inherited within its family. */
function family(transaction: Transaction): { type: RedirectType | undefined; since: number } {
  const { refreshToken, code, service } = transaction;
  if (refreshToken.filled) {
    return { type: refreshToken.value.redirectType, since: refreshToken.value.familyIssuedAt };
  }
  return { type: code.filled ? code.value.redirectType : undefined, since: service.now() };
}

function issueRefreshToken(transaction: Transaction): string {
  const { service, client, signIn, scopes, claims, refreshToken } = transaction;
  const { type, since } = family(transaction);
  const token = newRefreshToken();
  const asked = claims.value.capabilities;
  service.refreshTokens.set(
    token,
    {
      clientId: client.value.appId,
      signIn: signIn.value,
      scope: scopes.value.text,
      redirectType: type,
      familyIssuedAt: since,
      issuedAt: service.now(),
      capabilities: asked.length > 0 ? asked : refreshToken.filled ? refreshToken.value.capabilities : [],
    },
    // remembered past its life, to answer "expired" rather than "unknown"
    refreshTokenLife * 2,
  );
  service.issued({
    kind: 'refresh_token',
    value: token,
    audience: client.value.appId,
    subject: signIn.value.userId,
    issuedTo: client.value.appId,
  });
  return token;
}

async function issueIdToken(transaction: Transaction, lifetime: number): Promise<string> {
  const { service, tenant, client, user, signIn, scopes, code, message } = transaction;
  const claims = idTokenClaims({
    origins: service.origins,
    tenant: tenant.value,
    client: client.value,
    user: user.value,
    signIn: signIn.value,
    version: message.version,
    scopes: scopes.value.oidc,
    nonce: code.filled ? code.value.nonce : undefined,
    now: service.now(),
    lifetime,
  });
  const token = await signIdToken(service.keys, tenant.value, client.value, message.version, claims);
  service.issued({
    kind: 'id_token',
    value: token,
    audience: client.value.appId,
    subject: user.value.id,
    issuedTo: client.value.appId,
  });
  return token;
}

/** Builds the answer. v1.0 always brings a refresh token and an id token for codes. */
export async function userTokenResponse(transaction: Transaction): Promise<TokenBody> {
  const { message, scopes, target, granted, service, code } = transaction;
  const v1 = message.version === 1;
  const { token, lifetime } = await issueAccessToken(transaction);
  const { oidc } = scopes.value;
  const offline = oidc.has('offline_access') || transaction.refreshToken.filled || (v1 && code.filled);
  const openid = oidc.has('openid') || (v1 && code.filled);
  const refreshToken = offline ? issueRefreshToken(transaction) : undefined;
  const idToken = openid ? await issueIdToken(transaction, lifetime) : undefined;
  const body: TokenBody = {
    token_type: 'Bearer',
    scope: v1 ? granted.value.join(' ') : responseScope(target.value, granted.value, service.switches),
    expires_in: lifetime - 1,
    ext_expires_in: lifetime - 1,
    ...(v1 && v1Members(service.now(), backdated, lifetime, target.value.identifier)),
    access_token: token,
    ...(refreshToken !== undefined && { refresh_token: refreshToken }),
    ...(refreshToken !== undefined &&
      service.switches.spaRefreshTokenExpiry &&
      family(transaction).type === 'spa' && {
        refresh_token_expires_in: Math.max(
          0,
          Math.floor((family(transaction).since + spaRefreshTokenLife - service.now()) / 1000) - 1,
        ),
      }),
    ...(idToken !== undefined && { id_token: idToken }),
    ...(transaction.parameter('client_info') === '1' && { client_info: clientInfo(transaction) }),
  };
  return v1 ? { ...body, expires_in: String(lifetime - 1), ext_expires_in: String(lifetime - 1) } : body;
}
