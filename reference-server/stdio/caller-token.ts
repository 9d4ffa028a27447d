import {
  AuthError,
  ConfidentialClientApplication,
  type Configuration,
  LogLevel,
  PublicClientApplication,
} from '@azure/msal-node';
import { codeOf } from '../on-behalf-of/failures.ts';
import { NetworkClient } from '../on-behalf-of/network-client.ts';
import type { StdioConfig } from './stdio-config.ts';

/** Nobody has signed in yet. The person has been told where to; the next call may find them done. */
export class SignInPending extends Error {
  constructor() {
    super('A sign-in is needed. What to do is on the standard error of this server; then try again.');
    this.name = 'SignInPending';
  }
}

/** The sign-in service gave no token. */
export class NoCallerToken extends Error {
  /** The service's own error number (AADSTSn), when it gave one: for whoever sets this up, in the log. */
  readonly code: string | undefined;

  constructor(cause: unknown) {
    super('The sign-in service gave no token for the gateway.', { cause });
    this.name = 'NoCallerToken';
    this.code = cause instanceof AuthError ? codeOf(cause) : undefined;
  }
}

/** Milliseconds that a call waits for a person, less than MCP clients wait for a call. */
const patience = 45_000;
const publicCloud = 'login.microsoftonline.com';

function settingsOf({ clientId, tenantId, clientSecret, authorityHost }: StdioConfig): Configuration {
  const { host } = new URL(authorityHost);
  return {
    auth: {
      clientId,
      authority: `${authorityHost}/${tenantId}`,
      ...(clientSecret === undefined ? {} : { clientSecret }),
      ...(host === publicCloud ? {} : { knownAuthorities: [host] }),
    },
    system: {
      networkClient: new NetworkClient(),
      loggerOptions: { logLevel: LogLevel.Error, piiLoggingEnabled: false, loggerCallback: () => {} },
    },
  };
}

/**
 * The scope, with the API that it is of: the application itself, by its id, unless the setting names another. An
 * application that names itself by a URI gets a token, and AADSTS90009 when it renews that.
 */
const scopeOf = ({ clientId, requiredScope }: StdioConfig): string =>
  requiredScope.includes('/') ? requiredScope : `${clientId}/${requiredScope}`;

const resourceOf = (config: StdioConfig): string => scopeOf(config).replace(/\/[^/]*$/, '');

/** Gives a token for the API at the gateway. @throws SignInPending @throws NoCallerToken */
export type CallerToken = () => Promise<string>;

/** The application's own token (client credentials): no person stands behind it. */
function applicationToken(config: StdioConfig): CallerToken {
  const application = new ConfidentialClientApplication(settingsOf(config));
  return async () => {
    const scopes = [`${resourceOf(config)}/.default`];
    const result = await application.acquireTokenByClientCredential({ scopes });
    return result?.accessToken ?? '';
  };
}

/** A person's token, by device code: this process has no browser and no window. */
function personToken(config: StdioConfig, tell: (message: string) => void): CallerToken {
  const application = new PublicClientApplication(settingsOf(config));
  const scopes = [scopeOf(config)];
  let signingIn: Promise<string> | undefined;

  async function signIn(): Promise<string> {
    const deviceCodeCallback = ({ message }: { message: string }): void => tell(message);
    const result = await application.acquireTokenByDeviceCode({ scopes, deviceCodeCallback });
    return result?.accessToken ?? '';
  }

  return async () => {
    const [account] = await application.getTokenCache().getAllAccounts();
    const known = account && (await application.acquireTokenSilent({ account, scopes }).catch(() => undefined));
    if (known) return known.accessToken;
    // one sign-in for all calls that wait; whatever its end, the next call may begin another
    signingIn ??= signIn().finally(() => {
      signingIn = undefined;
    });
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => reject(new SignInPending()), patience);
    });
    signingIn.catch(() => {});
    return await Promise.race([signingIn, late]).finally(() => clearTimeout(timer));
  };
}

/**
 * Who calls the gateway: the application, if it has a secret, else the person at this machine.
 * @param tell shows a person what to do: standard error, because standard output is the protocol's
 */
export function callerToken(config: StdioConfig, tell: (message: string) => void): CallerToken {
  const token = config.clientSecret === undefined ? personToken(config, tell) : applicationToken(config);
  return async () => {
    try {
      const value = await token();
      if (value !== '') return value;
    } catch (error) {
      throw error instanceof SignInPending ? error : new NoCallerToken(error);
    }
    throw new NoCallerToken(undefined);
  };
}
