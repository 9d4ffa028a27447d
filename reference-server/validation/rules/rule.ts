import type { JWTHeaderParameters, JWTPayload } from 'jose';
import type { TokenRefusal } from '../refusal.ts';

/** What a token must match. */
export interface Expectations {
  /** This server's application id. */
  readonly clientId: string;
  readonly tenantId: string;
  /** Issuer of version 1.0 tokens of the tenant, with its trailing slash. */
  readonly issuerV1: string;
  /** Issuer of version 2.0 tokens of the tenant. */
  readonly issuerV2: string;
  /** Scope of user tokens. */
  readonly requiredScope: string;
  /** Role that lets an application call in its own name. Undefined: none may. */
  readonly requiredRole?: string | undefined;
  /** Client id of the gateway's managed identity. When set, it is the only caller there may be. */
  readonly gatewayClientId?: string | undefined;
}

/** A token whose signature, `exp` and `nbf` hold. */
export interface VerifiedJwt {
  readonly header: JWTHeaderParameters;
  readonly claims: JWTPayload;
  /** Member `issuer` of the key that verified it: Entra's keys say whom they sign for. */
  readonly keyIssuer: string | undefined;
}

/** One thing a token must satisfy. Returns why it does not, or undefined. */
export type Rule = (token: VerifiedJwt, expected: Expectations) => TokenRefusal | undefined;
