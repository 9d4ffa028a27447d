/** The identity endpoint of App Service and Functions, api-version 2019-08-01. */
import { aadsts } from '../errors/aadsts-error.ts';
import type { RequestMarks } from '../errors/error-body.ts';
import type { Parameters } from '../http/parameters.ts';
import { plainAnswer } from '../http/plain-answer.ts';
import type { EntraService } from '../service.ts';
import { type IdentityHosts, selectIdentity } from './hosts.ts';
import type { IdentityTokens } from './identity-token.ts';

const json = (status: number, body: unknown): Response =>
  plainAnswer({
    text: JSON.stringify(body),
    status,
    headers: { 'content-type': 'application/json; charset=utf-8' },
  });

const failure = (statusCode: number, message: string, marks: RequestMarks): Response =>
  json(statusCode, { statusCode, message, correlationId: marks.correlationId });

/** Answers `GET /msi/token`. Numbers are text; there is no expires_in. */
export async function appServiceToken(
  service: EntraService,
  hosts: IdentityHosts,
  tokens: IdentityTokens,
  request: Request,
  parameters: Parameters,
  marks: RequestMarks,
): Promise<Response> {
  const header = request.headers.get('x-identity-header');
  const host = header === null ? undefined : hosts.find(header);
  if (!host)
    return failure(service.switches.identityHeaderStatus, 'The X-IDENTITY-HEADER header is missing or wrong.', marks);
  if (request.method !== 'GET') return failure(405, 'The method is not allowed.', marks);
  if (parameters.malformed || parameters.duplicated !== undefined) {
    return failure(400, 'The request is malformed.', marks);
  }
  if (parameters.get('api-version') !== '2019-08-01')
    return failure(400, 'The api-version is missing or not supported.', marks);
  const resource = parameters.get('resource') || undefined;
  if (resource === undefined) return failure(400, 'The resource parameter is missing.', marks);
  const identity = selectIdentity(host.identities, {
    clientId: parameters.get('client_id') || undefined,
    principalId: parameters.get('principal_id') || parameters.get('object_id') || undefined,
    resourceId: parameters.get('mi_res_id') || undefined,
  });
  if (!identity) {
    const message =
      'No User Assigned or Delegated Managed Identity found for specified ClientId/ResourceId/PrincipalId.';
    return failure(400, message, marks);
  }
  const tenant = service.directory.tenants.get(identity.tenantId);
  const target = tenant && service.directory.resource(tenant, resource);
  if (!target) {
    const error = aadsts(500011, { resource, tenant: tenant?.displayName ?? '' });
    return failure(400, error.message, marks);
  }
  const issued = await tokens.get(identity, target, resource);
  return json(200, {
    access_token: issued.token,
    expires_on: String(issued.expiresOn),
    resource,
    token_type: 'Bearer',
    client_id: identity.clientId,
  });
}
