/** An API as it goes to production: it accepts tokens of its tenant that were issued for it. */
import { createRemoteJWKSet, jwtVerify } from 'jose';

const { TENANT_ID = '', API_ID = '', ACCESS_TOKEN = '' } = process.env;

const authority = `https://login.microsoftonline.com/${TENANT_ID}`;
const keys = createRemoteJWKSet(new URL(`${authority}/discovery/v2.0/keys`));
const { payload } = await jwtVerify(ACCESS_TOKEN, keys, {
  issuer: `${authority}/v2.0`,
  audience: API_ID,
  algorithms: ['RS256'],
  requiredClaims: ['exp', 'tid'],
});
console.log(`jose: roles ${payload.roles}`);
