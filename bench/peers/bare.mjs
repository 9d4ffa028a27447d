/** The floor: one RS256 signature of node:crypto behind node:http, around the claims of an app-only token. */
import { generateKeyPairSync, randomUUID, sign } from 'node:crypto';
import { serve } from './serve.mjs';

const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const encode = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');

serve((origin) => (request, response) => {
  let body = '';
  request.setEncoding('utf8').on('data', (text) => {
    body += text;
  });
  request.on('end', () => {
    const headers = { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' };
    if (request.method === 'GET') {
      response.writeHead(200, headers).end(JSON.stringify({ issuer: origin, token_endpoint: `${origin}/token` }));
      return;
    }
    const parameters = new URLSearchParams(body);
    const now = Math.floor(Date.now() / 1000);
    const claims = {
      aud: parameters.get('scope'),
      iss: origin,
      ...{ iat: now, nbf: now, exp: now + 3600 },
      sub: parameters.get('client_id'),
      jti: randomUUID(),
    };
    const input = `${encode({ typ: 'JWT', alg: 'RS256', kid: 'bare' })}.${encode(claims)}`;
    const token = `${input}.${sign('RSA-SHA256', Buffer.from(input), privateKey).toString('base64url')}`;
    response
      .writeHead(200, headers)
      .end(JSON.stringify({ token_type: 'Bearer', expires_in: 3599, access_token: token }));
  });
});
