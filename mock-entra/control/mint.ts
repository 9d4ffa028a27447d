/** Signs whatever it is told to: the forge's pen. Real endpoints never issue these tokens. */
import { createHmac, createPublicKey, generateKeyPairSync, KeyObject, sign } from 'node:crypto';
import type { Tenant } from '../directory/model.ts';
import type { EntraService } from '../service.ts';
import { signGraphToken } from '../tokens/graph-nonce.ts';
import { type Claims, signingInput } from '../tokens/jwt.ts';

/** A token to be signed, and how. */
export interface MintOptions {
  /** Tenant id or domain whose keys sign; the first of the seed unless told. */
  readonly tenant?: string;
  readonly claims: Claims;
  /** Replaces or adds header members; `undefined` removes one. */
  readonly header?: Readonly<Record<string, unknown>>;
  /**
   * `current`: the tenant's signing key. `foreign`: a key that was never published, under the published key's id.
   * `none`: no signature. Or a key of one's own: RSA private, or a secret for HS256.
   */
  readonly key?: 'current' | 'foreign' | 'none' | KeyObject | CryptoKey;
  /**
   * RS256 unless told; others for tokens that must be refused. HS256 with an RSA key takes its public half, as PEM, for the
   * secret: the algorithm confusion of RFC 8725 2.1.
   */
  readonly alg?: 'RS256' | 'RS384' | 'RS512' | 'PS256' | 'HS256' | 'none';
  /** Signs as Graph does, with the hashed header nonce. */
  readonly graph?: boolean;
}

let foreign: KeyObject | undefined;
/** A key that no key set shows. One per process: making them is slow, and any one will do. */
const foreignKey = (): KeyObject => {
  foreign ??= generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
  return foreign;
};

function signature(alg: string, input: string, key: KeyObject): string {
  const data = Buffer.from(input);
  switch (alg) {
    case 'RS384':
      return sign('RSA-SHA384', data, key).toString('base64url');
    case 'RS512':
      return sign('RSA-SHA512', data, key).toString('base64url');
    case 'PS256':
      // padding 6 is RSA_PKCS1_PSS_PADDING
      return sign('RSA-SHA256', data, { key, padding: 6, saltLength: 32 }).toString('base64url');
    default:
      return sign('RSA-SHA256', data, key).toString('base64url');
  }
}

/** The public half as PEM: what an algorithm confusion uses as HMAC secret. */
const publicPem = (key: KeyObject): string =>
  (key.type === 'private' ? createPublicKey(key) : key).export({ type: 'spki', format: 'pem' }).toString();

/** The key a mint uses. */
async function keyOf(service: EntraService, tenant: Tenant, key: MintOptions['key']): Promise<KeyObject | undefined> {
  if (key === 'none') return undefined;
  if (key === 'foreign') return foreignKey();
  if (key instanceof KeyObject) return key;
  if (key !== undefined && key !== 'current') return KeyObject.from(key);
  return (await service.keys.ring(tenant).current()).privateKey;
}

/** Signs claims. @throws RangeError for a tenant that does not exist. */
export async function mint(service: EntraService, options: MintOptions): Promise<string> {
  const { directory } = service;
  const tenant = options.tenant === undefined ? directory.defaultTenant : directory.tenant(options.tenant);
  if (!tenant) throw new RangeError(`the directory has no tenant '${options.tenant}'`);
  const { kid } = await service.keys.ring(tenant).current();
  const key = await keyOf(service, tenant, options.key);
  const alg = options.alg ?? (key === undefined ? 'none' : key.type === 'secret' ? 'HS256' : 'RS256');
  const wanted = { typ: 'JWT', alg, kid, ...options.header };
  const header = Object.fromEntries(Object.entries(wanted).filter(([, value]) => value !== undefined));
  if (options.graph && key) return signGraphToken(header, options.claims, key);
  const input = signingInput(header, options.claims);
  if (alg === 'none' || !key) return `${input}.`;
  if (alg === 'HS256') {
    const secret = key.type === 'secret' ? key : publicPem(key);
    return `${input}.${createHmac('sha256', secret).update(input).digest('base64url')}`;
  }
  return `${input}.${signature(alg, input, key)}`;
}
