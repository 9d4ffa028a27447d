/**
 * Parameters of an authorize request: AADSTS900144/70005/700054 (response_type), 700007/70007 (response_mode), 90014 (nonce
 * for id tokens), 90023 (prompt), 50147/50149 (PKCE).
 */
import { aadsts } from '../errors/aadsts-error.ts';
import type { CodeChallenge } from '../stores/grants.ts';
import type { ResponseMode } from '../stores/pending-sign-in.ts';
import type { Rule, Transaction } from './transaction.ts';

const modes: readonly ResponseMode[] = ['query', 'fragment', 'form_post'];
const prompts = ['login', 'none', 'consent', 'select_account', 'admin_consent', 'create'];

/** Values of response_type. */
export const responseTypes = (transaction: Transaction): ReadonlySet<string> =>
  new Set((transaction.parameter('response_type') ?? '').split(' ').filter((part) => part !== ''));

/** The mode an answer is given in; an unreadable one falls back to the default, so that its error can be told. */
export function responseMode(transaction: Transaction): ResponseMode {
  const types = responseTypes(transaction);
  const standard: ResponseMode = types.has('id_token') || types.has('token') ? 'fragment' : 'query';
  const asked = transaction.parameter('response_mode');
  return modes.find((mode) => mode === asked) ?? standard;
}

/** response_type: AADSTS900144 (missing), 70005 (unknown), 700054 (not enabled for the application). */
export const knownResponseType: Rule = (transaction) => {
  const client = transaction.client.value;
  const types = responseTypes(transaction);
  if (types.size === 0) throw aadsts(900144, { parameter: 'response_type' });
  for (const type of types) {
    if (type !== 'code' && type !== 'id_token' && type !== 'token') throw aadsts(70005, { responseType: type });
  }
  if (types.has('id_token') && !client.implicitIdTokens) throw aadsts(700054, { responseType: 'id_token' });
  if (types.has('token') && !client.implicitAccessTokens) throw aadsts(700054, { responseType: 'token' });
};

/** response_mode: AADSTS700007 (unknown), 70007 (tokens must not travel in the query). */
export const knownResponseMode: Rule = (transaction) => {
  const asked = transaction.parameter('response_mode');
  if (asked !== undefined && !modes.some((mode) => mode === asked)) throw aadsts(700007);
  const types = responseTypes(transaction);
  if (asked === 'query' && (types.has('id_token') || types.has('token'))) throw aadsts(70007, { responseMode: asked });
};

/** AADSTS90014: an id token is asked for without a nonce. */
export const nonceForIdToken: Rule = (transaction) => {
  if (responseTypes(transaction).has('id_token') && transaction.parameter('nonce') === undefined) {
    throw aadsts(90014, { field: 'nonce' });
  }
};

/** AADSTS90023: prompt is none of those that Entra knows. */
export const knownPrompt: Rule = (transaction) => {
  const prompt = transaction.parameter('prompt');
  if (prompt !== undefined && !prompts.includes(prompt)) throw aadsts(90023, { parameter: 'prompt' });
};

/** The PKCE challenge of a request; the method defaults to plain (RFC 7636 4.3). */
export function codeChallenge(transaction: Transaction): CodeChallenge | undefined {
  const value = transaction.parameter('code_challenge');
  if (value === undefined) return undefined;
  return { value, method: transaction.parameter('code_challenge_method') === 'S256' ? 'S256' : 'plain' };
}

/** PKCE: AADSTS50149 (method), 50147 (challenge of another length than RFC 7636 4.2 allows). */
export const readableChallenge: Rule = (transaction) => {
  const method = transaction.parameter('code_challenge_method');
  if (method !== undefined && method !== 'S256' && method !== 'plain') throw aadsts(50149);
  const challenge = codeChallenge(transaction);
  if (challenge && (challenge.value.length < 43 || challenge.value.length > 128)) throw aadsts(50147);
};
