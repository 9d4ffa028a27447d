import type { IncomingMessage } from 'node:http';
import type { RefusalAnswer } from '../http/refusal-answer.ts';
import type { AccessToken } from '../validation/access-token.ts';

/** A request whose caller's token was looked for. */
export interface OpenedRequest {
  /**
   * The validated token.
   * @throws TokenRefusal @throws SigningKeysUnavailable
   */
  readonly user: () => Promise<AccessToken>;
  /** The parsed body without any credential, when the source had to read it. */
  readonly body?: unknown;
}

/**
 * Where callers put their token. A server has exactly one source; what the other would read is never looked at, so a
 * gateway's session token in the header can't be taken for a user's, nor an argument that a client made up.
 */
export interface TokenSource {
  /**
   * Looks for the token of a request.
   * @returns an answer instead, when the request can't be served at all
   * @throws TokenRefusal @throws SigningKeysUnavailable when the source decides before MCP does
   */
  open(request: IncomingMessage): Promise<OpenedRequest | { readonly answer: RefusalAnswer }>;
}
