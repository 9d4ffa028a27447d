import { randomUUID } from 'node:crypto';
import { ConfidentialClientApplication, LogLevel } from '@azure/msal-node';
import type { AccessToken } from '../validation/access-token.ts';
import { AssertionClients } from './assertion-clients.ts';
import { ExchangeError } from './exchange-error.ts';
import { exchangeFailure } from './failures.ts';
import type { ClientAssertion } from './managed-identity-assertion.ts';
import { NetworkClient } from './network-client.ts';

/** What an exchange gives. */
export interface ExchangedToken {
  readonly accessToken: string;
  readonly correlationId: string;
}

/**
 * Exchanges a user's token for one to another API, on behalf of that user.
 * @param claims a claims challenge of that API, JSON text; bypasses MSAL's cache
 * @throws ClaimsChallenge when the user has to sign in again
 * @throws ExchangeError for every other failure
 */
export type Exchange = (user: AccessToken, claims?: string) => Promise<ExchangedToken>;

export interface ExchangeOptions {
  readonly clientId: string;
  readonly tenantId: string;
  /** Origin of the sign-in service. */
  readonly authorityHost: string;
  readonly scopes: readonly string[];
  /** How the server proves who it is: an assertion, asked for anew each time, or a secret. */
  readonly credential: ClientAssertion | { readonly secret: string };
  /** Milliseconds since 1970. */
  readonly clock: () => number;
}

const publicCloud = 'login.microsoftonline.com';
const keptClients = 500;

/**
 * The OAuth 2.0 on-behalf-of flow of Entra, as a confidential client. MSAL calls an assertion's function for every
 * exchange, even for one it answers from its cache.
 */
export function createExchange(options: ExchangeOptions): Exchange {
  const { clientId, tenantId, authorityHost, scopes, credential, clock } = options;
  const host = new URL(authorityHost).host;
  const newClient = () => {
    const network = new NetworkClient();
    const application = new ConfidentialClientApplication({
      auth: {
        clientId,
        authority: `${authorityHost}/${tenantId}`,
        ...(typeof credential === 'function' ? { clientAssertion: credential } : { clientSecret: credential.secret }),
        // Another host is looked up at the public cloud unless it is named here.
        ...(host === publicCloud ? {} : { knownAuthorities: [host] }),
      },
      system: {
        networkClient: network,
        loggerOptions: { logLevel: LogLevel.Error, piiLoggingEnabled: false, loggerCallback: () => {} },
      },
    });
    return { application, network };
  };
  const clients = new AssertionClients(newClient, keptClients, clock);

  return async (user, claims) => {
    const correlationId = randomUUID();
    const { application, network } = clients.for(user.raw, user.expiresAt);
    try {
      const result = await application.acquireTokenOnBehalfOf({
        oboAssertion: user.raw,
        scopes: [...scopes],
        correlationId,
        ...(claims === undefined ? {} : { claims }),
      });
      if (!result?.accessToken) {
        throw new ExchangeError('empty', 'The exchange with the sign-in service failed.', correlationId);
      }
      return { accessToken: result.accessToken, correlationId };
    } catch (error) {
      // MSAL would refuse this user for a minute after one 5xx. Too long for a hiccup; a 429 it is right to heed.
      if ((network.lastStatus ?? 0) >= 500) clients.forget(user.raw);
      throw error instanceof ExchangeError ? error : exchangeFailure(error, correlationId);
    }
  };
}
