/** Codes, refresh tokens, user assertions, device codes, PKCE, redirect URIs. */
import type { AadstsEntry } from './entry.ts';

export const grantErrors = {
  50011: {
    error: 'invalid_grant',
    text: "The redirect URI '{redirectUri}' specified in the request does not match the redirect URIs configured for the application '{clientId}'. Make sure the redirect URI sent in the request matches one added to your application in the Azure portal. Navigate to https://aka.ms/redirectUriMismatchError to learn more about how to fix this.",
    unverified: true,
  },
  50013: {
    error: 'invalid_grant',
    text: "Assertion failed signature validation. [Reason - {reason}, Thumbprint of key used by client: '{thumbprint}'].",
  },
  500131: {
    error: 'invalid_grant',
    text: "Assertion audience does not match the Client app presenting the assertion. The audience in the assertion was '{audience}' and the expected audience is '{expected}' or one of the Application Uris of this application with App ID '{clientId}'({name}). The downstream client must request a token for the expected audience (the application that made the OBO request) and this application should use that token as the assertion.",
  },
  500133: {
    error: 'invalid_grant',
    text: 'Assertion is not within its valid time range. Ensure that the access token is not expired before using it for user assertion, or request a new token. Current time: {now}, expiry time of assertion {until}.',
  },
  7000114: {
    error: 'unauthorized_client',
    text: "Application '{clientId}' is not allowed to make application on-behalf-of calls.",
    unverified: true,
  },
  240002: {
    error: 'invalid_grant',
    text: "Input id_token cannot be used as 'urn:ietf:params:oauth:grant-type:jwt-bearer' grant.",
    unverified: true,
  },
  501481: {
    error: 'invalid_grant',
    text: 'The Code_Verifier does not match the code_challenge supplied in the authorization request.',
  },
  50148: {
    error: 'invalid_grant',
    text: 'The code_verifier does not match the code_challenge supplied in the authorization request for PKCE.',
    unverified: true,
  },
  50147: {
    error: 'invalid_request',
    text: 'Invalid size of Code_Challenge parameter.',
    unverified: true,
  },
  50149: {
    error: 'invalid_request',
    text: 'Invalid Code_Challenge_method parameter.',
  },
  501491: {
    error: 'invalid_grant',
    text: 'Invalid size of Code_Verifier parameter.',
    unverified: true,
  },
  9002325: {
    error: 'invalid_request',
    text: 'Proof Key for Code Exchange is required for cross-origin authorization code redemption.',
    unverified: true,
  },
  9002326: {
    error: 'invalid_request',
    text: "Cross-origin token redemption is permitted only for the 'Single-Page Application' client-type. Request origin: '{origin}'.",
  },
  9002327: {
    error: 'invalid_request',
    text: "Tokens issued for the 'Single-Page Application' client-type may only be redeemed via cross-origin requests.",
  },
  54005: {
    error: 'invalid_grant',
    text: 'OAuth2 Authorization code was already redeemed, please retry with a new valid code or use an existing refresh token.',
  },
  70008: {
    error: 'invalid_grant',
    text: 'The provided authorization code or refresh token has expired due to inactivity. Send a new interactive authorization request for this user and resource.',
  },
  700003: {
    error: 'invalid_grant',
    text: 'The authorization code was issued to another client.',
    unverified: true,
  },
  700005: {
    error: 'invalid_grant',
    text: 'Provided Authorization Code is intended to use against other tenant, thus rejected.',
  },
  70000: {
    error: 'invalid_grant',
    suberror: 'bad_token',
    text: 'Provided grant is invalid or malformed.',
    unverified: true,
  },
  700082: {
    error: 'invalid_grant',
    text: 'The refresh token has expired due to inactivity. The token was issued on {issued} and was inactive for {inactive}.',
  },
  700084: {
    error: 'invalid_grant',
    text: 'The refresh token was issued to a single page app (SPA), and therefore has a fixed, limited lifetime of {lifetime}, which cannot be extended. It is now expired and a new sign in request must be sent by the SPA to the sign in page. The token was issued on {issued}.',
  },
  50173: {
    error: 'invalid_grant',
    suberror: 'bad_token',
    text: "The provided grant has expired due to it being revoked, a fresh auth token is needed. The user might have changed or reset their password. The grant was issued on '{issued}' and the TokensValidFrom date (before which tokens are not valid) for this user is '{validFrom}'.",
  },
  70043: {
    error: 'invalid_grant',
    suberror: 'token_expired',
    text: 'The refresh token has expired or is invalid due to sign-in frequency checks by conditional access. The token was issued on {issued} and the maximum allowed lifetime for this request is {lifetime}.',
  },
  70016: {
    error: 'authorization_pending',
    text: 'OAuth 2.0 device flow error. Authorization is pending. Continue polling.',
  },
  70017: {
    error: 'authorization_declined',
    text: 'OAuth 2.0 device flow error. The end user denied the authorization request.',
    unverified: true,
  },
  70018: {
    error: 'bad_verification_code',
    text: 'Invalid verification code due to User typing in wrong user code for device code flow.',
  },
  70019: {
    error: 'expired_token',
    text: 'Verification code expired.',
    unverified: true,
  },
  70020: {
    error: 'expired_token',
    text: "The provided value for the input parameter 'device_code' is not valid. This device code has expired.",
    unverified: true,
  },
  70044: {
    error: 'invalid_grant',
    suberror: 'bad_token',
    text: 'The session has expired or is invalid due to sign-in frequency checks by conditional access.',
  },
} as const satisfies Record<number, AadstsEntry>;
