import type { IncomingMessage } from 'node:http';
import { describe, expect, it } from 'vitest';
import type { AccessToken } from '../validation/access-token.ts';
import { headerSource } from './header.ts';

const token = { kind: 'application', clientId: 'client' } as AccessToken;
const shown: string[] = [];
const source = headerSource(async (value) => {
  shown.push(value);
  return token;
});

/** Who calls, by an Authorization header; undefined: there is none. */
async function callerOf(authorization: string | undefined, anonymously: boolean) {
  const request = {
    headers: authorization === undefined ? {} : { authorization },
    headersDistinct: authorization === undefined ? {} : { authorization: [authorization] },
  };
  const opened = await source.open(request as unknown as IncomingMessage, { anonymously });
  return 'caller' in opened ? await opened.caller() : expect.fail('it was answered');
}

describe('a request', () => {
  it('without a header is nobody, where that may be', async () => {
    expect(await callerOf(undefined, true)).toEqual({ kind: 'anonymous' });
    await expect(callerOf(undefined, false)).rejects.toMatchObject({ status: 401 });
  });

  it.each(['', ' ', 'Bearer', 'Basic eA=='])(
    'with a header that brings no token is refused everywhere: %j',
    async (value) => {
      for (const anonymously of [true, false]) {
        await expect(callerOf(value, anonymously)).rejects.toMatchObject({ status: 401, reason: 'missing' });
      }
    },
  );

  it('with a token is whose token it is, judged once', async () => {
    shown.length = 0;
    expect(await callerOf('Bearer t', true)).toEqual({ kind: 'application', clientId: 'client' });
    expect(shown).toEqual(['t']);
  });
});
