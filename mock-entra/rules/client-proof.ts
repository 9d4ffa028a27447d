/**
 * Client authentication: which kind of client this is, whether a credential is due, and whether the one presented holds.
 * AADSTS7000218 (none, but due), 700025 (one, but the client is public), 9002326 (one, from a browser).
 */
import type { RedirectType } from '../directory/model.ts';
import { aadsts } from '../errors/aadsts-error.ts';
import { basicCredentials } from '../http/basic-credentials.ts';
import { assertionProof } from './client-assertion.ts';
import { secretProof } from './client-secret.ts';
import type { Rule, Transaction } from './transaction.ts';

/** The platform a grant was given to: of the redirect URI for codes, inherited by refresh tokens. */
function platform(transaction: Transaction): RedirectType | undefined {
  if (transaction.refreshToken.filled) {
    const { redirectType } = transaction.refreshToken.value;
    if (redirectType !== undefined) return redirectType;
    return transaction.client.value.isFallbackPublicClient ? 'public' : 'web';
  }
  if (transaction.redirect.filled) return transaction.redirect.value.type;
  return undefined;
}

async function prove(transaction: Transaction, isPublic: boolean): Promise<void> {
  const secret = transaction.parameter('client_secret');
  const assertion = transaction.parameter('client_assertion');
  const basic = basicCredentials(transaction.message.request.headers.get('authorization'));
  const presented = secret !== undefined || assertion !== undefined || (basic !== undefined && basic.secret !== '');
  if (isPublic) {
    if (presented) throw aadsts(700025);
    transaction.proof.set('0');
    return;
  }
  if (!presented) throw aadsts(7000218);
  if (transaction.origin !== undefined) throw aadsts(9002326, { origin: transaction.origin });
  if (assertion !== undefined) await assertionProof(transaction, assertion);
  else secretProof(transaction, secret ?? basic?.secret ?? '');
  transaction.proof.set(assertion === undefined ? '1' : '2');
}

/** Codes and refresh tokens: the platform decides whether the client is public. */
export const platformClientProof: Rule = (transaction) => {
  const type = platform(transaction);
  return prove(transaction, type === 'public' || type === 'spa');
};

/** App-only and on-behalf-of grants: always confidential. */
export const confidentialClientProof: Rule = (transaction) => prove(transaction, false);

/** Device code and password grants: public when the application allows public client flows. */
export const fallbackClientProof: Rule = (transaction) =>
  prove(transaction, transaction.client.value.isFallbackPublicClient);
