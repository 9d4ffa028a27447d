import { clockSkew } from './jwt/clock-skew.ts';
import { filledIssuers } from './jwt/entra-issuers.ts';
import { inlineSigningKey, keyChild, signedToken } from './jwt/inline-key.ts';
import { openIdKeys } from './jwt/openid-keys.ts';
import { checkRequiredClaims, requiredClaims } from './jwt/required-claims.ts';
import { presentedToken, tokenSource } from './jwt/token-source.ts';
import { textsOf, validation } from './jwt/validation.ts';
import type { VerificationKey } from './jwt/verification-key.ts';
import { decodeToken, verifyToken } from './jwt/verify-token.ts';
import { definePolicy } from './policy.ts';
import { bool, defaulted, integer, optional, required, text } from './schema.ts';

/**
 * `validate-jwt`: existence and validity of a JSON web token.
 * @see https://learn.microsoft.com/azure/api-management/validate-jwt-policy
 */
export const validateJwt = definePolicy({
  name: 'validate-jwt',
  sections: ['inbound'],
  schema: {
    attributes: {
      ...tokenSource,
      'failed-validation-httpcode': defaulted(integer(100, 999), '401'),
      'failed-validation-error-message': optional(text),
      'require-expiration-time': defaulted(bool, 'true'),
      'require-scheme': optional(text),
      'require-signed-tokens': defaulted(bool, 'true'),
      'clock-skew': defaulted(clockSkew, '0'),
      'output-token-variable-name': optional(text, { expressions: false }),
    },
    children: {
      'openid-config': { attributes: { url: required(text) } },
      'issuer-signing-keys': { occurs: '?', children: { key: keyChild } },
      'decryption-keys': { occurs: '?', children: { key: keyChild } },
      audiences: { occurs: '?', children: { audience: { text: required(text) } } },
      issuers: { occurs: '?', children: { issuer: { text: required(text) } } },
      'required-claims': requiredClaims,
    },
  },
  build: ({ attributes, children, site }, load) => {
    const sources = Object.keys(tokenSource).filter((name) => attributes[name as keyof typeof tokenSource]);
    if (sources.length !== 1) {
      load.error(site, "exactly one of 'header-name', 'query-parameter-name' and 'token-value' is required");
    }
    const signingKeys = children['issuer-signing-keys'].flatMap((each) => each.children.key);
    const decryptionKeys = children['decryption-keys'].flatMap((each) => each.children.key);
    if (signingKeys.length === 0 && children['openid-config'].length === 0) {
      load.warn(site, "neither 'openid-config' nor 'issuer-signing-keys' names a key: no signed token can pass");
    }
    return validation(attributes, async (run) => {
      const scheme = (await attributes['require-scheme']?.get(run)) || undefined;
      const token = await signedToken(run, await presentedToken(run, attributes, scheme), decryptionKeys);
      const decoded = decodeToken(token);
      const urls: string[] = [];
      for (const config of children['openid-config']) urls.push(await config.attributes.url.get(run));
      const published = await openIdKeys(run, urls, decoded.kid);
      const inline: VerificationKey[] = [];
      for (const key of signingKeys) inline.push(await inlineSigningKey(run, key));
      const audiences = await textsOf(
        run,
        children.audiences.flatMap((each) => each.children.audience),
      );
      const issuers = await textsOf(
        run,
        children.issuers.flatMap((each) => each.children.issuer),
      );
      const template = published.issuers.some((issuer) => issuer.includes('{tenantid}'));
      const filled = issuers.length === 0 && template && run.assume('jwt.issuerTemplate') === 'filled';
      const own = filled ? filledIssuers(published.issuers, decoded.payload.tid) : published.issuers;
      const allowedIssuers = issuers.length > 0 ? issuers : urls.length > 0 ? own : undefined;
      const rules = {
        requireSigned: await attributes['require-signed-tokens'].get(run),
        requireExpiration: await attributes['require-expiration-time'].get(run),
        clockSkewSeconds: await attributes['clock-skew'].get(run),
        audiences: audiences.length > 0 ? audiences : undefined,
        issuers: allowedIssuers,
        slashIgnored: () => run.assume('jwt.audienceSlash') === 'ignored',
        now: run.now(),
        headerNonce: 'nonce' in decoded.header ? run.assume('jwt.headerNonce') : 'fail',
      };
      await verifyToken(token, decoded, [...inline, ...published.keys], rules);
      await checkRequiredClaims(run, children['required-claims'], decoded.claims);
      return token;
    });
  },
});
