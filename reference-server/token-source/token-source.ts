import type { IncomingMessage } from 'node:http';
import type { Caller } from '../caller/caller.ts';
import type { RefusalAnswer } from '../http/refusal-answer.ts';

/** A request whose caller's token was looked for. */
export interface OpenedRequest {
  /**
   * Who calls.
   * @throws TokenRefusal @throws SigningKeysUnavailable
   */
  readonly caller: () => Promise<Caller>;
  /** Who sent it, where that is not said as who calls is; undefined: nobody says. `caller` unless given. */
  readonly sender?: () => Promise<Caller | undefined>;
  /** The parsed body without any credential, when the source had to read it. */
  readonly body?: unknown;
}

/**
 * Where callers put their token. A server has exactly one source; what the others would read is never looked at, so a
 * gateway's session token in the header can't be taken for a user's, nor an argument that a client made up.
 */
export interface TokenSource {
  /**
   * Whether requests of every kind and method carry this credential. If not, the HTTP endpoints don't exist, and a
   * session is of whoever's token comes first in one of its messages.
   */
  readonly onEveryRequest: boolean;
  /**
   * Looks for the token of a request.
   * @param options.anonymously whether a request without any credential may go on; a bad one may not
   * @returns an answer instead, when the request can't be served at all
   * @throws TokenRefusal @throws SigningKeysUnavailable when the source decides before what is asked for does
   */
  open(
    request: IncomingMessage,
    options: { readonly anonymously: boolean },
  ): Promise<OpenedRequest | { readonly answer: RefusalAnswer }>;
}
