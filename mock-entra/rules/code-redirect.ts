/** AADSTS50011: the redirect URI at redemption must be the one of the authorize request, letter for letter. */
import { aadsts } from '../errors/aadsts-error.ts';
import type { Rule } from './transaction.ts';

export const codeRedirect: Rule = ({ code, redirect, client }) => {
  const { uri } = redirect.value;
  if (uri === code.value.redirectUri) return;
  throw aadsts(50011, { redirectUri: uri ?? '', clientId: client.value.appId });
};
