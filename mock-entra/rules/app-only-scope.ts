/** AADSTS1002012, 70011: app-only tokens are asked for as one `{resource}/.default`. */
import { aadsts } from '../errors/aadsts-error.ts';
import type { Rule } from './transaction.ts';

export const appOnlyScope: Rule = ({ scopes, message }) => {
  if (message.version === 1) return;
  const { resources, oidc, text } = scopes.value;
  const [only] = resources;
  if (resources.length > 1) throw aadsts(70011, { scope: text });
  if (!only?.isDefault || oidc.size > 0) throw aadsts(1002012, { scope: text });
};
