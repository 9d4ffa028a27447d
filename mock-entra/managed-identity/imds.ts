/** The instance metadata service of virtual machines: 169.254.169.254, api-version 2018-02-01. */
import { aadsts } from '../errors/aadsts-error.ts';
import { errorBody, type RequestMarks } from '../errors/error-body.ts';
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

const invalid = (description: string): Response =>
  json(400, { error: 'invalid_request', error_description: description });

const versions = new Set(['2018-02-01', '2019-08-01', '2021-02-01']);

/** Answers `GET /metadata/identity/oauth2/token`. Every number is text. */
export async function imdsToken(
  service: EntraService,
  hosts: IdentityHosts,
  tokens: IdentityTokens,
  request: Request,
  parameters: Parameters,
  marks: RequestMarks,
): Promise<Response> {
  // the header keeps blind request forgery out; a proxy's header shows that the request did not start here
  if (request.headers.get('metadata')?.toLowerCase() !== 'true')
    return invalid('Required metadata header not specified');
  if (service.switches.metadataRefusesForwarded && request.headers.has('x-forwarded-for'))
    return invalid('Requests with an X-Forwarded-For header are refused');
  if (request.method !== 'GET') return json(405, { error: 'invalid_request', error_description: 'Method not allowed' });
  if (parameters.malformed || parameters.duplicated !== undefined) return invalid('The request is malformed');
  if (!versions.has(parameters.get('api-version') ?? '')) {
    return invalid("Required query variable 'api-version' is missing or not supported");
  }
  const resource = parameters.get('resource') || undefined;
  if (resource === undefined) return invalid("Required query variable 'resource' is missing");
  const identity = selectIdentity(hosts.imds ?? service.directory.managedIdentities, {
    clientId: parameters.get('client_id') || undefined,
    principalId: parameters.get('object_id') || undefined,
    resourceId: parameters.get('msi_res_id') || parameters.get('mi_res_id') || undefined,
  });
  if (!identity) return invalid('Identity not found');
  const tenant = service.directory.tenants.get(identity.tenantId);
  const target = tenant && service.directory.resource(tenant, resource);
  if (!target) {
    const error = aadsts(500011, { resource, tenant: tenant?.displayName ?? '' });
    const options = {
      version: 2,
      loginOrigin: service.origins.login,
      separator: service.switches.errorSeparator,
    } as const;
    return json(400, errorBody(error.switched(service.switches.errors), marks, options));
  }
  const issued = await tokens.get(identity, target, resource);
  const life = issued.expiresOn - Math.floor(service.now() / 1000);
  return json(200, {
    access_token: issued.token,
    refresh_token: '',
    client_id: identity.clientId,
    expires_in: String(life - 1),
    expires_on: String(issued.expiresOn),
    not_before: String(issued.notBefore),
    resource,
    token_type: 'Bearer',
  });
}
