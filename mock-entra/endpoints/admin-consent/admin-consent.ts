/** The admin consent endpoint: an administrator grants everything that a registration lists, for everybody. */
import { AadstsError, aadsts } from '../../errors/aadsts-error.ts';
import type { Message } from '../../http/message.ts';
import { errorPage } from '../../pages/outcome-pages.ts';
import { getOrPost } from '../../rules/accepted-method.ts';
import { knownClient } from '../../rules/known-client.ts';
import { knownTenant } from '../../rules/known-tenant.ts';
import { noDuplicatedParameter } from '../../rules/no-duplicated-parameter.ts';
import { readRedirect } from '../../rules/registered-redirect.ts';
import { type Rule, Transaction } from '../../rules/transaction.ts';
import { wellFormedRequest } from '../../rules/well-formed-request.ts';
import type { EntraService } from '../../service.ts';
import { beginSignIn } from '../sign-in/begin-sign-in.ts';

/** A redirect URI may be left out; one that is given must be registered. */
const redirectIfGiven: Rule = ({ redirect, client }) => {
  const { uri, type } = redirect.value;
  if (uri !== undefined && type === undefined) throw aadsts(50011, { redirectUri: uri, clientId: client.value.appId });
};

const rules: readonly Rule[] = [
  getOrPost,
  wellFormedRequest,
  noDuplicatedParameter,
  knownTenant,
  knownClient,
  readRedirect,
  redirectIfGiven,
];

/** Answers `{tenant}/adminconsent` and `{tenant}/v2.0/adminconsent`. */
export async function adminConsent(service: EntraService, message: Message): Promise<Response> {
  const transaction = new Transaction(service, message);
  try {
    for (const rule of rules) await rule(transaction);
  } catch (error) {
    if (!(error instanceof AadstsError)) throw error;
    return errorPage(service, error, message.marks);
  }
  return beginSignIn(service, message, {
    kind: 'adminConsent',
    clientId: transaction.client.value.appId,
    tenantSegment: message.tenantSegment,
    redirectUri: transaction.redirect.value.uri,
    state: message.parameters.get('state'),
    scope: transaction.parameter('scope'),
  });
}
