/** AADSTS900144, 90023: a JWT bearer grant must say that it is used on behalf of. */
import { aadsts } from '../errors/aadsts-error.ts';
import type { Rule } from './transaction.ts';

export const onBehalfOfUse: Rule = (transaction) => {
  const use = transaction.parameter('requested_token_use');
  if (use === undefined) throw aadsts(900144, { parameter: 'requested_token_use' });
  if (use !== 'on_behalf_of') throw aadsts(90023, { parameter: 'requested_token_use' });
};
