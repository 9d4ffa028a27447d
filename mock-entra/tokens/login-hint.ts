/**
 * The opaque value of the optional claim `login_hint`: what `login_hint` of an authorize request and `logout_hint` name an
 * account with, without telling its name to anybody who reads the address (OpenID Connect on the platform, sign-out).
 */
import type { Directory } from '../directory/directory.ts';
import type { User } from '../directory/model.ts';

/** Value of the claim for a user. */
export const loginHint = ({ id, userPrincipalName }: User): string =>
  `O.${Buffer.from(`${id}|${userPrincipalName}`).toString('base64url')}`;

/** The home account that a value of the claim stands for; undefined when it is none. */
export function accountOfHint(directory: Directory, hint: string): User | undefined {
  if (!hint.startsWith('O.')) return undefined;
  const [id = ''] = Buffer.from(hint.slice(2), 'base64url').toString().split('|');
  for (const tenant of directory.tenants.values()) {
    const user = tenant.users.get(id);
    if (user && loginHint(user) === hint) return directory.homeOf(user);
  }
  return undefined;
}
