import type { DeployedResource } from '../../bicep/deployment.ts';
import { knownText, Text, Unknown, type Value } from '../../bicep/value.ts';
import { type DeploymentValues, directoryReference, list, member } from './deployment-values.ts';
import { displayPath } from './display-path.ts';

/** A delegated permission that an application offers. */
export interface DeployedScope {
  readonly id?: string;
  readonly value: string;
  readonly type?: 'User' | 'Admin';
}

/** Who may sign in as an application without a secret. */
export interface DeployedFederation {
  readonly name: string;
  /** Key of the managed identity whose tokens are accepted; else issuer and subject say whose. */
  readonly identity?: string;
  readonly issuer?: string;
  readonly subject?: string;
  readonly audience?: string;
}

/** An application registration. Texts may hold `{{name}}` references to named values. */
export interface DeployedApplication {
  /** Its name in the deployment: what references of named values mean. */
  readonly key: string;
  readonly displayName: string;
  readonly identifierUris: readonly string[];
  readonly redirectUris: {
    readonly web: readonly string[];
    readonly spa: readonly string[];
    readonly public: readonly string[];
  };
  readonly scopes: readonly DeployedScope[];
  readonly appRoles: readonly { readonly id?: string; readonly value: string }[];
  readonly tokenVersion?: 1 | 2;
  /** Claims that its access tokens carry on request, such as `idtyp`. */
  readonly optionalClaims?: readonly string[];
  /** Permissions it asks for, by resource: ids of scopes. */
  readonly requires: readonly { readonly resource: string; readonly ids: readonly string[] }[];
  readonly preAuthorized: readonly { readonly application: string; readonly scopeIds: readonly string[] }[];
  readonly federations: readonly DeployedFederation[];
  readonly file: string;
  readonly line: number;
}

/**
 * What an administrator allows for everybody: that an application calls another on behalf of people (`scopes`), or in its
 * own name (`roleId`). Applications by key, or by client id where the deployment does not declare them.
 */
export interface DeployedGrant {
  readonly client: string;
  readonly resource: string;
  readonly scopes: readonly string[];
  readonly roleId?: string;
}

/** An app role that an application, or a managed identity, has. */
export interface DeployedRoleAssignment {
  /** Key of the application that offers it. */
  readonly resource: string;
  /** Its id, or its value. */
  readonly role: string;
  readonly principal: { readonly kind: 'application' | 'identity'; readonly of: string };
}

/** The part of a directory that a deployment declares. */
export interface DeployedDirectory {
  readonly grants?: readonly DeployedGrant[];
  readonly applications: readonly DeployedApplication[];
  /** Managed identities by key: their names. */
  readonly identities: readonly { readonly key: string; readonly file: string; readonly line: number }[];
  readonly roleAssignments: readonly DeployedRoleAssignment[];
}

const types = {
  application: 'microsoft.graph/applications',
  federation: 'microsoft.graph/applications/federatedidentitycredentials',
  grant: 'microsoft.graph/oauth2permissiongrants',
  assignment: 'microsoft.graph/approleassignedto',
  identity: 'microsoft.managedidentity/userassignedidentities',
};

/** Whether a resource type is one that says something of the directory. */
export function isDirectoryResource(type: string): boolean {
  return Object.values(types).includes(type.toLowerCase());
}

/** What resources of Azure Resource Manager and the Microsoft Graph extension declare of the directory. */
export function deployedDirectory(resources: readonly DeployedResource[], values: DeploymentValues): DeployedDirectory {
  const of = (type: string): DeployedResource[] => resources.filter((resource) => resource.type.toLowerCase() === type);
  const federations = of(types.federation);
  const grants = [
    ...of(types.grant)
      .filter(({ body }) => knownText(body.consentType) === 'AllPrincipals')
      .flatMap(({ body }) => grant(body.clientId, body.resourceId, { scopes: wordsOf(body.scope) })),
    ...of(types.assignment).flatMap(({ body }) => {
      const roleId = knownText(body.appRoleId);
      return roleId === undefined ? [] : grant(body.principalId, body.resourceId, { scopes: [], roleId });
    }),
  ];
  return {
    ...(grants.length > 0 ? { grants } : {}),
    applications: of(types.application).map((resource) => application(resource, federations, values)),
    identities: of(types.identity).map(({ names, file, line }) => ({
      key: names.join('/'),
      file: displayPath(file),
      line,
    })),
    roleAssignments: of(types.assignment).flatMap(roleAssignment),
  };
}

const wordsOf = (value: Value | undefined): string[] =>
  (knownText(value) ?? '').split(/\s+/).filter((word) => word !== '');

/** The application of a service principal whose object id this is. */
function principalOf(value: Value | undefined): string | undefined {
  const { type = '', of, path = [] } = only(value)?.reference ?? {};
  return /^microsoft\.graph\/serviceprincipals$/i.test(type) && path.join('.') === 'id' ? of : undefined;
}

