/** AADSTS9000411: a parameter sent twice. */
import { aadsts } from '../errors/aadsts-error.ts';
import type { Rule } from './transaction.ts';

export const noDuplicatedParameter: Rule = ({ parameters }) => {
  if (parameters.duplicated !== undefined) throw aadsts(9000411, { parameter: parameters.duplicated });
};
