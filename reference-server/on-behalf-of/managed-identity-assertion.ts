import { LogLevel, ManagedIdentityApplication } from '@azure/msal-node';

/** Gives a client assertion. Called for every exchange: an assertion is never kept by its user. */
export type ClientAssertion = () => Promise<string>;

/** The managed identity could not be asked, or refused. */
export class ManagedIdentityUnavailable extends Error {
  constructor(cause: unknown) {
    super('the managed identity gave no token', { cause });
    this.name = 'ManagedIdentityUnavailable';
  }
}

/**
 * A client assertion from a user-assigned managed identity that the app registration trusts as a federated credential:
 * the server holds no secret and no certificate.
 *
 * MSAL keeps the source it found first (App Service endpoint, IMDS, ...) and its token cache in statics of the process,
 * so one process has one managed identity environment, whatever instances are made.
 *
 * @param clientId client id of the user-assigned managed identity
 * @param audience resource to ask a token for, `api://AzureADTokenExchange` in the public cloud
 */
export function managedIdentityAssertion(clientId: string, audience: string): ClientAssertion {
  let application: ManagedIdentityApplication | undefined;
  return async () => {
    try {
      application ??= new ManagedIdentityApplication({
        managedIdentityIdParams: { userAssignedClientId: clientId },
        system: { loggerOptions: { logLevel: LogLevel.Error, piiLoggingEnabled: false, loggerCallback: () => {} } },
      });
      const result = await application.acquireToken({ resource: audience });
      return result.accessToken;
    } catch (error) {
      throw new ManagedIdentityUnavailable(error);
    }
  };
}
