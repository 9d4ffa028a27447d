import { createRemoteJWKSet, jwtVerify } from 'jose';
import { entra, server } from './mock.ts';

const { control } = entra;
const authority = `https://login.microsoftonline.com/${control.tenant().id}`;
const keys = createRemoteJWKSet(new URL(`${authority}/discovery/v2.0/keys`));
const exp = Math.floor(Date.now() / 1000) + 3600;
const claims = { iss: `${authority}/v2.0`, aud: 'my-api', exp, roles: ['Tools.Invoke.All'] };
const expected = { issuer: claims.iss, audience: claims.aud, algorithms: ['RS256'] };

const { payload } = await jwtVerify(await control.mint({ claims }), keys, expected);
console.log(`jose: roles ${payload.roles}`);

const forged = await control.mint({ claims, key: 'foreign' });
await jwtVerify(forged, keys, expected).catch(({ code }) => console.log(`jose: ${code}`));
server.close();
