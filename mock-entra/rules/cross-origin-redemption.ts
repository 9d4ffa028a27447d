/** AADSTS9002326, 9002327: a browser may redeem only what was issued to a single-page application, and nobody else may. */
import { aadsts } from '../errors/aadsts-error.ts';
import type { Rule } from './transaction.ts';

export const crossOriginRedemption: Rule = ({ redirect, refreshToken, origin }) => {
  const type = refreshToken.filled ? refreshToken.value.redirectType : redirect.value.type;
  if (type === 'spa' && origin === undefined) throw aadsts(9002327);
  if (type !== 'spa' && origin !== undefined) throw aadsts(9002326, { origin });
};
