/** The endpoint that a job of GitHub Actions asks for its token: `GET $ACTIONS_ID_TOKEN_REQUEST_URL&audience=…`. */
import type { Parameters } from '../http/parameters.ts';
import { plainAnswer } from '../http/plain-answer.ts';
import type { EntraService } from '../service.ts';
import { signJwt } from '../tokens/jwt.ts';
import { KeyRing } from '../tokens/key-ring.ts';
import { type GitHubJobs, gitHubClaims } from './github-job.ts';
import { gitHubIssuer } from './issuer-documents.ts';

const json = (status: number, body: unknown): Response =>
  plainAnswer({
    text: JSON.stringify(body),
    status,
    headers: { 'content-type': 'application/json; charset=utf-8' },
  });

/** Signs with the keys of an external issuer, which exists from now on. */
export async function signExternal(service: EntraService, issuer: string, claims: object): Promise<string> {
  const ring = service.externalIssuers.get(issuer) ?? new KeyRing(service.now);
  service.externalIssuers.set(issuer, ring);
  const key = await ring.current();
  const token = signJwt({ typ: 'JWT', alg: 'RS256', kid: key.kid, x5t: key.x5t }, { ...claims }, key.privateKey);
  service.issued({ kind: 'client_assertion', value: token, audience: String((claims as { aud?: unknown }).aud ?? '') });
  return token;
}

/** Answers `{value}`: a token about the job whose bearer token it carries. Without `audience` it is for the owner. */
export async function gitHubToken(
  service: EntraService,
  jobs: GitHubJobs,
  request: Request,
  parameters: Parameters,
): Promise<Response> {
  const [, bearer = ''] = /^bearer (\S+)$/i.exec(request.headers.get('authorization') ?? '') ?? [];
  const job = jobs.find(bearer);
  if (!job) return json(401, { message: 'The job token is missing or wrong.' });
  if (request.method !== 'GET') return json(405, { message: 'The method is not allowed.' });
  if (parameters.malformed || parameters.duplicated !== undefined) {
    return json(400, { message: 'The request is malformed.' });
  }
  const [owner = ''] = job.repository.split('/');
  const audience = parameters.get('audience') || `https://github.com/${owner}`;
  if (audience.length > 1000) return json(400, { message: 'The audience is too long.' });
  const claims = gitHubClaims(job, audience, Math.floor(service.now() / 1000));
  return json(200, { value: await signExternal(service, gitHubIssuer, claims) });
}
