import type { AccessToken } from '../validation/access-token.ts';

/** What a validated token, or Microsoft Graph, says about the signed-in user. All of it is the user's own data. */
export interface UserDetails {
  readonly name: string | null;
  readonly username: string | null;
  /** Object id in the directory. */
  readonly id: string | null;
}

/** Nobody: the request brought no credential. */
export interface AnonymousCaller {
  readonly kind: 'anonymous';
}

/** An application in its own name (client credentials): a role, and no user. */
export interface ApplicationCaller {
  readonly kind: 'application';
  /** Application (client) id. */
  readonly clientId: string;
}

/** A user, known by a token for this server, which is exchanged for one to Microsoft Graph. */
export interface UserCaller {
  readonly kind: 'user';
  readonly token: AccessToken;
}

/**
 * A user for whom the gateway in front has made the exchange already. The gateway proved who it is; the token for
 * Microsoft Graph is opaque here, because nobody but Graph can verify it.
 */
export interface ExchangedCaller {
  readonly kind: 'exchanged';
  /** The token for Microsoft Graph, used as it is. Never logged, never answered. */
  readonly graphToken: string;
}

/** On whose behalf a request is made. */
export type Caller = AnonymousCaller | ApplicationCaller | UserCaller | ExchangedCaller;

/** Nobody: a request without token. */
export const anonymous: AnonymousCaller = { kind: 'anonymous' };

/** Who stands behind a token that passed validation. */
export const callerOf = (token: AccessToken): ApplicationCaller | UserCaller =>
  token.kind === 'user' ? { kind: 'user', token } : { kind: 'application', clientId: token.clientId };
