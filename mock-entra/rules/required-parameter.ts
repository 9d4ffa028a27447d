/** AADSTS900144: a parameter the request can't do without. */
import { aadsts } from '../errors/aadsts-error.ts';
import type { Rule } from './transaction.ts';

/** A rule that demands a parameter. */
export const requiredParameter =
  (parameter: string): Rule =>
  (transaction) => {
    if (transaction.parameter(parameter) === undefined) throw aadsts(900144, { parameter });
  };
