/** The token of an identity that connections of the credential manager are opened to (get-authorization-context page). */
import type { Run } from '../policy.ts';
import { entraIssuers } from './entra-issuers.ts';
import { openIdKeys } from './openid-keys.ts';
import { decodeToken, verifyToken } from './verify-token.ts';

/** What such a token has to be for. */
const permissionAudience = 'https://azure-api.net/authorization-manager';

/**
 * Verifies that Microsoft Entra issued `token` for the credential manager, in the tenant that the token names.
 * @throws JwtFailure
 */
export async function verifyPermissionToken(run: Run, token: string): Promise<void> {
  const decoded = decodeToken(token);
  const { tid } = decoded.payload;
  const { login, stsIssuer } = run.services.cloud;
  const authority = `${login.replace(/\/+$/, '')}/${encodeURIComponent(String(tid))}`;
  const published = await openIdKeys(run, [`${authority}/v2.0/.well-known/openid-configuration`], decoded.kid);
  await verifyToken(token, decoded, published.keys, {
    requireSigned: true,
    requireExpiration: true,
    clockSkewSeconds: 0,
    audiences: [permissionAudience],
    issuers: entraIssuers(published.issuers, stsIssuer, tid),
    slashIgnored: () => run.assume('jwt.audienceSlash') === 'ignored',
    now: run.now(),
    headerNonce: 'fail',
  });
}
