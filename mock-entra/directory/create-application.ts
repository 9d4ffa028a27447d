/** Seed of an application -> application registration. */
import { createHash, randomBytes, X509Certificate } from 'node:crypto';
import type { FirstPartyApplication } from './first-party.ts';
import { type Application, type Certificate, microsoftTenantId, type Scope, type Secret } from './model.ts';
import { type ApplicationSeed, SeedError } from './seed.ts';
import { stableId } from './stable-id.ts';

const twoYears = 2 * 365 * 86_400_000;

/** SHA-256 of a secret value: what a presented secret is compared with. */
export const secretDigest = (value: string): Buffer => createHash('sha256').update(value).digest();

/** A random secret in the form of Entra's: 40 characters with a `~` at the fourth place. */
function randomSecret(): string {
  const body = randomBytes(30).toString('base64url').slice(0, 36);
  return `${body.slice(0, 3)}8Q~${body.slice(3)}`;
}

function createSecret(appId: string, index: number, seed: ApplicationSeed['secrets'][number], now: number): Secret {
  const value = seed.value ?? randomSecret();
  return {
    keyId: seed.keyId ?? stableId('secret', appId, String(index)),
    displayName: seed.displayName,
    digest: secretDigest(value),
    value,
    expires: seed.endDateTime ? Date.parse(seed.endDateTime) : now + twoYears,
  };
}

function createCertificate(
  appId: string,
  index: number,
  seed: ApplicationSeed['certificates'][number],
  where: string,
): Certificate {
  try {
    const certificate = new X509Certificate(seed.pem);
    return {
      keyId: seed.keyId ?? stableId('certificate', appId, String(index)),
      thumbprint: createHash('sha1').update(certificate.raw).digest('base64url'),
      thumbprintSha256: createHash('sha256').update(certificate.raw).digest('base64url'),
      publicKey: certificate.publicKey,
      notAfter: Date.parse(certificate.validTo),
    };
  } catch {
    throw new SeedError([`${where}.certificates.${index}.pem: not an X.509 certificate in PEM form`]);
  }
}

/**
 * Builds a registration.
 *
 * @param now milliseconds; secrets without an end date expire two years later.
 * @param federation resolves a federated credential's `managedIdentity` to issuer and subject.
 */
export function createApplication(
  tenantId: string,
  seed: ApplicationSeed,
  now: number,
  federation: (identity: string, where: string) => { issuer: string; subject: string },
): Application {
  const where = `application '${seed.name}'`;
  const appId = seed.appId ?? stableId('application', tenantId, seed.name);
  return {
    appId,
    name: seed.name,
    owner: tenantId,
    firstParty: false,
    signInAudience: seed.signInAudience,
    identifierUris: seed.identifierUris.map((uri) => uri.replaceAll('{appId}', appId)),
    requestedAccessTokenVersion: seed.requestedAccessTokenVersion,
    scopes: seed.scopes.map((scope) => ({
      id: scope.id ?? stableId('scope', appId, scope.value),
      value: scope.value,
      type: scope.type,
      displayName: scope.displayName ?? scope.value,
      description: scope.description ?? '',
      enabled: scope.enabled,
    })),
    appRoles: seed.appRoles.map((role) => ({
      id: role.id ?? stableId('role', appId, role.value),
      value: role.value,
      displayName: role.displayName ?? role.value,
      allowedMemberTypes: role.allowedMemberTypes,
    })),
    redirectUris: {
      web: [...seed.redirectUris.web],
      spa: [...seed.redirectUris.spa],
      public: [...seed.redirectUris.public],
    },
    logoutUrl: seed.logoutUrl,
    isFallbackPublicClient: seed.isFallbackPublicClient,
    implicitIdTokens: seed.implicitIdTokens,
    implicitAccessTokens: seed.implicitAccessTokens,
    secrets: seed.secrets.map((secret, index) => createSecret(appId, index, secret, now)),
    certificates: seed.certificates.map((certificate, index) => createCertificate(appId, index, certificate, where)),
    federatedIdentityCredentials: seed.federatedIdentityCredentials.map((credential) => {
      const here = `${where}.federatedIdentityCredentials '${credential.name}'`;
      const bound = credential.managedIdentity ? federation(credential.managedIdentity, here) : undefined;
      const issuer = credential.issuer ?? bound?.issuer;
      const subject = credential.subject ?? bound?.subject;
      if (!issuer || !subject) throw new SeedError([`${here}: give issuer and subject, or managedIdentity`]);
      return { name: credential.name, issuer, subject, audiences: credential.audiences };
    }),
    preAuthorizedApplications: seed.preAuthorizedApplications.map(({ application, scopes }) => ({
      application,
      scopes,
    })),
    knownClientApplications: [...seed.knownClientApplications],
    requiredResourceAccess: seed.requiredResourceAccess,
    optionalClaims: seed.optionalClaims,
    groupMembershipClaims: seed.groupMembershipClaims,
    mappedClaims: seed.mappedClaims,
    ownSigningKey: seed.ownSigningKey || seed.mappedClaims !== undefined,
  };
}

/** A Microsoft service as an application of Microsoft's tenant. */
export function createFirstParty(data: FirstPartyApplication): Application {
  return {
    appId: data.appId,
    name: data.name,
    owner: microsoftTenantId,
    firstParty: true,
    signInAudience: 'AzureADandPersonalMicrosoftAccount',
    identifierUris: [...data.identifierUris],
    requestedAccessTokenVersion: data.version,
    scopes: data.scopes.map(
      ([value, type, displayName]): Scope => ({
        id: stableId('scope', data.appId, value),
        value,
        type,
        displayName,
        description: displayName,
        enabled: true,
      }),
    ),
    appRoles: data.roles.map((value) => ({
      id: stableId('role', data.appId, value),
      value,
      displayName: value,
      allowedMemberTypes: ['Application'],
    })),
    redirectUris: { web: [], spa: [], public: [...(data.redirectUris ?? [])] },
    logoutUrl: undefined,
    isFallbackPublicClient: data.redirectUris !== undefined,
    implicitIdTokens: false,
    implicitAccessTokens: false,
    secrets: [],
    certificates: [],
    federatedIdentityCredentials: [],
    preAuthorizedApplications: [],
    knownClientApplications: [],
    requiredResourceAccess: [],
    optionalClaims: {
      accessToken: [{ name: 'idtyp', essential: false, additionalProperties: [] }],
      idToken: [],
    },
    groupMembershipClaims: 'None',
    mappedClaims: undefined,
    ownSigningKey: false,
  };
}
