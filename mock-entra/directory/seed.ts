/** The seed format: what a directory holds at the start. One zod value; types and JSON Schema are derived from it. */
import * as z from 'zod';

const guid = z.guid().transform((id) => id.toLowerCase());
const name = z.string().min(1).max(256);
const uri = z.string().min(1).max(2048);
/** A client id, an application ID URI, or the name of an application of the seed. */
const applicationRef = z.string().min(1).max(2048).describe('client id, application ID URI or name of an application');
const userRef = z.string().min(1).max(320).describe('user principal name or object id');

const scopeSeed = z.strictObject({
  id: guid.optional(),
  value: z
    .string()
    .regex(/^[\w!#$%&'()*+,\-.:;<=>?@[\]^`{|}~]{1,120}$/)
    .describe('the name that ends up in scp'),
  type: z.enum(['User', 'Admin']).default('User').describe('who may consent'),
  displayName: name.optional(),
  description: z.string().max(1024).optional(),
  enabled: z.boolean().default(true),
});

const appRoleSeed = z.strictObject({
  id: guid.optional(),
  value: z.string().min(1).max(250).describe('the name that ends up in roles'),
  displayName: name.optional(),
  allowedMemberTypes: z
    .array(z.enum(['User', 'Application']))
    .min(1)
    .default(['User', 'Application']),
});

const secretSeed = z.strictObject({
  keyId: guid.optional(),
  displayName: name.default('secret'),
  value: z.string().min(1).max(512).optional().describe('left out: random, readable through control.secretOf'),
  endDateTime: z.iso.datetime().optional(),
});

const certificateSeed = z.strictObject({
  keyId: guid.optional(),
  displayName: name.default('certificate'),
  pem: z.string().max(16_384).describe('X.509 certificate, PEM'),
});

const federatedCredentialSeed = z.strictObject({
  name: z.string().min(1).max(120),
  issuer: z.string().min(1).max(600).optional().describe("left out with managedIdentity: the tenant's v2.0 issuer"),
  subject: z.string().min(1).max(600).optional(),
  managedIdentity: name.optional().describe('name of a managed identity of the tenant; sets issuer and subject'),
  audiences: z.array(z.string().min(1).max(600)).length(1).default(['api://AzureADTokenExchange']),
  description: z.string().max(600).optional(),
});

const optionalClaimSeed = z.strictObject({
  name: z.string().min(1).max(120),
  essential: z.boolean().default(false),
  additionalProperties: z.array(z.string()).default([]),
});

/** An application registration as a seed writes it. */
export const applicationSeed = z.strictObject({
  name,
  appId: guid.optional(),
  signInAudience: z
    .enum(['AzureADMyOrg', 'AzureADMultipleOrgs', 'AzureADandPersonalMicrosoftAccount', 'PersonalMicrosoftAccount'])
    .default('AzureADMyOrg'),
  identifierUris: z.array(uri).max(50).default([]),
  requestedAccessTokenVersion: z.union([z.literal(1), z.literal(2), z.null()]).default(null),
  scopes: z.array(scopeSeed).default([]),
  appRoles: z.array(appRoleSeed).default([]),
  redirectUris: z
    .strictObject({
      web: z.array(uri).default([]),
      spa: z.array(uri).default([]),
      public: z.array(uri).default([]),
    })
    .prefault({}),
  logoutUrl: uri
    .optional()
    .describe('front-channel logout: loaded in a frame, with sid and iss, when a browser signs out'),
  isFallbackPublicClient: z.boolean().default(false).describe('allow public client flows'),
  implicitIdTokens: z.boolean().default(false),
  implicitAccessTokens: z.boolean().default(false),
  secrets: z.array(secretSeed).max(20).default([]),
  certificates: z.array(certificateSeed).max(20).default([]),
  federatedIdentityCredentials: z.array(federatedCredentialSeed).max(20).default([]),
  preAuthorizedApplications: z
    .array(z.strictObject({ application: applicationRef, scopes: z.array(z.string()) }))
    .default([]),
  knownClientApplications: z.array(applicationRef).default([]),
  requiredResourceAccess: z
    .array(
      z.strictObject({
        resource: applicationRef,
        scopes: z.array(z.string()).default([]),
        roles: z.array(z.string()).default([]),
      }),
    )
    .default([]),
  optionalClaims: z
    .strictObject({
      accessToken: z.array(optionalClaimSeed).default([]),
      idToken: z.array(optionalClaimSeed).default([]),
    })
    .prefault({}),
  groupMembershipClaims: z.enum(['None', 'SecurityGroup', 'All']).default('None'),
  mappedClaims: z
    .record(z.string(), z.union([z.string(), z.number(), z.boolean()]))
    .optional()
    .describe('static claims of a claims-mapping policy; implies an own signing key'),
  ownSigningKey: z
    .boolean()
    .default(false)
    .describe('tokens for this application are signed with its own key (?appid=)'),
});

/** A user, as a seed describes them. */
export const userSeed = z.strictObject({
  id: guid.optional(),
  userPrincipalName: z.string().min(3).max(320),
  displayName: name,
  givenName: z.string().optional(),
  surname: z.string().optional(),
  mail: z.string().max(320).optional(),
  mailVerified: z.boolean().default(true).describe('xms_edov: whether the domain of mail is verified'),
  jobTitle: z.string().optional(),
  department: z.string().optional(),
  officeLocation: z.string().optional(),
  mobilePhone: z.string().optional(),
  businessPhones: z.array(z.string()).default([]),
  preferredLanguage: z.string().optional(),
  password: z.string().min(1).max(256).optional().describe('left out: random, readable through control.passwordOf'),
  accountEnabled: z.boolean().default(true),
  administrator: z.boolean().default(false).describe('may consent for everybody (Global Administrator)'),
  mfa: z.enum(['none', 'registered']).default('registered').describe('whether the user has a second factor'),
  guestOf: z
    .strictObject({ tenant: z.string(), user: userRef })
    .optional()
    .describe('makes this a guest: the account of the home tenant signs in'),
  manager: userRef.optional(),
});

const groupSeed = z.strictObject({
  id: guid.optional(),
  displayName: name,
  securityEnabled: z.boolean().default(true),
  members: z.array(userRef).default([]),
});

const managedIdentitySeed = z.strictObject({
  name,
  type: z.enum(['UserAssigned', 'SystemAssigned']).default('UserAssigned'),
  clientId: guid.optional(),
  principalId: guid.optional(),
  resourceId: z.string().optional().describe('ARM id; derived from the name when left out'),
  derivedFromFederation: z
    .boolean()
    .default(false)
    .describe('its tokens carry xms_ficinfo, as those of AKS workload identity do'),
});

const grantSeed = z.strictObject({
  client: applicationRef,
  resource: applicationRef,
  scopes: z.array(z.string()).min(1),
  user: userRef.optional().describe('left out: granted by an administrator for everybody'),
});

const roleAssignmentSeed = z.strictObject({
  principal: z.string().describe('user, group name, application or managed identity'),
  resource: applicationRef,
  role: z.string().optional().describe('left out: the default role (assignment only)'),
});

const servicePrincipalSeed = z.strictObject({
  application: applicationRef,
  id: guid.optional(),
  assignmentRequired: z.boolean().default(false),
  accountEnabled: z.boolean().default(true),
});

/** A conditional access policy, as a seed describes it. */
export const conditionalAccessSeed = z.strictObject({
  id: guid.optional(),
  displayName: name,
  enabled: z.boolean().default(true),
  users: z.union([z.literal('All'), z.array(userRef)]).default('All'),
  applications: z
    .union([z.literal('All'), z.array(applicationRef)])
    .default('All')
    .describe('resources the policy protects'),
  authenticationContext: z
    .string()
    .regex(/^c\d{1,2}$/)
    .optional()
    .describe('applies only when this acrs value is asked'),
  grant: z.enum(['mfa', 'block', 'compliantDevice', 'domainJoinedDevice', 'approvedApplication']),
});

const federationIssuerSeed = z.strictObject({
  issuer: z
    .string()
    .min(1)
    .max(600)
    .describe('an external OpenID provider whose tokens may be presented as assertions'),
});

const tenantSeed = z.strictObject({
  id: guid.optional(),
  displayName: name,
  domains: z.array(z.string().min(3).max(253)).min(1).describe('verified domains, the default one first'),
  region: z.enum(['WW', 'NA', 'EU', 'AS', 'OC']).default('WW'),
  signingKeys: z
    .enum(['shared', 'own'])
    .default('shared')
    .describe('shared: the worldwide keys that sign for every tenant, as in reality; own: keys of this tenant alone'),
  userConsent: z.boolean().default(true).describe('whether users may consent to scopes of type User'),
  users: z.array(userSeed).default([]),
  groups: z.array(groupSeed).default([]),
  applications: z.array(applicationSeed).default([]),
  managedIdentities: z.array(managedIdentitySeed).default([]),
  servicePrincipals: z.array(servicePrincipalSeed).default([]),
  grants: z.array(grantSeed).default([]),
  roleAssignments: z.array(roleAssignmentSeed).default([]),
  conditionalAccess: z.array(conditionalAccessSeed).default([]),
});

/** The whole seed: what a directory is built from. */
export const seedSchema = z.strictObject({
  $schema: z.string().optional(),
  tenants: z.array(tenantSeed).min(1),
  /** External OpenID providers mock Entra plays as well, so that their tokens can be minted and verified offline. */
  externalIssuers: z.array(federationIssuerSeed).default([]),
});

/** A seed as its author writes it: everything with a default may be left out. */
export type Seed = z.input<typeof seedSchema>;
/** A tenant of a seed, with its defaults filled in. */
export type TenantSeed = z.output<typeof tenantSeed>;
/** A user of a seed, with its defaults filled in. */
export type UserSeed = z.output<typeof userSeed>;
/** An application of a seed, with its defaults filled in. */
export type ApplicationSeed = z.output<typeof applicationSeed>;
/** A conditional-access policy of a seed, with its defaults filled in. */
export type ConditionalAccessSeed = z.output<typeof conditionalAccessSeed>;
/** A seed with its defaults filled in. */
export type ParsedSeed = z.output<typeof seedSchema>;

/** A seed that breaks the format; names every place. */
export class SeedError extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(`the directory seed is not usable:\n${problems.map((problem) => `  ${problem}`).join('\n')}`);
    this.name = 'SeedError';
    this.problems = problems;
  }
}

/**
 * Validates a seed.
 * @throws SeedError naming each wrong place and what is expected there.
 */
export function parseSeed(seed: unknown): ParsedSeed {
  // one seed per process: compiling a parser for it would take longer than reading it
  const result = seedSchema.safeParse(seed, { jitless: true });
  if (result.success) return result.data;
  throw new SeedError(result.error.issues.map((issue) => `${issue.path.join('.') || '(root)'}: ${issue.message}`));
}
