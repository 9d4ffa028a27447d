/** What an OpenID provider outside Entra publishes: a discovery document (OpenID Connect Discovery 4) and its keys. */
import type { AadstsError } from '../errors/aadsts-error.ts';
import { errorAnswer } from '../http/answers.ts';
import { instrument } from '../http/instrument.ts';
import { queryParameters, requestMarks } from '../http/message.ts';
import { plainAnswer } from '../http/plain-answer.ts';
import type { EntraService } from '../service.ts';
import type { KeyRing } from '../tokens/key-ring.ts';

/** GitHub Actions' issuer. */
export const gitHubIssuer = 'https://token.actions.githubusercontent.com';

const discoveryPath = '/.well-known/openid-configuration';
const keysPath = '/.well-known/jwks';

/** An issuer may end with a slash, which its documents' addresses do not double. */
const base = (issuer: string): string => issuer.replace(/\/$/, '');

function discoveryDocument(issuer: string): Readonly<Record<string, unknown>> {
  return {
    issuer,
    jwks_uri: `${base(issuer)}${keysPath}`,
    subject_types_supported: ['public', 'pairwise'],
    response_types_supported: ['id_token'],
    claims_supported: ['sub', 'aud', 'exp', 'iat', 'iss', 'jti', 'nbf'],
    id_token_signing_alg_values_supported: ['RS256'],
    scopes_supported: ['openid'],
  };
}

async function keyDocument(ring: KeyRing, stale: boolean): Promise<Readonly<Record<string, unknown>>> {
  const keys = stale ? await ring.publishedBefore() : await ring.published();
  return {
    keys: keys.map(({ kid, x5t, x5c, n, e }) => ({ kty: 'RSA', use: 'sig', alg: 'RS256', kid, x5t, x5c: [x5c], n, e })),
  };
}

const answer = (body: unknown): Response =>
  plainAnswer({
    text: JSON.stringify(body),
    status: 200,
    headers: { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'public, max-age=3600' },
  });

/** The issuer whose name a request carries; undefined when it is none of them. */
function issuerOf(service: EntraService, url: URL): string | undefined {
  for (const issuer of service.externalIssuers.keys()) {
    if (!URL.canParse(issuer)) continue;
    const { host, pathname } = new URL(issuer);
    if (host === url.host && url.pathname.startsWith(`${base(pathname)}/.well-known/`)) return issuer;
  }
  return undefined;
}

/**
 * Answers a request for a document of an external issuer.
 * @returns undefined when it asks for something else.
 */
export async function issuerDocument(service: EntraService, request: Request): Promise<Response | undefined> {
  const url = new URL(request.url);
  const issuer = issuerOf(service, url);
  const ring = issuer === undefined ? undefined : service.externalIssuers.get(issuer);
  if (issuer === undefined || !ring) return undefined;
  const parameters = queryParameters(url);
  const marks = requestMarks(request, parameters, service.now());
  const answerError = (error: AadstsError): Response => errorAnswer(service, error, marks, 2);
  const at = { endpoint: 'issuer', request, parameters, marks, answerError } as const;
  return instrument(service, at, async (effects) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') return new Response(null, { status: 405 });
    if (url.pathname.endsWith(discoveryPath)) return answer(discoveryDocument(issuer));
    if (!url.pathname.endsWith(keysPath)) return new Response(null, { status: 404 });
    return answer(
      await keyDocument(
        ring,
        effects.some(({ kind }) => kind === 'staleKeys'),
      ),
    );
  });
}
