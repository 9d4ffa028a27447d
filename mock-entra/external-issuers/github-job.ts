/**
 * A job of GitHub Actions with the permission `id-token: write`: it asks GitHub for a token about itself and presents that
 * to Entra. GitHub documentation, OpenID Connect reference; subjects with ids: github/docs, immutable subject claims.
 */
import { createHash, randomUUID, timingSafeEqual } from 'node:crypto';
import type { Claims } from '../tokens/jwt.ts';
import { gitHubIssuer } from './issuer-documents.ts';

/** A job of GitHub Actions, as far as its token tells. */
export interface GitHubJob {
  /** `owner/name`. */
  readonly repository: string;
  /** What started it: a branch or tag (`refs/heads/main` unless told), a deployment environment, or a pull request. */
  readonly on?:
    | { readonly ref: string }
    | { readonly environment: string; readonly ref?: string }
    | { readonly pullRequest: number };
  /**
   * Numbers of owner and repository. With them the subject names both by number too, `repo:OWNER@ID/NAME@ID:…`, as those of
   * repositories made or renamed since 2026-07-15 do.
   */
  readonly ids?: { readonly owner: number; readonly repository: number };
}

/** What such a job finds in its environment, and who its token says it is. */
export interface GitHubJobEndpoint {
  /** ACTIONS_ID_TOKEN_REQUEST_URL */
  readonly url: string;
  /** ACTIONS_ID_TOKEN_REQUEST_TOKEN */
  readonly token: string;
  /** What a federated credential must name. */
  readonly subject: string;
}

/** Seconds a job's token lives. */
const lifetime = 300;
const mostJobs = 200;

/** `sub`, in the form the repository uses. */
export function gitHubSubject({ repository, on = { ref: 'refs/heads/main' }, ids }: GitHubJob): string {
  const [owner = '', name = ''] = repository.split('/');
  const named = ids ? `${owner}@${ids.owner}/${name}@${ids.repository}` : repository;
  if ('environment' in on) return `repo:${named}:environment:${on.environment}`;
  return 'pullRequest' in on ? `repo:${named}:pull_request` : `repo:${named}:ref:${on.ref}`;
}

/** Claims about a job. @param now seconds */
export function gitHubClaims(job: GitHubJob, audience: string, now: number): Claims {
  const { repository, on = { ref: 'refs/heads/main' }, ids } = job;
  const [owner = ''] = repository.split('/');
  const ref = 'pullRequest' in on ? `refs/pull/${on.pullRequest}/merge` : (on.ref ?? 'refs/heads/main');
  const workflow = `${repository}/.github/workflows/deploy.yml@${ref}`;
  return {
    jti: randomUUID(),
    sub: gitHubSubject(job),
    aud: audience,
    ref,
    sha: createHash('sha1').update(`${repository} ${ref}`).digest('hex'),
    repository,
    repository_owner: owner,
    ...(ids && { repository_id: String(ids.repository), repository_owner_id: String(ids.owner) }),
    ...('environment' in on && { environment: on.environment }),
    event_name: 'pullRequest' in on ? 'pull_request' : 'push',
    ref_type: ref.startsWith('refs/tags/') ? 'tag' : 'branch',
    job_workflow_ref: workflow,
    workflow_ref: workflow,
    runner_environment: 'github-hosted',
    iss: gitHubIssuer,
    nbf: now - lifetime,
    exp: now + lifetime,
    iat: now,
  };
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/** Jobs under way, found by the token that each was given. */
export class GitHubJobs {
  readonly #jobs: { readonly digest: Buffer; readonly job: GitHubJob }[] = [];

  /** @returns the job's token. @throws RangeError beyond 200 jobs */
  add(job: GitHubJob): string {
    if (this.#jobs.length >= mostJobs) throw new RangeError(`more than ${mostJobs} jobs of GitHub Actions`);
    if (!/^[^/\s]+\/[^/\s]+$/.test(job.repository)) throw new RangeError(`'${job.repository}' is not owner/name`);
    const token = randomUUID();
    this.#jobs.push({ digest: digest(token), job });
    return token;
  }

  /** The job of a token, compared in constant time. */
  find(token: string): GitHubJob | undefined {
    const presented = digest(token);
    let found: GitHubJob | undefined;
    for (const entry of this.#jobs) if (timingSafeEqual(entry.digest, presented)) found = entry.job;
    return found;
  }
}
