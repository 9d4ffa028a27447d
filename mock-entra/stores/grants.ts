/** What codes, refresh tokens and device codes stand for. */
import type { RedirectType } from '../directory/model.ts';
import type { SignIn } from '../tokens/sign-in.ts';

/** PKCE challenge of an authorize request. */
export interface CodeChallenge {
  readonly value: string;
  readonly method: 'S256' | 'plain';
}

/** What an authorization code stands for. */
export interface CodeGrant {
  readonly clientId: string;
  readonly signIn: SignIn;
  /** First path segment of the authorize request: the code is bound to it when it names a tenant. */
  readonly tenantSegment: string;
  readonly redirectUri: string;
  readonly redirectType: RedirectType;
  /** `scope` (v2.0) or `resource` (v1.0) of the authorize request. */
  readonly scope: string;
  readonly resource: string | undefined;
  readonly nonce: string | undefined;
  readonly challenge: CodeChallenge | undefined;
  readonly claims: string | undefined;
  /** Milliseconds; codes are remembered longer than they are good, to tell `expired` from `unknown`. */
  readonly goodUntil: number;
  redeemed: boolean;
}

/** What a refresh token stands for. */
export interface RefreshGrant {
  readonly clientId: string;
  readonly signIn: SignIn;
  /** `scope` it was first granted for: used when a redemption names none. */
  readonly scope: string;
  readonly redirectType: RedirectType | undefined;
  /** Milliseconds: first of the family, and this one. */
  readonly familyIssuedAt: number;
  readonly issuedAt: number;
  readonly capabilities: readonly string[];
}

/** What a device code stands for, and how far its person has come. */
export interface DeviceGrant {
  readonly clientId: string;
  readonly tenantSegment: string;
  readonly scope: string;
  readonly userCode: string;
  readonly goodUntil: number;
  state: 'pending' | 'approved' | 'declined' | 'redeemed';
  signIn: SignIn | undefined;
}
