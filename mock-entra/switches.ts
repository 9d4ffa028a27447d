/**
 * Behaviours of Entra that are not confirmed, or that changed over time: each a named switch with a default and its reason.
 */
export interface EntraSwitches {
  /**
   * What separates Trace ID, Correlation ID and Timestamp in `error_description`. Default `space`: every recording since
   * 2024; `crlf` before.
   */
  readonly errorSeparator: 'space' | 'crlf';
  /**
   * The `resource` parameter on v2.0 endpoints. Default `match-scopes`: since about 2026-03 it is accepted when it is an
   * application ID URI of the API that owns the scopes, else AADSTS9010010; `refuse`: AADSTS901002 always (2019 to 2026).
   */
  readonly resourceParameter: 'match-scopes' | 'refuse';
  /** Whether `resource` may also be the API's client-id GUID. Default false: only identifier URIs were ever seen to work. */
  readonly resourceParameterAcceptsGuid: boolean;
  /**
   * `error` of AADSTS50076/50079 at the v2.0 token endpoint. Default `invalid_grant`: newer recordings; some
   * on-behalf-of recordings show `interaction_required`.
   */
  readonly mfaError: 'invalid_grant' | 'interaction_required';
  /** Seconds a user's access token lives. Default 60 to 90 minutes at random, as documented. */
  readonly userTokenLifetime: number | { readonly from: number; readonly to: number };
  /** Seconds an app-only token lives. Default one hour. */
  readonly appTokenLifetime: number;
  /** Seconds a managed-identity token lives. Default 24 hours. */
  readonly managedIdentityTokenLifetime: number;
  /** Seconds a token of a client that handles claims challenges (`cp1`) lives. Default 20 to 28 hours, as documented. */
  readonly continuousAccessLifetime: number | { readonly from: number; readonly to: number };
  /** Whether the identity endpoints answer from their cache until half of a token's life, as App Service does. Default true. */
  readonly managedIdentityCache: boolean;
  /** Whether one client assertion may be presented more than once. Default true: Entra does not enforce `jti`. */
  readonly clientAssertionReplay: boolean;
  /** Seconds of clock difference tolerated in assertions. Default 300. */
  readonly clockSkew: number;
  /**
   * Number for a federated assertion that matches no credential. Default `specific`: 700211/700212/700213 since 2024;
   * `generic`: 70021 before.
   */
  readonly federatedMismatch: 'specific' | 'generic';
  /** Status of page errors. Default 200, as the sign-in pages answer; some proxies have seen 400. */
  readonly pageErrorStatus: 200 | 400;
  /** Whether graph permissions are enforced per operation from `scp` and `roles`. Default true. */
  readonly graphPermissions: boolean;
  /** Status of `/.well-known/oauth-authorization-server` paths, which Entra does not serve. Default 404. */
  readonly rfc8414Status: number;
  /**
   * How a token response names Graph's scopes to a client that asked for them by bare names. Default `as-asked`: MSAL finds
   * the token in its cache by the names it asked with. `qualified`: always with `https://graph.microsoft.com/`.
   */
  readonly graphScopeNames: 'as-asked' | 'qualified';
  /**
   * Characters of the shortest `code_verifier` that is taken. Default 32: RFC 7636 4.1 says 43, and published gateways of
   * API Management redeem with GUIDs without hyphens; 43 holds clients to the RFC.
   */
  readonly shortestCodeVerifier: number;
  /**
   * What differs of AADSTS numbers where yours were seen to: number -> another number, error name, suberror, HTTP status,
   * text (with the registry's `{placeholders}`), or where the authorize endpoint shows it (9010010 before the sign-in, for
   * one: a redirect or a page). Default none. The rows marked *unverified* on the page of errors are those to look at
   * first: no recording shows them whole.
   */
  readonly errors: Readonly<Record<number, ErrorReplacement>>;
  /**
   * Audiences that a certificate's assertion may name. Default `tenant`: the token endpoint, by any name of the tenant, or
   * an issuer of it, as older clients send; `token-endpoint`: only the address that is documented.
   */
  readonly clientAssertionAudience: 'tenant' | 'token-endpoint';
  /** Whether the instance metadata service refuses requests with `X-Forwarded-For`. Default true: a proxy must not reach it. */
  readonly metadataRefusesForwarded: boolean;
  /** Status of App Service's identity endpoint for a missing or wrong `X-IDENTITY-HEADER`. Default 401; 403 was seen too. */
  readonly identityHeaderStatus: 401 | 403;
  /**
   * Whether single-page applications are told how long their refresh token still lives (`refresh_token_expires_in`).
   * Default true: MSAL reads it; no recording shows its value, which is what is left of the 24 hours here.
   */
  readonly spaRefreshTokenExpiry: boolean;
  /** Whether v2.0 keys carry `cloud_instance_name`. Default false: recent key sets have it, most recordings do not. */
  readonly keyCloudInstanceName: boolean;
  /**
   * When signing out at v2.0 without a good `logout_hint` asks which account. Default `always`: people report the question
   * with one account as well; `several`: only where there is a choice, as v1.0 does.
   */
  readonly logoutPicker: 'always' | 'several';
  /**
   * Whether a sign-in on a device asks "Are you trying to sign in to …?", as Entra does. Default false: it asks nothing of the
   * flow; a person declines on the page of consent.
   */
  readonly deviceConfirmation: boolean;
  /** Whether the sign-in ends with the question whether to stay signed in. Default false: it asks nothing of the flow. */
  readonly staySignedInPage: boolean;
}

/** What a switch replaces of a row of the registry. */
export interface ErrorReplacement {
  /** Another number for the same case. */
  readonly code?: number;
  readonly error?: string;
  readonly suberror?: string;
  readonly status?: number;
  /** The sentence after the number; placeholders of the registry's are filled in. */
  readonly text?: string;
  /** Whether an authorize request shows it to the person or sends it to the redirect URI, once that is the client's. */
  readonly authorize?: 'page' | 'redirect';
}

/** The documented choices. */
export const defaultSwitches: EntraSwitches = {
  errorSeparator: 'space',
  resourceParameter: 'match-scopes',
  resourceParameterAcceptsGuid: false,
  mfaError: 'invalid_grant',
  userTokenLifetime: { from: 3600, to: 5400 },
  appTokenLifetime: 3600,
  managedIdentityTokenLifetime: 86_400,
  continuousAccessLifetime: { from: 72_000, to: 100_800 },
  managedIdentityCache: true,
  clientAssertionReplay: true,
  clockSkew: 300,
  federatedMismatch: 'specific',
  pageErrorStatus: 200,
  graphPermissions: true,
  rfc8414Status: 404,
  graphScopeNames: 'as-asked',
  shortestCodeVerifier: 32,
  errors: {},
  clientAssertionAudience: 'tenant',
  metadataRefusesForwarded: true,
  identityHeaderStatus: 401,
  spaRefreshTokenExpiry: true,
  keyCloudInstanceName: false,
  logoutPicker: 'always',
  deviceConfirmation: false,
  staySignedInPage: false,
};
