import { defineType, type Ref } from '../core/define.ts';
import type { NamedType } from '../core/type-ref.ts';
import { NetObject } from '../core/values.ts';
import { contextType, fullName } from './names.ts';

const type = contextType('BasicAuthCredentials');

/** `BasicAuthCredentials`: user and password of an Authorization header (RFC 7617). */
class BasicCredentials extends NetObject {
  readonly userId: string;
  readonly password: string;

  private constructor(userId: string, password: string) {
    super();
    this.userId = userId;
    this.password = password;
  }

  /** @returns null when the header's value is none of the Basic scheme */
  static parse(input: string | null): BasicCredentials | null {
    const encoded = /^basic\s+([A-Za-z0-9+/]+={0,2})\s*$/i.exec(input?.trim() ?? '')?.[1];
    if (encoded === undefined) return null;
    const decoded = Buffer.from(encoded, 'base64').toString('utf8');
    const colon = decoded.indexOf(':');
    return colon < 0 ? null : new BasicCredentials(decoded.slice(0, colon), decoded.slice(colon + 1));
  }

  override get netType(): NamedType {
    return type;
  }
}

defineType({
  name: fullName('BasicAuthCredentials'),
  kind: 'class',
  members: {
    'string Password { get; }': (self: BasicCredentials) => self.password,
    'string UserId { get; }': (self: BasicCredentials) => self.userId,
    // the policy toolkit's name for it
    'string Username { get; }': (self: BasicCredentials) => self.userId,
  },
});

defineType({
  name: fullName('BasicAuthExtensions'),
  kind: 'class',
  members: {
    'static BasicAuthCredentials AsBasic(this string input)': (input: string | null) => BasicCredentials.parse(input),
    'static bool TryParseBasic(this string input, out BasicAuthCredentials result)': (
      input: string | null,
      result: Ref,
    ) => {
      result.value = BasicCredentials.parse(input);
      return result.value !== null;
    },
  },
});
