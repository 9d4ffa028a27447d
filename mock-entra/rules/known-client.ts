/** AADSTS900144, 700016, 7000229, 50194: the client is not named, not known here, or not made for this kind of tenant. */
import type { Application, Tenant } from '../directory/model.ts';
import { aadsts } from '../errors/aadsts-error.ts';
import { basicCredentials } from '../http/basic-credentials.ts';
import type { Rule, Transaction } from './transaction.ts';

/** Whether an application may sign users in from more than its own tenant. */
const multiTenant = (application: Application): boolean =>
  application.firstParty || application.signInAudience !== 'AzureADMyOrg';

/** Client id of a request: in the parameters, or the user name of Basic authentication. */
function claimedClientId(transaction: Transaction): string {
  const named = transaction.parameter('client_id');
  if (named !== undefined) return named;
  const basic = basicCredentials(transaction.message.request.headers.get('authorization'));
  if (basic) return basic.clientId;
  throw aadsts(900144, { parameter: 'client_id' });
}

function notFound(clientId: string, tenant: Tenant | undefined, segment: string): never {
  throw aadsts(700016, { clientId, tenant: tenant?.displayName ?? segment });
}

export const knownClient: Rule = (transaction) => {
  const { service, message, tenancy } = transaction;
  const clientId = claimedClientId(transaction);
  transaction.clientId.set(clientId);
  const { tenant, kind } = tenancy.value;
  const application = service.directory.applications.get(clientId.toLowerCase());
  if (!application) return notFound(clientId, tenant, message.tenantSegment);
  if (tenant) {
    if (!service.directory.servicePrincipal(tenant, application.appId) && !multiTenant(application)) {
      return notFound(clientId, tenant, message.tenantSegment);
    }
  } else if (!multiTenant(application)) {
    throw aadsts(50194, { clientId: application.appId, name: application.name });
  } else if (kind === 'consumers' && application.signInAudience === 'AzureADMultipleOrgs') {
    return notFound(clientId, undefined, 'Microsoft Accounts');
  }
  transaction.client.set(application);
};

/** App-only tokens need the client's own presence in the tenant; nobody is there to consent. */
export const installedClient: Rule = ({ service, client, tenant }) => {
  const principal = service.directory.servicePrincipal(tenant.value, client.value.appId);
  if (!principal) throw aadsts(7000229, { clientId: client.value.appId, tenantId: tenant.value.id });
  if (!principal.accountEnabled) throw aadsts(7000112, { clientId: client.value.appId, name: client.value.name });
};
