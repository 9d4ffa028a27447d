/** AADSTS28000: a token is for one resource. (An authorize request may name several, for consent.) */
import { aadsts } from '../errors/aadsts-error.ts';
import type { Rule } from './transaction.ts';

export const singleResource: Rule = ({ scopes, parameters }) => {
  const { resources, text } = scopes.value;
  if (resources.length <= 1) return;
  // a redemption that names no scope gets the first resource of the authorize request
  if (!parameters.get('scope')) return;
  throw aadsts(28000, { scope: text });
};
