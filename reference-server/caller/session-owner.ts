import { createHash } from 'node:crypto';
import type { Caller } from './caller.ts';

const digest = (...parts: readonly string[]): string =>
  createHash('sha256').update(JSON.stringify(parts)).digest('base64url');

/**
 * Whom a session belongs to: only requests of the same owner may use it. A user stays the same across renewed tokens
 * (`sub` is pairwise for this server's application) as long as the client is the same; a token for Graph is opaque, so a
 * session under it ends with it.
 * @returns a digest, so that a table of sessions holds no names and no tokens
 */
export function sessionOwner(caller: Caller): string {
  switch (caller.kind) {
    case 'anonymous':
      return 'anonymous';
    case 'application':
      return digest('application', caller.clientId);
    case 'user':
      return digest('user', caller.token.subject, caller.token.clientId);
    case 'exchanged':
      return digest('exchanged', caller.graphToken);
  }
}
