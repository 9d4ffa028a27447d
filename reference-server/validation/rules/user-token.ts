import type { JWTPayload } from 'jose';

/**
 * Whether a user stands behind a token: there are delegated scopes, and nothing says `idtyp: app`. An application's own
 * token has `roles` or neither, and a role may be named like our scope.
 */
export const isUserToken = (claims: JWTPayload): boolean => typeof claims.scp === 'string' && claims.idtyp !== 'app';

/**
 * Whether a token is an application's own: `idtyp` says so, or, where that optional claim is not configured, subject and
 * object are the same service principal and there is no scope.
 * Source: Microsoft identity platform, access token claims reference (`idtyp`, `oid`, `sub`).
 */
export const isApplicationToken = (claims: JWTPayload): boolean =>
  claims.idtyp === 'app' || (claims.idtyp === undefined && claims.scp === undefined && claims.oid === claims.sub);

/** The application a token was issued to. */
export const clientOf = (claims: JWTPayload): unknown => (claims.ver === '1.0' ? claims.appid : claims.azp);
