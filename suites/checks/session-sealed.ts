import { control, defineCheck, ensure } from '../check.ts';
import { firstUser } from '../flows/first-user.ts';
import { openSession } from '../flows/session.ts';

const bytes = (part: string): Buffer => Buffer.from(part, 'base64url');

/** What a token shows to whoever holds it: its parts, decoded. */
const readable = (token: string): string =>
  token
    .split('.')
    .map((part) => bytes(part).toString('latin1'))
    .join('\n');

/** The part that must differ from token to token: the initialization vector of a JWE, else how the bytes begin. */
function nonceOf(token: string): string {
  const parts = token.split('.');
  return parts.length === 5
    ? (parts[2] ?? '')
    : bytes(parts[0] ?? '')
        .subarray(0, 16)
        .toString('hex');
}

/** The token of a session is sealed: it says nothing, and no two are alike. */
export const sessionSealed = defineCheck({
  id: 'session.sealed',
  title:
    'A session token tells its holder nothing, names its key, and is never sealed with the same initialization vector twice',
  requirements: ['session.sealed'],
  severity: 'high',
  topologies: ['broker'],
  needs: ['users'],
  async run(deployment) {
    const user = firstUser(deployment);
    const sessions = await control('a person can sign in three times', async () => [
      await openSession(deployment, user),
      await openSession(deployment, user),
      await openSession(deployment, user),
    ]);
    const tokens = sessions.flatMap(({ accessToken, refreshToken }) => [
      accessToken,
      ...(refreshToken ? [refreshToken] : []),
    ]);
    const evidence = { exchange: sessions[0]?.answer ?? { id: '' } };
    ensure(new Set(tokens).size === tokens.length, 'two sign-ins lead to the same token', evidence);
    ensure(
      new Set(tokens.map(nonceOf)).size === tokens.length,
      'two tokens are sealed with the same initialization vector',
      evidence,
    );
    for (const token of tokens) {
      const text = readable(token);
      ensure(
        !/"(?:sub|sid|oid|upn|exp|session|client_id)"/i.test(text),
        'the claims of a session token can be read',
        evidence,
      );
      ensure(!text.includes(user.name), 'a session token names the person', evidence);
      const parts = token.split('.');
      if (parts.length !== 5) continue;
      const header = JSON.parse(bytes(parts[0] ?? '').toString('utf8')) as Record<string, unknown>;
      ensure(
        typeof header.kid === 'string' && header.kid !== '',
        'a session token does not name the key that sealed it',
        evidence,
      );
      ensure(
        /^A(128|192|256)(GCM|CBC-HS\d{3})$/.test(String(header.enc)),
        'a session token is not authenticated',
        evidence,
      );
    }
  },
});
