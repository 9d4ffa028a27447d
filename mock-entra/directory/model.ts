/** What a directory holds while it runs. Created from a seed; control and consent change it. */
import type { KeyObject } from 'node:crypto';

/** A delegated permission that an application offers. */
export interface Scope {
  readonly id: string;
  readonly value: string;
  readonly type: 'User' | 'Admin';
  readonly displayName: string;
  readonly description: string;
  enabled: boolean;
}

/** A role that an application defines. */
export interface AppRole {
  readonly id: string;
  readonly value: string;
  readonly displayName: string;
  readonly allowedMemberTypes: readonly ('User' | 'Application')[];
}

/** A password of an application. */
export interface Secret {
  readonly keyId: string;
  readonly displayName: string;
  /** SHA-256 of the value; the value itself is kept only for control.secretOf. */
  readonly digest: Buffer;
  readonly value: string;
  /** Milliseconds since the epoch. */
  readonly expires: number;
}

/** A certificate that an application proves itself with. */
export interface Certificate {
  readonly keyId: string;
  /** SHA-1 of the DER, base64url: `x5t`. */
  readonly thumbprint: string;
  /** SHA-256 of the DER, base64url: `x5t#S256`. */
  readonly thumbprintSha256: string;
  readonly publicKey: KeyObject;
  readonly notAfter: number;
}

/** Trust in the tokens of another issuer, in place of a secret. */
export interface FederatedCredential {
  readonly name: string;
  readonly issuer: string;
  readonly subject: string;
  readonly audiences: readonly string[];
}

/** A claim that an application asks to have in tokens. */
export interface OptionalClaim {
  readonly name: string;
  readonly essential: boolean;
  readonly additionalProperties: readonly string[];
}

/** The platform that a redirect URI is registered for. */
export type RedirectType = 'web' | 'spa' | 'public';

/** Whose accounts may sign in. */
export type SignInAudience =
  | 'AzureADMyOrg'
  | 'AzureADMultipleOrgs'
  | 'AzureADandPersonalMicrosoftAccount'
  | 'PersonalMicrosoftAccount';

/** Permissions of one resource that an application lists. */
export interface ResourceAccess {
  /** Client id, identifier URI or name; resolved when used, because its owner may come later. */
  readonly resource: string;
  readonly scopes: readonly string[];
  readonly roles: readonly string[];
}

/** An application registration: global, owned by one tenant. */
export interface Application {
  readonly appId: string;
  name: string;
  /** Tenant that owns it. */
  readonly owner: string;
  /** A Microsoft service that every tenant has. */
  readonly firstParty: boolean;
  signInAudience: SignInAudience;
  identifierUris: string[];
  requestedAccessTokenVersion: 1 | 2 | null;
  scopes: Scope[];
  appRoles: AppRole[];
  redirectUris: Record<RedirectType, string[]>;
  logoutUrl: string | undefined;
  isFallbackPublicClient: boolean;
  implicitIdTokens: boolean;
  implicitAccessTokens: boolean;
  secrets: Secret[];
  certificates: Certificate[];
  federatedIdentityCredentials: FederatedCredential[];
  preAuthorizedApplications: { application: string; scopes: readonly string[] }[];
  knownClientApplications: string[];
  requiredResourceAccess: ResourceAccess[];
  optionalClaims: { accessToken: readonly OptionalClaim[]; idToken: readonly OptionalClaim[] };
  groupMembershipClaims: 'None' | 'SecurityGroup' | 'All';
  mappedClaims: Readonly<Record<string, string | number | boolean>> | undefined;
  ownSigningKey: boolean;
}

/** An application's presence in a tenant. */
export interface ServicePrincipal {
  /** Object id: `oid` and `sub` of its app-only tokens. */
  readonly id: string;
  readonly application: Application;
  assignmentRequired: boolean;
  accountEnabled: boolean;
}

/** A user of a tenant; a guest has a home elsewhere. */
export interface User {
  /** Object id in this tenant. */
  readonly id: string;
  readonly tenantId: string;
  userPrincipalName: string;
  displayName: string;
  givenName: string | undefined;
  surname: string | undefined;
  mail: string | undefined;
  mailVerified: boolean;
  jobTitle: string | undefined;
  department: string | undefined;
  officeLocation: string | undefined;
  mobilePhone: string | undefined;
  businessPhones: readonly string[];
  preferredLanguage: string | undefined;
  accountEnabled: boolean;
  administrator: boolean;
  mfa: 'none' | 'registered';
  /** Home account of a guest. */
  readonly home: { readonly tenantId: string; readonly userId: string } | undefined;
  manager: string | undefined;
  password: string;
  /** Tokens and sessions from before this time (ms) are revoked. */
  validFrom: number;
  /** Counts revocations: tells a sign-in from before the last one apart even within one millisecond. */
  generation: number;
  deleted: boolean;
}

/** A group of users. */
export interface Group {
  readonly id: string;
  readonly displayName: string;
  readonly securityEnabled: boolean;
  /** Object ids. */
  readonly members: Set<string>;
}

/** An identity that Azure keeps the credential of. */
export interface ManagedIdentity {
  readonly name: string;
  readonly type: 'UserAssigned' | 'SystemAssigned';
  readonly tenantId: string;
  readonly clientId: string;
  /** Object id of its service principal. */
  readonly principalId: string;
  /** ARM id. */
  readonly resourceId: string;
  readonly derivedFromFederation: boolean;
}

/** An application role given to a user, group or application. */
export interface RoleAssignment {
  /** Object id of a user, group or service principal. */
  readonly principal: string;
  /** Client id of the resource. */
  readonly resource: string;
  /** Value of the role; undefined is the default role: assigned, no name in the token. */
  readonly role: string | undefined;
}

/** When a sign-in is blocked or must show more. */
export interface ConditionalAccessPolicy {
  readonly id: string;
  readonly displayName: string;
  enabled: boolean;
  readonly users: 'All' | readonly string[];
  readonly applications: 'All' | readonly string[];
  readonly authenticationContext: string | undefined;
  readonly grant: 'mfa' | 'block' | 'compliantDevice' | 'domainJoinedDevice' | 'approvedApplication';
}

/** A tenant with all it holds. */
export interface Tenant {
  readonly id: string;
  readonly displayName: string;
  /** Lower case; the default one first. */
  readonly domains: readonly string[];
  readonly region: 'WW' | 'NA' | 'EU' | 'AS' | 'OC';
  readonly signingKeys: 'shared' | 'own';
  userConsent: boolean;
  readonly users: Map<string, User>;
  readonly groups: Map<string, Group>;
  /** By client id. */
  readonly servicePrincipals: Map<string, ServicePrincipal>;
  readonly managedIdentities: Map<string, ManagedIdentity>;
  roleAssignments: RoleAssignment[];
  conditionalAccess: ConditionalAccessPolicy[];
}

/** Tenant of personal Microsoft accounts. */
export const consumersTenantId = '9188040d-6c67-4c5b-b112-36a304b66dad';
/** Tenant that owns Microsoft's own applications. */
export const microsoftTenantId = 'f8cdef31-a31e-4b4a-93e4-5f571e91255a';
