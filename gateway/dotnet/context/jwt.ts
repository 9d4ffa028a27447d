import { defineType, type Ref } from '../core/define.ts';
import type { NamedType } from '../core/type-ref.ts';
import { NetObject } from '../core/values.ts';
import { strings } from '../primitives/net-arrays.ts';
import type { DateTime } from '../time/date-time-value.ts';
import type { MultiMapHost } from './host.ts';
import { decodeJwtPart } from './jwt-part.ts';
import { MultiDictionary } from './multi-dictionary.ts';
import { contextType, fullName } from './names.ts';
import { dateTime } from './time-values.ts';

const type = contextType('Jwt');
const segment = /^[A-Za-z0-9_-]+$/;

type JsonObject = Readonly<Record<string, unknown>>;

const text = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

/** The claims as strings, arrays as several values, as the token handler flattens them. */
function claims(payload: JsonObject): MultiMapHost {
  const values = new Map<string, readonly string[]>();
  for (const [name, value] of Object.entries(payload)) {
    if (value === null) continue;
    values.set(name, Array.isArray(value) ? value.map(text) : [text(value)]);
  }
  return { names: () => values.keys(), values: (name) => values.get(name) };
}

/** `Jwt`: a decoded token. Decoding checks nothing; validate-jwt and validate-azure-ad-token do. */
export class NetJwt extends NetObject {
  readonly header: JsonObject;
  readonly payload: JsonObject;
  readonly claims: MultiDictionary;

  private constructor(header: JsonObject, payload: JsonObject) {
    super();
    this.header = header;
    this.payload = payload;
    this.claims = new MultiDictionary(claims(payload));
  }

  /** @returns null when the text is no JWT; a scheme before it is skipped, so that a header's value does */
  static parse(input: string | null): NetJwt | null {
    const token = (input ?? '').trim().replace(/^[A-Za-z]+\s+/, '');
    const parts = token.split('.', 4);
    if (parts.length !== 3 || (parts[2] !== '' && !segment.test(parts[2] ?? ''))) return null;
    const header = decodeJwtPart(parts[0]);
    const payload = decodeJwtPart(parts[1]);
    return header && payload ? new NetJwt(header, payload) : null;
  }

  override get netType(): NamedType {
    return type;
  }

  string(name: string): string | null {
    const value = this.payload[name];
    return value === undefined || value === null ? null : text(value);
  }

  date(name: string): DateTime | null {
    const value = Number(this.payload[name] ?? Number.NaN);
    return Number.isFinite(value) && Math.abs(value) < 1e11 ? dateTime(value * 1000) : null;
  }
}

const headerText = (self: NetJwt, name: string): string | null => {
  const value = self.header[name];
  return typeof value === 'string' ? value : null;
};

defineType({
  name: fullName('Jwt'),
  kind: 'class',
  members: {
    'string Algorithm { get; }': (self: NetJwt) => headerText(self, 'alg'),
    'IEnumerable<string> Audiences { get; }': (self: NetJwt) => self.claims.find('aud') ?? strings([]),
    'MultiValueDictionary Claims { get; }': (self: NetJwt) => self.claims,
    'DateTime? ExpirationTime { get; }': (self: NetJwt) => self.date('exp'),
    'string Id { get; }': (self: NetJwt) => self.string('jti'),
    'string Issuer { get; }': (self: NetJwt) => self.string('iss'),
    'DateTime? IssuedAt { get; }': (self: NetJwt) => self.date('iat'),
    'DateTime? NotBefore { get; }': (self: NetJwt) => self.date('nbf'),
    'string Subject { get; }': (self: NetJwt) => self.string('sub'),
    'string Type { get; }': (self: NetJwt) => headerText(self, 'typ'),
  },
});

defineType({
  name: fullName('JwtExtensions'),
  kind: 'class',
  members: {
    'static Jwt AsJwt(this string input)': (input: string | null) => NetJwt.parse(input),
    'static bool TryParseJwt(this string input, out Jwt result)': (input: string | null, result: Ref) => {
      result.value = NetJwt.parse(input);
      return result.value !== null;
    },
  },
});
