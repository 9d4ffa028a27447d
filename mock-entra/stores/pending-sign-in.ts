/** An authorize request whose user is still busy with pages. */
import type { RedirectType } from '../directory/model.ts';
import type { RequestMarks } from '../errors/error-body.ts';
import type { RequestedClaims } from '../rules/requested-claims.ts';
import type { ScopeRequest } from '../scopes.ts';
import type { SignedInAccount } from './browser-session.ts';
import type { CodeChallenge } from './grants.ts';

/** How an answer travels to the redirect URI (`response_mode`). */
export type ResponseMode = 'query' | 'fragment' | 'form_post';

/** What an authorize request asks for, once its own rules have passed. */
export interface AuthorizeRequest {
  readonly version: 1 | 2;
  readonly tenantSegment: string;
  readonly clientId: string;
  readonly redirectUri: string;
  readonly redirectType: RedirectType;
  readonly responseTypes: ReadonlySet<string>;
  readonly responseMode: ResponseMode;
  readonly state: string | undefined;
  readonly nonce: string | undefined;
  readonly scopes: ScopeRequest;
  /** `resource` of a v1.0 request. */
  readonly resource: string | undefined;
  readonly challenge: CodeChallenge | undefined;
  readonly prompt: string | undefined;
  readonly loginHint: string | undefined;
  readonly claims: RequestedClaims;
  readonly claimsText: string | undefined;
  readonly clientInfo: boolean;
  readonly marks: RequestMarks;
}

/** What the pages lead to. */
export type Purpose =
  | { readonly kind: 'authorize'; readonly request: AuthorizeRequest }
  /** Approving a device that shows a user code. */
  | {
      readonly kind: 'device';
      readonly userCode: string;
      readonly clientId: string;
      readonly tenantSegment: string;
      readonly scopes: ScopeRequest;
    }
  /** An administrator consents for everybody. */
  | {
      readonly kind: 'adminConsent';
      readonly clientId: string;
      readonly tenantSegment: string;
      readonly redirectUri: string | undefined;
      readonly state: string | undefined;
      readonly scope: string | undefined;
    };

/** A sign-in between two pages. It changes with what the person does. */
export interface PendingSignIn {
  readonly purpose: Purpose;
  /** Value of the browser's `esctx` cookie: another browser can't go on with this sign-in. */
  readonly binding: string;
  /** Name that was typed. */
  login: string | undefined;
  /** Set when the person has proved who they are. */
  account: SignedInAccount | undefined;
  /** True when the account came from a fresh password or an explicit pick. */
  chosen: boolean;
  /** Pressed on the consent page, not yet recorded. */
  decision: 'user' | 'everybody' | 'cancelled' | undefined;
  consented: boolean;
  /** Said that the device is theirs. */
  deviceConfirmed: boolean;
  /** Answered whether to stay signed in. */
  stayAnswered: boolean;
  wrongPasswords: number;
  wrongCodes: number;
}
