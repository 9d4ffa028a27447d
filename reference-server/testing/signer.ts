import { randomUUID } from 'node:crypto';
import { exportJWK, generateKeyPair, type JWK, type JWTPayload, SignJWT } from 'jose';

/** Changes to a good token. A claim or header set to undefined is left out. */
export interface Mint {
  readonly header?: Readonly<Record<string, unknown>>;
  /** Another key than the published one. */
  readonly key?: CryptoKey | Uint8Array;
}

export interface Signer {
  readonly kid: string;
  /** Private key of the published one. */
  readonly key: CryptoKey;
  /** The published key. */
  readonly publicJwk: JWK;
  /** The key set, as the sign-in service serves it. */
  jwks(): { keys: JWK[] };
  /** Signs a version 2.0 user token for the server, with changes. */
  mint(claims?: Readonly<Record<string, unknown>>, change?: Mint): Promise<string>;
  /** Signs these claims and no others. */
  mintExactly(claims: Readonly<Record<string, unknown>>): Promise<string>;
  /** Publishes another key, and signs with it from now on. */
  rotate(): Promise<void>;
}

export interface SignerOptions {
  readonly tenantId: string;
  readonly clientId: string;
  /** Origin of the sign-in service. */
  readonly origin: () => string;
  /** Milliseconds since 1970. */
  readonly clock?: () => number;
}

const without = (values: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));

/** Makes keys and tokens of the shape that Entra makes. */
export async function createSigner({ tenantId, clientId, origin, clock = Date.now }: SignerOptions): Promise<Signer> {
  const create = async () => {
    const pair = await generateKeyPair('RS256', { extractable: true });
    const kid = `test-${randomUUID()}`;
    const jwk = { ...(await exportJWK(pair.publicKey)), use: 'sig', kid };
    return { kid, key: pair.privateKey, jwk };
  };
  let current = await create();
  const published = () => ({ ...current.jwk, issuer: `${origin()}/{tenantid}/v2.0` });
  return {
    get kid() {
      return current.kid;
    },
    get key() {
      return current.key;
    },
    get publicJwk() {
      return published();
    },
    jwks: () => ({ keys: [published()] }),
    mint(claims = {}, { header = {}, key = current.key } = {}) {
      const now = Math.floor(clock() / 1000);
      const payload = without({
        aud: clientId,
        iss: `${origin()}/${tenantId}/v2.0`,
        iat: now - 300,
        nbf: now - 300,
        exp: now + 3900,
        azp: '7a1f0f0a-5a2b-4a86-8a52-3f9d1d6f7c01',
        azpacr: '0',
        name: 'Adele Vance',
        oid: '7d8b3f0e-5a0b-4a0b-9a57-0d6c5c6f2f11',
        preferred_username: 'adele@contoso.example',
        scp: 'user_impersonate',
        sub: 'pairwise-subject-of-adele',
        tid: tenantId,
        uti: randomUUID(),
        ver: '2.0',
        ...claims,
      });
      const protectedHeader = without({ typ: 'JWT', alg: 'RS256', kid: current.kid, ...header });
      return new SignJWT(payload as JWTPayload)
        .setProtectedHeader({ ...protectedHeader, alg: String(protectedHeader.alg) })
        .sign(key);
    },
    mintExactly: (claims) =>
      new SignJWT(claims as JWTPayload)
        .setProtectedHeader({ typ: 'JWT', alg: 'RS256', kid: current.kid })
        .sign(current.key),
    async rotate() {
      current = await create();
    },
  };
}
