import { entraIssuers } from './jwt/entra-issuers.ts';
import { keyChild, signedToken } from './jwt/inline-key.ts';
import { JwtFailure } from './jwt/jwt-failure.ts';
import { openIdKeys } from './jwt/openid-keys.ts';
import { checkRequiredClaims, requiredClaims } from './jwt/required-claims.ts';
import { presentedToken, tokenSource } from './jwt/token-source.ts';
import { textsOf, validation } from './jwt/validation.ts';
import { decodeToken, verifyToken } from './jwt/verify-token.ts';
import { definePolicy, type Run } from './policy.ts';
import { bool, defaulted, integer, optional, required, text, type Value } from './schema.ts';

const applicationIds = {
  occurs: '?',
  children: { 'application-id': { text: required(text) } },
} as const;

const list = async (run: Run, entries: readonly { readonly text: Value<string> }[]): Promise<string[]> =>
  (await textsOf(run, entries)).filter((value) => value !== '');

/** The tenant's address: `tenant-id` may be an id, a domain, a well-known name, or the address itself. */
function authorityOf(tenant: string, endpoint: string): string {
  const url = /^https:\/\//i.test(tenant) ? URL.parse(tenant) : null;
  const [named = ''] = url?.pathname.split('/').filter((part) => part !== '') ?? [];
  if (url && named !== '') return `${url.origin}/${named}`;
  return `${endpoint.replace(/\/+$/, '')}/${encodeURIComponent(tenant)}`;
}

/**
 * `validate-azure-ad-token`: a token that Microsoft Entra ID issued in `tenant-id`, v1.0 or v2.0.
 * @see https://learn.microsoft.com/azure/api-management/validate-azure-ad-token-policy
 */
export const validateAzureAdToken = definePolicy({
  name: 'validate-azure-ad-token',
  sections: ['inbound'],
  schema: {
    attributes: {
      ...tokenSource,
      'tenant-id': required(text),
      'authentication-endpoint': optional(text, { expressions: false }),
      // the next three stand in Microsoft's own schema only
      'require-scheme': optional(text),
      'allow-protected-forwarded-tokens': optional(bool),
      'allow-proof-of-possession-tokens': optional(bool),
      'failed-validation-httpcode': defaulted(integer(100, 999), '401'),
      'failed-validation-error-message': optional(text),
      'output-token-variable-name': optional(text, { expressions: false }),
    },
    anyOrder: true,
    children: {
      'client-application-ids': applicationIds,
      'backend-application-ids': applicationIds,
      audiences: { occurs: '?', children: { audience: { text: required(text) } } },
      'required-claims': requiredClaims,
      'decryption-keys': { occurs: '?', children: { key: keyChild } },
    },
  },
  build: ({ attributes, children, site }, load) => {
    const clients = children['client-application-ids'].flatMap((each) => each.children['application-id']);
    const backends = children['backend-application-ids'].flatMap((each) => each.children['application-id']);
    const audiences = children.audiences.flatMap((each) => each.children.audience);
    const decryptionKeys = children['decryption-keys'].flatMap((each) => each.children.key);
    if (clients.length + backends.length + audiences.length === 0) {
      load.warn(site, 'neither a client application nor an audience is named: any token of the tenant passes');
    }
    for (const { text: audience } of audiences) {
      if (!audience.isExpression) continue;
      if (load.switches['azureAdToken.audienceExpressions'] === 'refuse') {
        load.error(site, "Policy expressions aren't allowed in 'audience' (switch azureAdToken.audienceExpressions).");
      } else {
        load.warn(
          site,
          "Expressions in 'audience' are documented, and were reported as refused when the policy is saved.",
        );
      }
    }
    return validation(attributes, async (run) => {
      // the header may hold another scheme only where a custom header is named
      const own = (await attributes['require-scheme']?.get(run)) || undefined;
      const scheme = own ?? (attributes['header-name'] ? undefined : 'Bearer');
      for (const name of ['allow-protected-forwarded-tokens', 'allow-proof-of-possession-tokens'] as const) {
        if (await attributes[name]?.get(run)) run.notEmulated(`validate-azure-ad-token ${name}`);
      }
      const token = await signedToken(run, await presentedToken(run, attributes, scheme), decryptionKeys);
      const decoded = decodeToken(token);
      const tenant = (await attributes['tenant-id'].get(run)).trim();
      const endpoint = (await attributes['authentication-endpoint']?.get(run)) ?? run.services.cloud.login;
      const url = `${authorityOf(tenant, endpoint)}/v2.0/.well-known/openid-configuration`;
      const published = await openIdKeys(run, [url], decoded.kid);
      const allowed = entraIssuers(published.issuers, run.services.cloud.stsIssuer, decoded.payload.tid);
      // Entra's common key set says for which issuer a key may sign
      const keys = published.keys.filter(
        (key) =>
          key.issuer === undefined ||
          entraIssuers([key.issuer], run.services.cloud.stsIssuer, decoded.payload.tid).includes(
            String(decoded.payload.iss),
          ),
      );
      const accepted = await list(run, audiences);
      for (const id of await list(run, backends)) accepted.push(id, `api://${id}`);
      const rules = {
        requireSigned: true,
        requireExpiration: true,
        clockSkewSeconds: 0,
        audiences: accepted.length > 0 ? accepted : undefined,
        issuers: allowed,
        slashIgnored: () => run.assume('jwt.audienceSlash') === 'ignored',
        now: run.now(),
        headerNonce: 'nonce' in decoded.header ? run.assume('jwt.headerNonce') : 'fail',
      };
      await verifyToken(token, decoded, keys, rules);
      const allowedClients = await list(run, clients);
      if (clients.length > 0) {
        // v1.0 tokens name the client in appid, v2.0 tokens in azp
        const { appid, azp } = decoded.payload;
        const client = appid ?? (azp !== undefined && run.assume('azureAdToken.v2Client') === 'azp' ? azp : undefined);
        if (client === undefined) {
          throw new JwtFailure(
            'TokenClaimNotFound',
            'JWT token is missing the following claims: appid. Access denied.',
          );
        }
        if (typeof client !== 'string' || !allowedClients.includes(client)) {
          throw new JwtFailure(
            'TokenClaimValueNotAllowed',
            `Claim ${decoded.payload.appid === undefined ? 'azp' : 'appid'} value of ${String(client)} is not allowed. Access denied.`,
          );
        }
      }
      await checkRequiredClaims(run, children['required-claims'], decoded.claims);
      return token;
    });
  },
});
