/** AADSTS900561: a method the endpoint does not take. */
import { aadsts } from '../errors/aadsts-error.ts';
import type { Rule } from './transaction.ts';

const only =
  (...accepted: readonly string[]): Rule =>
  ({ message }) => {
    const received = message.request.method;
    if (!accepted.includes(received)) throw aadsts(900561, { accepted: accepted.join(', '), received });
  };

/** AADSTS900561 for methods other than POST. */
export const postOnly = only('POST');
/** AADSTS900561 for methods other than GET and POST. */
export const getOrPost = only('GET', 'POST');
