/** The end of admin consent: the grants and app roles are recorded, and the caller hears `admin_consent=True`. */
import type { Application, ServicePrincipal, Tenant } from '../../directory/model.ts';
import { aadsts } from '../../errors/aadsts-error.ts';
import { html } from '../../pages/html.ts';
import { page } from '../../pages/layout.ts';
import { messagePage } from '../../pages/outcome-pages.ts';
import type { EntraService } from '../../service.ts';
import type { Purpose } from '../../stores/pending-sign-in.ts';
import { answerClient } from '../authorize/authorize-answer.ts';
import { refuse } from '../sign-in/refuse.ts';
import { signInLife } from '../sign-in/sign-in-life.ts';
import type { SignedIn, Step } from '../sign-in/step.ts';

type AdminPurpose = Extract<Purpose, { kind: 'adminConsent' }>;

interface Listed {
  readonly resource: ServicePrincipal;
  readonly scopes: readonly string[];
  readonly roles: readonly string[];
}

function listed(service: EntraService, tenant: Tenant, client: Application): readonly Listed[] {
  return client.requiredResourceAccess.flatMap((access) => {
    const application = service.directory.application(access.resource, client.owner);
    const resource = application && service.directory.servicePrincipal(tenant, application.appId);
    return resource ? [{ resource, scopes: access.scopes, roles: access.roles }] : [];
  });
}

/** Grants everything a registration lists, for every user of a tenant, and assigns its app roles. */
export function grantEverything(service: EntraService, tenant: Tenant, client: Application): void {
  const principal = service.directory.install(tenant, client);
  for (const { resource, scopes, roles } of listed(service, tenant, client)) {
    const { application } = resource;
    if (scopes.length > 0) service.directory.grants.add(tenant.id, client.appId, application.appId, scopes);
    for (const role of roles) {
      const assigned = tenant.roleAssignments.some(
        (each) => each.principal === principal.id && each.resource === application.appId && each.role === role,
      );
      if (!assigned) tenant.roleAssignments.push({ principal: principal.id, resource: application.appId, role });
    }
  }
}

/** Asks the signed-in administrator, or carries out what was decided. */
export function finishAdminConsent(step: Step, purpose: AdminPurpose, signedIn: SignedIn): Response {
  const { service, pending, marks, cookies, ctx } = step;
  const { tenant, user, client } = signedIn;
  if (!user.administrator) return refuse(step, aadsts(90094, { tenant: tenant.displayName, name: client.name }));
  const { decision } = pending;
  if (decision === undefined) {
    service.pending.set(ctx, pending, signInLife);
    return page({
      title: 'Permissions requested for your organization',
      marks,
      cookies,
      body: html`<p>${user.userPrincipalName}: <strong>${client.name}</strong> would like, for everybody in ${tenant.displayName}:</p>
<form method="post" action="/common/Consent/Set">
<input type="hidden" name="ctx" value="${ctx}">
<dl>
${listed(service, tenant, client).map(({ resource, scopes, roles }) => html`<dt>${resource.application.name}</dt><dd>${[...scopes, ...roles].join(', ')}</dd>`)}
</dl>
<div class="actions">
<button class="primary" type="submit" name="decision" value="accept">Accept</button>
<button type="submit" name="decision" value="cancel">Cancel</button>
</div>
</form>`,
    });
  }
  const { redirectUri, state } = purpose;
  const answer = (parameters: readonly (readonly [string, string])[]): Response =>
    redirectUri === undefined
      ? messagePage('Done', 'You may close this window.', marks, cookies)
      : answerClient({ redirectUri, responseMode: 'query', state }, parameters, marks, cookies);
  if (decision === 'cancelled') {
    return answer([
      ['error', 'permission_denied'],
      ['error_description', 'The admin canceled the request'],
    ]);
  }
  grantEverything(service, tenant, client);
  return answer([
    ['tenant', tenant.id],
    ['admin_consent', 'True'],
  ]);
}
