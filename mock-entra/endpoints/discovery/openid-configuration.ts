/**
 * OpenID discovery documents, member for member in wire order. What Entra does not say (code_challenge_methods_supported,
 * registration_endpoint, grant_types_supported, …) is left out on purpose: clients must cope.
 */
import { consumersTenantId } from '../../directory/model.ts';
import { AadstsError } from '../../errors/aadsts-error.ts';
import { documentAnswer, errorAnswer } from '../../http/answers.ts';
import type { Message } from '../../http/message.ts';
import type { Origins } from '../../origins.ts';
import { tenancyOf } from '../../rules/known-tenant.ts';
import type { EntraService } from '../../service.ts';

interface Named {
  /** Path segment in every address of the document. */
  readonly segment: string;
  /** Tenant in the issuer: an id, or `{tenantid}` literally. */
  readonly issuerTenant: string;
  readonly region: string | null;
}

function named(service: EntraService, segment: string): Named {
  const tenancy = tenancyOf(service, segment);
  if (tenancy.tenant)
    return { segment: tenancy.tenant.id, issuerTenant: tenancy.tenant.id, region: tenancy.tenant.region };
  if (tenancy.kind === 'consumers') return { segment: 'consumers', issuerTenant: consumersTenantId, region: null };
  return { segment: tenancy.kind, issuerTenant: '{tenantid}', region: null };
}

const host = (origin: string): string => new URL(origin).host;

function v2(origins: Origins, { segment, issuerTenant, region }: Named, suffix: string): Record<string, unknown> {
  const base = `${origins.login}/${segment}`;
  return {
    token_endpoint: `${base}/oauth2/v2.0/token`,
    token_endpoint_auth_methods_supported: ['client_secret_post', 'private_key_jwt', 'client_secret_basic'],
    jwks_uri: `${base}/discovery/v2.0/keys${suffix}`,
    response_modes_supported: ['query', 'fragment', 'form_post'],
    subject_types_supported: ['pairwise'],
    id_token_signing_alg_values_supported: ['RS256'],
    response_types_supported: ['code', 'id_token', 'code id_token', 'id_token token'],
    scopes_supported: ['openid', 'profile', 'email', 'offline_access'],
    issuer: `${origins.login}/${issuerTenant}/v2.0`,
    request_uri_parameter_supported: false,
    userinfo_endpoint: `${origins.graph}/oidc/userinfo`,
    authorization_endpoint: `${base}/oauth2/v2.0/authorize`,
    device_authorization_endpoint: `${base}/oauth2/v2.0/devicecode`,
    http_logout_supported: true,
    frontchannel_logout_supported: true,
    end_session_endpoint: `${base}/oauth2/v2.0/logout`,
    claims_supported: [
      ...[
        'sub',
        'iss',
        'cloud_instance_name',
        'cloud_instance_host_name',
        'cloud_graph_host_name',
        'msgraph_host',
        'aud',
      ],
      ...[
        'exp',
        'iat',
        'auth_time',
        'acr',
        'nonce',
        'preferred_username',
        'name',
        'tid',
        'ver',
        'at_hash',
        'c_hash',
        'email',
      ],
    ],
    kerberos_endpoint: `${base}/kerberos`,
    tenant_region_scope: region,
    cloud_instance_name: 'microsoftonline.com',
    cloud_graph_host_name: 'graph.windows.net',
    msgraph_host: host(origins.graph),
    rbac_url: 'https://pas.windows.net',
  };
}

function v1(origins: Origins, { segment, issuerTenant, region }: Named, suffix: string): Record<string, unknown> {
  const base = `${origins.login}/${segment}`;
  return {
    token_endpoint: `${base}/oauth2/token`,
    token_endpoint_auth_methods_supported: ['client_secret_post', 'private_key_jwt', 'client_secret_basic'],
    jwks_uri: `${origins.login}/${segment === issuerTenant ? segment : 'common'}/discovery/keys${suffix}`,
    response_modes_supported: ['query', 'fragment', 'form_post'],
    subject_types_supported: ['pairwise'],
    id_token_signing_alg_values_supported: ['RS256'],
    response_types_supported: ['code', 'id_token', 'code id_token', 'token id_token', 'token'],
    scopes_supported: ['openid'],
    issuer: `${origins.sts}/${issuerTenant}/`,
    microsoft_multi_refresh_token: true,
    authorization_endpoint: `${base}/oauth2/authorize`,
    device_authorization_endpoint: `${base}/oauth2/devicecode`,
    http_logout_supported: true,
    frontchannel_logout_supported: true,
    end_session_endpoint: `${base}/oauth2/logout`,
    claims_supported: [
      ...[
        'sub',
        'iss',
        'cloud_instance_name',
        'cloud_instance_host_name',
        'cloud_graph_host_name',
        'msgraph_host',
        'aud',
      ],
      ...['exp', 'iat', 'auth_time', 'acr', 'amr', 'nonce', 'email', 'given_name', 'family_name', 'nickname'],
    ],
    check_session_iframe: `${base}/oauth2/checksession`,
    userinfo_endpoint: `${base}/openid/userinfo`,
    kerberos_endpoint: `${base}/kerberos`,
    tenant_region_scope: region,
    cloud_instance_name: 'microsoftonline.com',
    cloud_graph_host_name: 'graph.windows.net',
    msgraph_host: host(origins.graph),
    rbac_url: 'https://pas.windows.net',
  };
}

/** Answers `{tenant}/[v2.0/].well-known/openid-configuration`; an unknown tenant is `invalid_tenant` here. */
export function openidConfiguration(service: EntraService, message: Message): Response {
  const { marks, version, tenantSegment } = message;
  try {
    const appId = message.query.get('appid');
    const suffix = appId ? `?appid=${encodeURIComponent(appId)}` : '';
    const where = named(service, tenantSegment);
    return documentAnswer((version === 2 ? v2 : v1)(service.origins, where, suffix), marks);
  } catch (error) {
    if (!(error instanceof AadstsError)) throw error;
    const shown = error.code === 90002 ? error.renamed('invalid_tenant') : error;
    return errorAnswer(service, shown, marks, version, { 'access-control-allow-origin': '*' });
  }
}
