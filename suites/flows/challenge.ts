/** The parameters of a Bearer challenge (RFC 6750, 3; RFC 9728, 5.1; RFC 9110, 11.6.1). */
import { type Exchange, headerValues } from '../deployment.ts';

export interface BearerChallenge {
  readonly error: string | undefined;
  readonly scope: string | undefined;
  readonly claims: string | undefined;
  readonly resourceMetadata: string | undefined;
}

const parameter = (challenge: string, name: string): string | undefined =>
  new RegExp(`[\\s,]${name}="([^"]*)"`).exec(challenge)?.[1];

/** The first Bearer challenge of an answer. */
export function bearerChallenge(exchange: Exchange): BearerChallenge | undefined {
  const challenge = headerValues(exchange, 'www-authenticate').find((value) => /^Bearer(\s|$)/i.test(value));
  return challenge === undefined
    ? undefined
    : {
        error: parameter(challenge, 'error'),
        scope: parameter(challenge, 'scope'),
        claims: parameter(challenge, 'claims'),
        resourceMetadata: parameter(challenge, 'resource_metadata'),
      };
}

/** The bare names of qualified scopes: what stands in `scp`. */
export const bareScopes = (scope: string): string[] => scope.split(' ').map((name) => name.replace(/^.*\//, ''));
