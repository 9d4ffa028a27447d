/** AADSTS90009: an application that is its own resource must name itself by GUID when it refreshes. */
import { isGuid } from '../directory/stable-id.ts';
import { aadsts } from '../errors/aadsts-error.ts';
import type { Rule } from './transaction.ts';

export const selfToken: Rule = ({ target, client }) => {
  const { resource, identifier } = target.value;
  const { appId, name } = client.value;
  if (resource.application.appId === appId && !isGuid(identifier)) throw aadsts(90009, { clientId: appId, name });
};
