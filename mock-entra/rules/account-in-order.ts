/** AADSTS50034, 50057, 50173: the account is gone, disabled, or its grants were revoked (a new password, for one). */
import type { Tenant, User } from '../directory/model.ts';
import { aadsts } from '../errors/aadsts-error.ts';
import { instant } from '../errors/error-body.ts';
import type { EntraService } from '../service.ts';
import { numberClaim } from '../tokens/jwt.ts';
import { backdated } from '../tokens/lifetime.ts';
import { tenantOf } from './known-tenant.ts';
import type { Rule, Transaction } from './transaction.ts';

/** Refuses an account that may not get tokens now; a guest's home account counts as well. */
export function refuseDisabled(service: EntraService, tenant: Tenant, user: User | undefined, ref: string): User {
  if (!user || user.deleted) throw aadsts(50034, { user: ref, tenant: tenant.displayName });
  if (!user.accountEnabled || !service.directory.homeOf(user).accountEnabled) throw aadsts(50057);
  return user;
}

/** When the grant being used was given, in milliseconds. */
function grantedAt(transaction: Transaction): number {
  if (transaction.refreshToken.filled) return transaction.refreshToken.value.issuedAt;
  if (transaction.assertion.filled) {
    return ((numberClaim(transaction.assertion.value.claims, 'iat') ?? 0) + backdated) * 1000;
  }
  return transaction.signIn.value.authTime;
}

/** The account still exists, is enabled, is present in the tenant, and its sign-in was not revoked (AADSTS50173). */
export const accountInOrder: Rule = (transaction) => {
  const { service, signIn, tenancy } = transaction;
  const { tenantId, userId } = signIn.value;
  const issuing = tenantOf(service, signIn.value);
  const tenant = tenancy.value.tenant ?? issuing;
  // a refresh token serves every tenant its account is present in
  const account = issuing.users.get(userId);
  const present = account && tenant.id !== issuing.id ? presence(transaction, account, tenant) : account;
  const user = refuseDisabled(service, tenant, present, userId);
  const validFrom = Math.max(user.validFrom, service.directory.homeOf(user).validFrom);
  const issued = grantedAt(transaction);
  const { generation } = signIn.value;
  const revoked =
    generation === undefined ? issued < validFrom : generation < service.directory.homeOf(user).generation;
  if (revoked || issued < user.validFrom)
    throw aadsts(50173, { issued: instant(issued), validFrom: instant(validFrom) });
  transaction.tenant.set(tenant);
  transaction.user.set(user);
  if (user.id !== userId || tenant.id !== tenantId) {
    transaction.signIn.set({ ...signIn.value, tenantId: tenant.id, userId: user.id });
  }
};

function presence({ service, client }: Transaction, account: User, tenant: Tenant): User {
  const home = service.directory.homeOf(account);
  const found = service.directory.presenceOf(home, tenant);
  if (found) return found;
  throw aadsts(50020, {
    user: home.mail ?? home.userPrincipalName,
    idp: `${service.origins.sts}/${home.tenantId}/`,
    tenant: tenant.displayName,
    clientId: client.value.appId,
    name: client.value.name,
  });
}
