/** Tokens straight from the authorize endpoint: id_token (hybrid and implicit) and access token (implicit). */

import { grantedScopes } from '../../rules/consent.ts';
import type { EntraService } from '../../service.ts';
import type { AuthorizeRequest } from '../../stores/pending-sign-in.ts';
import { audienceOf, tokenVersion, userTokenClaims } from '../../tokens/access-token-claims.ts';
import { idTokenClaims } from '../../tokens/id-token-claims.ts';
import { lifetimeSeconds } from '../../tokens/lifetime.ts';
import { signAccessToken, signIdToken } from '../../tokens/sign-access-token.ts';
import { responseScope } from '../token/response-scope.ts';
import type { SignedIn } from './step.ts';

/** Parameters that carry the tokens of a response type; empty for `code` alone. */
export async function hybridTokens(
  service: EntraService,
  request: AuthorizeRequest,
  signedIn: SignedIn,
  code: string | undefined,
  graphId: string,
): Promise<[string, string][]> {
  const { tenant, user, client, targets, signIn } = signedIn;
  const { origins } = service;
  const now = service.now();
  const lifetime = lifetimeSeconds(service.switches.userTokenLifetime);
  const parameters: [string, string][] = [];
  let accessToken: string | undefined;
  const graph = service.directory.servicePrincipal(tenant, graphId);
  const target = targets[0] ?? (graph && { resource: graph, identifier: graphId, names: [], isDefault: false });
  if (request.responseTypes.has('token') && target) {
    const { resource } = target;
    const scopes = grantedScopes(service, tenant, client, resource.application, user);
    const claims = userTokenClaims({
      ...{ origins, tenant, user, signIn, now, lifetime, target, scopes },
      client: { appId: client.appId, proof: '0' },
      capabilities: request.claims.capabilities,
    });
    const version = tokenVersion(resource.application);
    accessToken = await signAccessToken(service.keys, tenant, resource.application, version, claims);
    const kind = resource.application.appId === graphId ? 'graph_token' : 'access_token';
    service.issued({
      kind,
      value: accessToken,
      audience: audienceOf(target),
      subject: user.id,
      issuedTo: client.appId,
    });
    parameters.push(
      ['access_token', accessToken],
      ['token_type', 'Bearer'],
      ['expires_in', String(lifetime - 1)],
      ['scope', responseScope(target, scopes, service.switches)],
    );
  }
  if (request.responseTypes.has('id_token')) {
    const claims = idTokenClaims({
      ...{ origins, tenant, client, user, signIn, now, lifetime, code, accessToken },
      version: request.version,
      scopes: request.scopes.oidc,
      nonce: request.nonce,
      implicit: true,
    });
    const token = await signIdToken(service.keys, tenant, client, request.version, claims);
    service.issued({
      kind: 'id_token',
      value: token,
      audience: client.appId,
      subject: user.id,
      issuedTo: client.appId,
    });
    parameters.push(['id_token', token]);
  }
  return parameters;
}
