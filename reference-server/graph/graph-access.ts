import type { Caller } from '../caller/caller.ts';
import { UserRequired } from '../caller/user-required.ts';
import type { Exchange } from '../on-behalf-of/exchange.ts';
import { ClaimsChallenge } from '../on-behalf-of/exchange-error.ts';
import type { AccessToken } from '../validation/access-token.ts';
import { GraphClaimsChallenge } from './graph-error.ts';
import type { UserProfile } from './user-profile.ts';

/**
 * The profile of the user behind a caller.
 * @throws UserRequired when there is none
 * @throws ClaimsChallenge when the user has to sign in again
 * @throws ExchangeError, GraphError for other failures
 */
export type ReadProfile = (caller: Caller) => Promise<UserProfile>;

export interface GraphAccessOptions {
  readonly exchange: Exchange;
  /** Reads the profile with a token for Graph. @throws GraphError */
  readonly readWith: (graphToken: string) => Promise<UserProfile>;
}

/**
 * Graph on behalf of a caller: with a token that the user's was exchanged for, or with the one the gateway exchanged.
 *
 * When Graph asks for claims that its token lacks, one more exchange asks for them; if they need the user, that exchange
 * says so. A token that the gateway brought can't be improved here: the challenge goes up to the gateway.
 */
export function createGraphAccess({ exchange, readWith }: GraphAccessOptions): ReadProfile {
  async function onBehalfOf(user: AccessToken): Promise<UserProfile> {
    const first = await exchange(user);
    try {
      return await readWith(first.accessToken);
    } catch (error) {
      if (!(error instanceof GraphClaimsChallenge)) throw error;
      const second = await exchange(user, error.claims);
      return await readWith(second.accessToken).catch((again: unknown) => {
        throw again instanceof GraphClaimsChallenge ? new ClaimsChallenge(again.claims, second.correlationId) : again;
      });
    }
  }

  return async (caller) => {
    switch (caller.kind) {
      case 'user':
        return await onBehalfOf(caller.token);
      case 'exchanged':
        return await readWith(caller.graphToken).catch((error: unknown) => {
          if (!(error instanceof GraphClaimsChallenge)) throw error;
          throw new ClaimsChallenge(error.claims, error.correlationId ?? '');
        });
      default:
        throw new UserRequired(caller.kind);
    }
  };
}
