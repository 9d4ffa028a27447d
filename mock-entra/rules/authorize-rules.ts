/**
 * Which checks an authorize request meets before anybody signs in, in order. Until the redirect URI is known to be the
 * client's, a failure is shown to the person only; after that the client hears of it.
 */
import { AadstsError } from '../errors/aadsts-error.ts';
import { parseScope } from '../scopes.ts';
import { getOrPost } from './accepted-method.ts';
import {
  knownPrompt,
  knownResponseMode,
  knownResponseType,
  nonceForIdToken,
  readableChallenge,
} from './authorize-parameters.ts';
import { knownClient } from './known-client.ts';
import { resolveTarget } from './known-resource.ts';
import { knownTenant } from './known-tenant.ts';
import { noDuplicatedParameter } from './no-duplicated-parameter.ts';
import { readableClaims } from './readable-claims.ts';
import { readableScope } from './readable-scope.ts';
import { readRedirect, registeredRedirect } from './registered-redirect.ts';
import { resourceParameter } from './resource-parameter.ts';
import type { Rule, Transaction } from './transaction.ts';
import { wellFormedRequest } from './well-formed-request.ts';

/** AADSTS500011, 650053 before sign-in, where the path names the tenant. */
const resourcesExist: Rule = ({ service, tenancy, client, scopes }) => {
  const { tenant } = tenancy.value;
  if (!tenant) return;
  for (const wanted of scopes.value.resources) resolveTarget(service, tenant, client.value, wanted);
};

/** v1.0 requests may do without scope. */
const scopeOrNone: Rule = (transaction) => {
  if (transaction.message.version === 1 && transaction.parameter('scope') === undefined) {
    transaction.scopes.set(parseScope('openid'));
    return;
  }
  return readableScope(transaction);
};

const client = 'client';
const person = 'person';

// biome-ignore format: columns show who hears of a failure
export const authorizeRules: readonly (readonly [rule: Rule, told: 'client' | 'person'])[] = [
  [getOrPost,             person],
  [wellFormedRequest,     person],
  [noDuplicatedParameter, person],
  [knownTenant,           person],
  [knownClient,           person],
  [readRedirect,          person],
  [registeredRedirect,    person],
  [knownResponseType,     client],
  [knownResponseMode,     client],
  [nonceForIdToken,       client],
  [knownPrompt,           client],
  [readableChallenge,     client],
  [scopeOrNone,           client],
  [readableClaims,        client],
  [resourceParameter,     client],
  [resourcesExist,        client],
];

/** A refused authorize request. */
export interface AuthorizeRefusal {
  readonly error: AadstsError;
  /** Whether the client may be told through its redirect URI. */
  readonly told: 'client' | 'person';
}

/**
 * Judges an authorize request.
 * @returns undefined when it is in order.
 */
export async function judgeAuthorizeRequest(transaction: Transaction): Promise<AuthorizeRefusal | undefined> {
  for (const [rule, told] of authorizeRules) {
    try {
      await rule(transaction);
    } catch (error) {
      if (!(error instanceof AadstsError)) throw error;
      const { authorize } = error.switched(transaction.service.switches.errors).entry;
      return { error, told: authorize === 'page' ? person : told };
    }
  }
  return undefined;
}
