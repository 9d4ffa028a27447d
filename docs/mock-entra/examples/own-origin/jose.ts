/** The authority is a setting, as it has to be for other clouds too. */
import { createRemoteJWKSet, jwtVerify } from 'jose';

const { AUTHORITY = '', API_ID = '', ACCESS_TOKEN = '' } = process.env;

const keys = createRemoteJWKSet(new URL(`${AUTHORITY}/discovery/v2.0/keys`));
const { payload } = await jwtVerify(ACCESS_TOKEN, keys, {
  issuer: `${AUTHORITY}/v2.0`,
  audience: API_ID,
  algorithms: ['RS256'],
  requiredClaims: ['exp', 'tid'],
});
console.log(`jose: roles ${payload.roles}`);
