import type { DeployedResource } from '../../../bicep/deployment.ts';
import { type ObjectValue, Text, Unknown, type Value } from '../../../bicep/value.ts';
import { list, member } from '../deployment-values.ts';
import { attribute, block, blocks, object, objectOrNone } from './azurerm-body.ts';
import type { DeclaredResource } from './world.ts';

/** Resources of azuread that say something of applications, without their prefix. */
const parts = new Set([
  'app_role_assignment',
  'service_principal',
  'application',
  'application_registration',
  'application_pre_authorized',
  'application_api_access',
  'application_app_role',
  'application_permission_scope',
  'application_redirect_uris',
  'application_identifier_uri',
  'application_federated_identity_credential',
]);

/** Whether a type of Terraform says something of the directory. */
export const isDirectoryType = (type: string): boolean =>
  type === 'azurerm_user_assigned_identity' ||
  (type.startsWith('azuread_') && parts.has(type.slice('azuread_'.length)));

/** What an attribute refers to, where it is nothing else. */
function referenceOf(value: Value | undefined): Unknown['reference'] {
  const only = value instanceof Text && value.parts.length === 1 ? value.parts[0] : value;
  return only instanceof Unknown ? only.reference : undefined;
}

/** The address of the application that an attribute is an id of. */
function applicationOf(value: Value | undefined): string | undefined {
  const reference = referenceOf(value);
  return reference?.type.startsWith('azuread_application') ? reference.of : undefined;
}

/**
 * `azuread_app_role_assignment` as Microsoft Graph sees it. Roles are named by id, or by the value under which the
 * provider lists them.
 * @param applications addresses of applications by those of their service principals
 */
function roleAssignment(
  { body, file, line, address }: DeclaredResource,
  applications: ReadonlyMap<string, string>,
  drafts: ReadonlyMap<string, Draft>,
): DeployedResource {
  const principal = (name: string): Value | undefined => {
    const value = attribute(body, name);
    const reference = referenceOf(value);
    const of = reference?.type === 'azuread_service_principal' ? applications.get(reference.of ?? '') : undefined;
    return of === undefined ? value : new Unknown(of, { type: 'Microsoft.Graph/servicePrincipals', path: ['id'], of });
  };
  const resourceId = principal('resource_object_id');
  const role = attribute(body, 'app_role_id');
  const [listed, value] = referenceOf(role)?.path ?? [];
  const offered = drafts.get(referenceOf(resourceId)?.of ?? '')?.roles ?? [];
  const named = offered.find((each) => member(each, 'value') === value);
  const appRoleId = listed === 'app_role_ids' ? (member(named, 'id') ?? value) : role;
  return {
    type: 'Microsoft.Graph/appRoleAssignedTo',
    names: [address],
    body: object({ appRoleId, principalId: principal('principal_object_id'), resourceId }),
    file,
    line,
    conditional: false,
  };
}

const scope = (from: ObjectValue, id: string): ObjectValue =>
  object({ id: attribute(from, id), value: attribute(from, 'value'), type: attribute(from, 'type') });
const role = (from: ObjectValue, id: string): ObjectValue =>
  object({ id: attribute(from, id), value: attribute(from, 'value') });

/** An application while what other resources add to it is collected. */
interface Draft {
  readonly resource: DeclaredResource;
  readonly scopes: Value[];
  readonly roles: Value[];
  readonly preAuthorized: Value[];
  readonly access: Value[];
  readonly identifierUris: Value[];
  readonly redirectUris: { readonly Web: Value[]; readonly SPA: Value[]; readonly PublicClient: Value[] };
}

function draft(resource: DeclaredResource): Draft {
  const { body } = resource;
  const api = block(body, 'api');
  const uris = (name: string): Value[] => [...list(attribute(block(body, name), 'redirect_uris'))];
  return {
    resource,
    scopes: blocks(api, 'oauth2_permission_scope').map((each) => scope(each, 'id')),
    roles: blocks(body, 'app_role').map((each) => role(each, 'id')),
    preAuthorized: [],
    access: blocks(body, 'required_resource_access').map((each) =>
      object({
        resourceAppId: attribute(each, 'resource_app_id'),
        resourceAccess: blocks(each, 'resource_access').map((one) =>
          object({ id: attribute(one, 'id'), type: attribute(one, 'type') }),
        ),
      }),
    ),
    identifierUris: [...list(attribute(body, 'identifier_uris'))],
    redirectUris: { Web: uris('web'), SPA: uris('single_page_application'), PublicClient: uris('public_client') },
  };
}

