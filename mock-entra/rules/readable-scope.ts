/** AADSTS70011, 900144: `scope` (v2.0) is missing or can't be read. */
import { aadsts } from '../errors/aadsts-error.ts';
import { parseScope, ScopeSyntaxError } from '../scopes.ts';
import type { Rule, Transaction } from './transaction.ts';

/** Longest scope parameter that is read. */
const longest = 20_000;

/** The scope that applies: of the request, else of the grant it redeems. */
function effective(transaction: Transaction): string | undefined {
  const sent = transaction.parameter('scope');
  if (sent !== undefined) return sent;
  if (transaction.code.filled) return transaction.code.value.scope;
  if (transaction.refreshToken.filled) return transaction.refreshToken.value.scope;
  if (transaction.deviceCode.filled) return transaction.deviceCode.value.scope;
  return undefined;
}

export const readableScope: Rule = (transaction) => {
  const text = effective(transaction);
  if (text === undefined || text.trim() === '') {
    if (transaction.message.version === 1) {
      transaction.scopes.set(parseScope(''));
      return;
    }
    throw aadsts(900144, { parameter: 'scope' });
  }
  if (text.length > longest) throw aadsts(70011, { scope: text });
  try {
    transaction.scopes.set(parseScope(text));
  } catch (error) {
    if (error instanceof ScopeSyntaxError) throw aadsts(70011, { scope: error.scope });
    throw error;
  }
};
