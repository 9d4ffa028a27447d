import { expect, it } from 'vitest';
import type { AccessToken } from '../validation/access-token.ts';
import { anonymous, type Caller } from './caller.ts';
import { sessionOwner } from './session-owner.ts';

const token: AccessToken = {
  kind: 'user',
  raw: 'raw',
  subject: 'subject',
  clientId: 'client',
  expiresAt: 0,
  scopes: [],
  objectId: null,
  name: null,
  username: null,
};
const user = (change: Partial<AccessToken> = {}): Caller => ({ kind: 'user', token: { ...token, ...change } });

it('everybody has an owner of their own, and a user keeps theirs with a renewed token', () => {
  const callers: Caller[] = [
    anonymous,
    user(),
    user({ subject: 'other' }),
    user({ clientId: 'other' }),
    { kind: 'application', clientId: 'client' },
    { kind: 'application', clientId: 'other' },
    { kind: 'exchanged', graphToken: 'graph' },
    { kind: 'exchanged', graphToken: 'other' },
  ];
  const owners = callers.map(sessionOwner);
  expect(new Set(owners).size).toBe(callers.length);
  expect(sessionOwner(user({ raw: 'renewed', expiresAt: 1, scopes: ['more'] }))).toBe(owners[1]);
});

it('tells no name and no token', () => {
  expect(sessionOwner({ kind: 'exchanged', graphToken: 'graph' })).toMatch(/^[\w-]{43}$/);
  expect(sessionOwner(user())).toMatch(/^[\w-]{43}$/);
});
