/** AADSTS50011, 900971: redirect URIs are compared as text, except that a loopback one may name any port. */
import type { Application, RedirectType } from '../directory/model.ts';
import { aadsts } from '../errors/aadsts-error.ts';
import type { Redirect, Rule, Transaction } from './transaction.ts';

/** Longest redirect URI that is looked at. */
const longest = 4096;
const types: readonly RedirectType[] = ['web', 'spa', 'public'];

function parse(uri: string): URL | undefined {
  try {
    return new URL(uri);
  } catch {
    return undefined;
  }
}

/**
 * Whether a requested redirect URI is a registered one. `localhost` and `127.0.0.1` ignore the port (RFC 8252 7.3; the
 * path must match, in the same case); a registered `/` matches a missing path; anything else is compared exactly.
 */
export function redirectMatches(registered: string, requested: string): boolean {
  if (registered === requested) return true;
  const a = parse(registered);
  const b = parse(requested);
  if (!a || !b || b.hash !== '' || b.username !== '' || b.password !== '') return false;
  if (a.protocol !== b.protocol || a.hostname !== b.hostname) return false;
  const samePath = a.pathname === b.pathname && a.search === b.search;
  const loopback = a.hostname === 'localhost' || a.hostname === '127.0.0.1';
  if (loopback && /^https?:$/.test(a.protocol)) return samePath;
  // `https://host` and `https://host/` are the same address
  return samePath && a.host === b.host && a.pathname === '/' && a.search === '';
}

/** The platform a redirect URI is registered for. */
export function redirectType(application: Application, uri: string): RedirectType | undefined {
  if (uri.length > longest || /[\p{Cc}\s]/u.test(uri)) return undefined;
  return types.find((type) => application.redirectUris[type].some((registered) => redirectMatches(registered, uri)));
}

/** Reads redirect_uri without judging it: rules of client authentication need its platform first. */
export const readRedirect: Rule = (transaction: Transaction) => {
  const uri = transaction.parameter('redirect_uri');
  const client = transaction.client.value;
  const found: Redirect = { uri, type: uri === undefined ? undefined : redirectType(client, uri) };
  transaction.redirect.set(found);
};

/** The authorize endpoint: one registered redirect URI may be left out, else it must be a registered one. */
export const registeredRedirect: Rule = (transaction: Transaction) => {
  const client = transaction.client.value;
  const { uri, type } = transaction.redirect.value;
  if (uri === undefined) {
    const all = types.flatMap((each) =>
      client.redirectUris[each].map((registered) => ({ uri: registered, type: each })),
    );
    const [only] = all;
    if (!only || all.length > 1) throw aadsts(900971);
    transaction.redirect.set(only);
  } else if (type === undefined) {
    throw aadsts(50011, { redirectUri: uri, clientId: client.appId });
  }
};
