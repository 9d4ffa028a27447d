/**
 * The credential manager behind get-authorization-context: connections whose tokens come from an authorization server,
 * over HTTP and through the egress map. Tokens are kept until shortly before they expire, and refreshed then.
 */
import type { AuthorizationProvider, AuthorizationToken, HttpClient } from '../policies/services.ts';

/** A connection of a credential provider. */
export interface Connection {
  readonly providerId: string;
  readonly authorizationId: string;
  /** The authorization server's token endpoint. */
  readonly tokenUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly scopes?: readonly string[];
  /** What a user's consent left behind; without it the connection uses client credentials. */
  readonly refreshToken?: string;
  /** Object ids that may use the connection with `identity-type="jwt"`; nobody when left out. */
  readonly objectIds?: readonly string[];
  /** The tenant of those object ids; any when left out. */
  readonly tenantId?: string;
}

const margin = 60_000;
const timeoutMs = 30_000;
const largest = 256 * 1024;

interface Held {
  readonly token: AuthorizationToken;
  /** Milliseconds since the Unix epoch. */
  readonly expiresAt: number;
}

/** Who a token, which the policy has verified, says its bearer is; a connection's access policies are by it. */
function bearerOf(token: string | undefined): { readonly oid?: unknown; readonly tid?: unknown } {
  try {
    const claims: unknown = JSON.parse(Buffer.from(token?.split('.')[1] ?? '', 'base64url').toString('utf8'));
    return typeof claims === 'object' && claims !== null ? claims : {};
  } catch {
    return {};
  }
}

/** Whether a connection's access policies are for the bearer of `token`. */
function opens({ objectIds = [], tenantId }: Connection, token: string | undefined): boolean {
  const { oid, tid } = bearerOf(token);
  return typeof oid === 'string' && objectIds.includes(oid) && (tenantId === undefined || tenantId === tid);
}

/** Connections of the credential manager, with the tokens they got; each is kept until it ends. */
export class CredentialManager implements AuthorizationProvider {
  readonly #connections: ReadonlyMap<string, Connection>;
  readonly #client: HttpClient;
  readonly #now: () => number;
  readonly #onToken: (token: string, connection: Connection) => void;
  readonly #held = new Map<Connection, Promise<Held>>();
  readonly #refreshTokens = new Map<Connection, string>();

  /** @param onToken told every token when it is fetched, refresh tokens too */
  constructor(
    connections: readonly Connection[],
    client: HttpClient,
    now: () => number,
    onToken: (token: string, connection: Connection) => void,
  ) {
    this.#connections = new Map(
      connections.map((each) => [JSON.stringify([each.providerId, each.authorizationId]), each]),
    );
    this.#client = client;
    this.#now = now;
    this.#onToken = onToken;
  }

  async token(
    providerId: string,
    authorizationId: string,
    identity: { readonly type: 'managed' | 'jwt'; readonly token?: string | undefined },
  ): Promise<AuthorizationToken | undefined> {
    const connection = this.#connections.get(JSON.stringify([providerId, authorizationId]));
    if (!connection) return undefined;
    if (identity.type === 'jwt' && !opens(connection, identity.token)) {
      throw new Error(`The identity may not use the connection '${authorizationId}'.`);
    }
    const known = await this.#held.get(connection);
    if (known && known.expiresAt - margin > this.#now()) return known.token;
    const fetching = this.#fetch(connection);
    this.#held.set(connection, fetching);
    try {
      return (await fetching).token;
    } catch (error) {
      this.#held.delete(connection);
      throw error;
    }
  }

  async #fetch(connection: Connection): Promise<Held> {
    const { tokenUrl, clientId, clientSecret, scopes = [], authorizationId } = connection;
    const refreshToken = this.#refreshTokens.get(connection) ?? connection.refreshToken;
    const form = new URLSearchParams({
      grant_type: refreshToken === undefined ? 'client_credentials' : 'refresh_token',
      client_id: clientId,
      client_secret: clientSecret,
      ...(scopes.length > 0 ? { scope: scopes.join(' ') } : {}),
      ...(refreshToken === undefined ? {} : { refresh_token: refreshToken }),
    });
    const { status, json } = await this.#post(tokenUrl, Buffer.from(form.toString()));
    const { access_token: accessToken, expires_in: expiresIn, refresh_token: next } = json;
    if (status !== 200 || typeof accessToken !== 'string') {
      const code = typeof json.error === 'string' ? `: ${json.error}` : '';
      throw new Error(`The token endpoint of the connection '${authorizationId}' answered ${status}${code}.`);
    }
    if (typeof next === 'string') {
      this.#refreshTokens.set(connection, next);
      this.#onToken(next, connection);
    }
    this.#onToken(accessToken, connection);
    const seconds = Number(expiresIn);
    const { access_token: _token, refresh_token: _refresh, ...claims } = json;
    return {
      token: { accessToken, claims },
      expiresAt: this.#now() + (Number.isFinite(seconds) ? seconds : 0) * 1000,
    };
  }

  async #post(url: string, body: Uint8Array): Promise<{ status: number; json: Record<string, unknown> }> {
    const response = await this.#client.send({
      method: 'POST',
      url,
      headers: [
        ...['Host', new URL(url).host, 'Content-Type', 'application/x-www-form-urlencoded'],
        ...['Accept', 'application/json', 'Content-Length', String(body.length)],
      ],
      body,
      timeoutMs,
      // shared by requests, so that one client's leaving does not fail the others
      signal: new AbortController().signal,
    });
    const chunks: Buffer[] = [];
    let size = 0;
    for await (const chunk of response.body) {
      size += (chunk as Buffer).length;
      if (size > largest) throw new Error('The token endpoint answered with too much.');
      chunks.push(chunk as Buffer);
    }
    try {
      const json: unknown = JSON.parse(Buffer.concat(chunks).toString('utf8'));
      if (typeof json === 'object' && json !== null) return { status: response.status, json: { ...json } };
    } catch {
      // told below
    }
    return { status: response.status, json: {} };
  }
}
