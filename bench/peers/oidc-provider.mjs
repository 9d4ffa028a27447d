/**
 * oidc-provider with one client that has a secret, a resource whose access tokens are RS256 JWTs, and an on-behalf-of grant
 * as its documentation adds grants: it verifies the assertion and issues JWTs. It keeps what it issues in memory.
 */
import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { jwtVerify } from 'jose';
import { errors, Provider } from 'oidc-provider';
import { serve } from './serve.mjs';

const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const publicKey = createPublicKey(privateKey);
const audience = 'https://api.example';
const onBehalfOf = 'urn:ietf:params:oauth:grant-type:jwt-bearer';

serve((origin) => {
  const resource = {
    scope: 'read',
    audience,
    accessTokenFormat: 'jwt',
    accessTokenTTL: 3600,
    jwt: { sign: { alg: 'RS256' } },
  };
  const provider = new Provider(origin, {
    clients: [
      {
        client_id: 'daemon',
        // of this run alone
        client_secret: process.env.BENCH_CLIENT_SECRET,
        grant_types: ['client_credentials', onBehalfOf],
        response_types: [],
        redirect_uris: [],
        token_endpoint_auth_method: 'client_secret_post',
      },
    ],
    jwks: { keys: [{ ...privateKey.export({ format: 'jwk' }), use: 'sig', alg: 'RS256' }] },
    features: {
      clientCredentials: { enabled: true },
      devInteractions: { enabled: false },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => audience,
        getResourceServerInfo: () => resource,
        useGrantedResource: () => true,
      },
    },
  });
  provider.registerGrantType(
    onBehalfOf,
    async (ctx) => {
      const { client, params } = ctx.oidc;
      const { payload } = await jwtVerify(params.assertion, publicKey, { issuer: origin, audience }).catch(() => {
        throw new errors.InvalidGrant('the assertion is not valid');
      });
      const token = new provider.AccessToken({ client, accountId: payload.sub, scope: 'read', gty: 'jwt_bearer' });
      token.resourceServer = new provider.ResourceServer(audience, resource);
      // what the other brings along, an id token and a refresh token, for equal work
      const scope = 'openid offline_access read';
      const refreshToken = new provider.RefreshToken({ client, accountId: payload.sub, scope, gty: 'jwt_bearer' });
      const idToken = new provider.IdToken({ sub: payload.sub }, { ctx });
      ctx.body = {
        access_token: await token.save(),
        refresh_token: await refreshToken.save(),
        id_token: await idToken.issue({ use: 'idtoken' }),
        expires_in: token.expiration,
        token_type: token.tokenType,
      };
    },
    ['assertion', 'scope'],
  );
  return provider.callback();
});
