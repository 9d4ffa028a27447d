import { AsyncLocalStorage } from 'node:async_hooks';
import type { Caller } from '../caller/caller.ts';
import type { ClaimsChallenge } from '../on-behalf-of/exchange-error.ts';

/** What belongs to one HTTP request: its caller, and what the answer must become. */
export interface RequestContext {
  /** Id of the request in the log. */
  readonly id: string;
  /**
   * Who calls, by a validated token.
   * @throws TokenRefusal @throws SigningKeysUnavailable
   */
  readonly caller: () => Promise<Caller>;
  /** Who sent the request, whatever it asks for; undefined where it does not say. @throws as `caller` does */
  readonly sender: () => Promise<Caller | undefined>;
  /** Set by a tool when only a new sign-in helps: the answer becomes a 401 if none of it was sent yet. */
  challenge?: ClaimsChallenge;
}

const storage = new AsyncLocalStorage<RequestContext>();

/** Runs `work`, and all it starts, as part of a request. */
export const withRequest = <Result>(context: RequestContext, work: () => Result): Result => storage.run(context, work);

/**
 * The request being served. A context per request instead of state in the server: a token must not outlive or leave the
 * request that brought it.
 * @throws Error outside a request
 */
export function currentRequest(): RequestContext {
  const context = storage.getStore();
  if (!context) throw new Error('no request is being served');
  return context;
}