function grant(
  from: Value | undefined,
  to: Value | undefined,
  what: Pick<DeployedGrant, 'scopes' | 'roleId'>,
): DeployedGrant[] {
  const [client, resource] = [principalOf(from), principalOf(to)];
  return client === undefined || resource === undefined ? [] : [{ client, resource, ...what }];
}

/** What a value refers to, where it is nothing else. */
function only(value: Value | undefined): Unknown | undefined {
  const single = value instanceof Text && value.parts.length === 1 ? value.parts[0] : value;
  return single instanceof Unknown ? single : undefined;
}

/** A role assignment between what the deployment declares; none where that can't be told. */
function roleAssignment({ body }: DeployedResource): DeployedRoleAssignment[] {
  const whose = (value: Value | undefined): DeployedRoleAssignment['principal'] | undefined => {
    const of = principalOf(value);
    if (of !== undefined) return { kind: 'application', of };
    const unknown = only(value);
    return unknown && directoryReference(unknown);
  };
  const principal = whose(body.principalId);
  const resource = whose(body.resourceId);
  const role = knownText(body.appRoleId);
  if (!principal || resource?.kind !== 'application' || role === undefined) return [];
  return [{ resource: resource.of, role, principal: { kind: principal.kind, of: principal.of } }];
}

function application(
  resource: DeployedResource,
  federations: readonly DeployedResource[],
  values: DeploymentValues,
): DeployedApplication {
  const { body } = resource;
  const key = resource.names.join('/');
  const texts = (...path: string[]): string[] =>
    list(member(body, ...path)).flatMap((each) => values.text(each, resource) ?? []);
  const version = member(body, 'api', 'requestedAccessTokenVersion');
  const claims = list(member(body, 'optionalClaims', 'accessToken')).flatMap(
    (claim) => knownText(member(claim, 'name')) ?? [],
  );
  return {
    key,
    displayName: knownText(body.displayName) ?? knownText(body.uniqueName) ?? key,
    identifierUris: texts('identifierUris'),
    redirectUris: {
      web: texts('web', 'redirectUris'),
      spa: texts('spa', 'redirectUris'),
      public: texts('publicClient', 'redirectUris'),
    },
    scopes: list(member(body, 'api', 'oauth2PermissionScopes')).flatMap((scope): DeployedScope[] => {
      const value = knownText(member(scope, 'value'));
      const id = knownText(member(scope, 'id'));
      const type = knownText(member(scope, 'type'));
      if (value === undefined) return [];
      return [{ value, ...(id === undefined ? {} : { id }), ...(type === 'Admin' || type === 'User' ? { type } : {}) }];
    }),
    appRoles: list(member(body, 'appRoles')).flatMap((role) => {
      const value = knownText(member(role, 'value'));
      const id = knownText(member(role, 'id'));
      return value === undefined ? [] : [{ value, ...(id === undefined ? {} : { id }) }];
    }),
    ...(version === 1 || version === 2 ? { tokenVersion: version } : {}),
    ...(claims.length > 0 ? { optionalClaims: claims } : {}),
    requires: list(member(body, 'requiredResourceAccess')).flatMap((access) => {
      const target = values.text(member(access, 'resourceAppId'), resource);
      const ids = list(member(access, 'resourceAccess')).flatMap((each) => knownText(member(each, 'id')) ?? []);
      return target === undefined ? [] : [{ resource: target, ids }];
    }),
    preAuthorized: list(member(body, 'api', 'preAuthorizedApplications')).flatMap((each) => {
      const appId = values.text(member(each, 'appId'), resource);
      const ids = [...list(member(each, 'delegatedPermissionIds')), ...list(member(each, 'permissionIds'))];
      return appId === undefined ? [] : [{ application: appId, scopeIds: ids.flatMap((id) => knownText(id) ?? []) }];
    }),
    federations: federations
      .filter(({ names }) => names.slice(0, -1).join('/') === key || names.join('/').startsWith(`${key}/`))
      .map((credential) => federation(credential, values)),
    file: displayPath(resource.file),
    line: resource.line,
  };
}

function federation(resource: DeployedResource, values: DeploymentValues): DeployedFederation {
  const { body } = resource;
  const { subject } = body;
  const whose = only(subject);
  const identity = whose && directoryReference(whose);
  const issuer = values.text(body.issuer, resource);
  const audience = knownText(list(body.audiences)[0]);
  const name = (resource.names.at(-1) ?? 'credential').split('/').at(-1) ?? 'credential';
  const text = identity ? undefined : values.text(subject, resource);
  return {
    name,
    ...(identity ? { identity: identity.of } : {}),
    ...(issuer === undefined ? {} : { issuer }),
    ...(text === undefined ? {} : { subject: text }),
    ...(audience === undefined ? {} : { audience }),
  };
}
