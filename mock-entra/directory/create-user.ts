/** Seed of a user -> an account of a tenant, or a guest's presence there. */
import { randomBytes } from 'node:crypto';
import type { Directory } from './directory.ts';
import type { Tenant, User } from './model.ts';
import { SeedError, type UserSeed } from './seed.ts';
import { stableId } from './stable-id.ts';

/** A password a person can type and a form can't mistake: three groups of letters and digits. */
function randomPassword(): string {
  const words = randomBytes(9).toString('hex').match(/.{6}/g) ?? [];
  return `${words.join('-')}A!`;
}

/** Builds a user of a tenant. */
function createUser(tenantId: string, seed: UserSeed, home?: User['home']): User {
  return {
    id: seed.id ?? stableId('user', tenantId, seed.userPrincipalName.toLowerCase()),
    tenantId,
    userPrincipalName: seed.userPrincipalName,
    displayName: seed.displayName,
    givenName: seed.givenName,
    surname: seed.surname,
    mail: seed.mail,
    mailVerified: seed.mailVerified,
    jobTitle: seed.jobTitle,
    department: seed.department,
    officeLocation: seed.officeLocation,
    mobilePhone: seed.mobilePhone,
    businessPhones: seed.businessPhones,
    preferredLanguage: seed.preferredLanguage,
    accountEnabled: seed.accountEnabled,
    administrator: seed.administrator,
    mfa: seed.mfa,
    home,
    manager: seed.manager,
    password: seed.password ?? randomPassword(),
    validFrom: 0,
    generation: 0,
    deleted: false,
  };
}

/** The home account of a guest. */
function homeOf(directory: Directory, seed: UserSeed): User['home'] {
  if (!seed.guestOf) return undefined;
  const tenant = directory.tenant(seed.guestOf.tenant);
  const account = tenant && directory.user(tenant, seed.guestOf.user);
  if (tenant && account) return { tenantId: tenant.id, userId: account.id };
  throw new SeedError([
    `user '${seed.userPrincipalName}': no home account '${seed.guestOf.user}' in tenant '${seed.guestOf.tenant}'`,
  ]);
}

/**
 * Adds a user to a tenant.
 * @throws SeedError when the name or the id is taken there, or a guest has no home.
 */
export function addUser(directory: Directory, tenant: Tenant, seed: UserSeed): User {
  const user = createUser(tenant.id, seed, homeOf(directory, seed));
  const name = user.userPrincipalName.toLowerCase();
  // an id follows from the name, so that most need no search, unless the seed has its own
  const known = user.id === stableId('user', tenant.id, name) ? undefined : directory.user(tenant, name);
  const taken = tenant.users.has(user.id) || known?.userPrincipalName.toLowerCase() === name;
  if (taken) {
    throw new SeedError([
      `user '${seed.userPrincipalName}': its name or id is taken in tenant '${tenant.displayName}'`,
    ]);
  }
  tenant.users.set(user.id, user);
  return user;
}
