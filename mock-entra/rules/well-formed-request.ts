/** AADSTS9002313, 90015: a request whose query or body can't be decoded, or is too long. */
import { aadsts } from '../errors/aadsts-error.ts';
import { longestQuery } from '../http/parameters.ts';
import type { Rule } from './transaction.ts';

export const wellFormedRequest: Rule = ({ message }) => {
  if (message.url.search.length > longestQuery) throw aadsts(90015);
  if (message.parameters.malformed) throw aadsts(9002313);
};
