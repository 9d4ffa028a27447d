/** Resource owner password credentials: AADSTS50034 (no such user), 50126 (wrong password). */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { User } from '../directory/model.ts';
import { aadsts } from '../errors/aadsts-error.ts';
import type { Rule } from './transaction.ts';

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/** Compares a password in constant time. */
export const isPassword = (account: User, presented: string): boolean =>
  timingSafeEqual(digest(account.password), digest(presented));

/**
 * Name and password in the request itself: AADSTS50034 (unknown), 50126 (wrong, or a guest, whose password is
 * elsewhere).
 */
export const passwordGrant: Rule = (transaction) => {
  const { service, tenancy, signIn } = transaction;
  const name = transaction.parameter('username') ?? '';
  const { tenant } = tenancy.value;
  const account = tenant ? service.directory.user(tenant, name) : service.directory.account(name);
  if (!account) throw aadsts(50034, { user: name, tenant: tenant?.displayName ?? transaction.message.tenantSegment });
  if (account.home || !isPassword(account, transaction.parameter('password') ?? '')) throw aadsts(50126);
  signIn.set({
    tenantId: account.tenantId,
    userId: account.id,
    sessionId: transaction.message.marks.traceId,
    authTime: service.now(),
    generation: account.generation,
    methods: ['pwd'],
    contexts: [],
    address: '127.0.0.1',
  });
};