/** Adds what a resource beside the application says of it. */
function add({ type, body }: DeclaredResource, to: Draft): void {
  switch (type) {
    case 'azuread_application_pre_authorized':
      to.preAuthorized.push(
        object({
          appId: attribute(body, 'authorized_client_id') ?? attribute(body, 'authorized_app_id'),
          delegatedPermissionIds: attribute(body, 'permission_ids'),
        }),
      );
      break;
    case 'azuread_application_api_access':
      to.access.push(
        object({
          resourceAppId: attribute(body, 'api_client_id'),
          resourceAccess: [
            ...list(attribute(body, 'scope_ids')).map((id) => ({ id, type: 'Scope' })),
            ...list(attribute(body, 'role_ids')).map((id) => ({ id, type: 'Role' })),
          ],
        }),
      );
      break;
    case 'azuread_application_app_role':
      to.roles.push(role(body, 'role_id'));
      break;
    case 'azuread_application_permission_scope':
      to.scopes.push(scope(body, 'scope_id'));
      break;
    case 'azuread_application_identifier_uri':
      to.identifierUris.push(
        ...list(attribute(body, 'identifier_uri')),
        ...textOnly(attribute(body, 'identifier_uri')),
      );
      break;
    case 'azuread_application_redirect_uris': {
      const kind = attribute(body, 'type');
      if (kind === 'Web' || kind === 'SPA' || kind === 'PublicClient')
        to.redirectUris[kind].push(...list(attribute(body, 'redirect_uris')));
      break;
    }
  }
}

const textOnly = (value: Value | undefined): Value[] =>
  typeof value === 'string' || value instanceof Text || value instanceof Unknown ? [value] : [];

function application(from: Draft): DeployedResource {
  const { resource } = from;
  const { body } = resource;
  const version =
    attribute(block(body, 'api'), 'requested_access_token_version') ??
    attribute(body, 'requested_access_token_version');
  const uris = (values: readonly Value[]) => (values.length > 0 ? { redirectUris: [...values] } : undefined);
  return {
    type: 'Microsoft.Graph/applications',
    names: [resource.address],
    body: object({
      displayName: attribute(body, 'display_name'),
      identifierUris: from.identifierUris,
      appRoles: from.roles,
      requiredResourceAccess: from.access,
      web: uris(from.redirectUris.Web),
      spa: uris(from.redirectUris.SPA),
      publicClient: uris(from.redirectUris.PublicClient),
      api: objectOrNone({
        requestedAccessTokenVersion: version,
        oauth2PermissionScopes: from.scopes,
        preAuthorizedApplications: from.preAuthorized,
      }),
    }),
    file: resource.file,
    line: resource.line,
    conditional: false,
  };
}

function federation(resource: DeclaredResource, of: string): DeployedResource {
  const { body, file, line, address } = resource;
  return {
    type: 'Microsoft.Graph/applications/federatedIdentityCredentials',
    names: [of, address],
    body: object({
      issuer: attribute(body, 'issuer'),
      subject: attribute(body, 'subject'),
      audiences: attribute(body, 'audiences'),
    }),
    file,
    line,
    conditional: false,
  };
}

/** Applications and identities that a configuration declares, as Azure Resource Manager and Microsoft Graph see them. */
export function directoryResources(resources: readonly DeclaredResource[]): DeployedResource[] {
  const drafts = new Map<string, Draft>();
  const found: DeployedResource[] = [];
  /** Of service principals. */
  const applications = new Map<string, string>();
  for (const resource of resources) {
    const { type, module } = resource;
    if (module) continue;
    if (type === 'azuread_application' || type === 'azuread_application_registration')
      drafts.set(resource.address, draft(resource));
    else if (type === 'azuread_service_principal') {
      const of = applicationOf(attribute(resource.body, 'client_id') ?? attribute(resource.body, 'application_id'));
      if (of !== undefined) applications.set(resource.address, of);
    } else if (type === 'azurerm_user_assigned_identity') {
      const { address, file, line } = resource;
      const known = 'Microsoft.ManagedIdentity/userAssignedIdentities';
      found.push({ type: known, names: [address], body: {}, file, line, conditional: false });
    }
  }
  for (const resource of resources) {
    const { body } = resource;
    if (resource.type === 'azuread_app_role_assignment') found.push(roleAssignment(resource, applications, drafts));
    const of = applicationOf(attribute(body, 'application_id') ?? attribute(body, 'application_object_id'));
    const to = of === undefined ? undefined : drafts.get(of);
    if (of === undefined || !to) continue;
    if (resource.type === 'azuread_application_federated_identity_credential') found.push(federation(resource, of));
    else add(resource, to);
  }
  return [...[...drafts.values()].map(application), ...found];
}
