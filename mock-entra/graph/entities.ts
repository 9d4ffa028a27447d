/** Directory objects as Graph shows them. */
import type { Group, Tenant, User } from '../directory/model.ts';
import type { Entity } from './filter.ts';

/** Every property of a user that the emulator knows. */
export function userEntity(tenant: Tenant, user: User): Entity {
  return {
    businessPhones: user.businessPhones,
    displayName: user.displayName,
    givenName: user.givenName ?? null,
    jobTitle: user.jobTitle ?? null,
    mail: user.mail ?? null,
    mobilePhone: user.mobilePhone ?? null,
    officeLocation: user.officeLocation ?? null,
    preferredLanguage: user.preferredLanguage ?? null,
    surname: user.surname ?? null,
    userPrincipalName: user.userPrincipalName,
    id: user.id,
    accountEnabled: user.accountEnabled,
    companyName: tenant.displayName,
    department: user.department ?? null,
    mailNickname: user.userPrincipalName.split('@')[0] ?? null,
    userType: user.home ? 'Guest' : 'Member',
    identities: [
      { signInType: 'userPrincipalName', issuer: tenant.domains[0] ?? '', issuerAssignedId: user.userPrincipalName },
    ],
  };
}

/** What a user shows when nothing is selected: exactly these eleven, in this order. */
export const defaultUserProperties: readonly string[] = [
  'businessPhones',
  'displayName',
  'givenName',
  'jobTitle',
  'mail',
  'mobilePhone',
  'officeLocation',
  'preferredLanguage',
  'surname',
  'userPrincipalName',
  'id',
];

/** A group as Graph shows it. */
export function groupEntity(group: Group): Entity {
  return {
    id: group.id,
    description: null,
    displayName: group.displayName,
    groupTypes: group.securityEnabled ? [] : ['Unified'],
    mail: null,
    mailEnabled: !group.securityEnabled,
    mailNickname: group.displayName.replace(/\W/g, ''),
    securityEnabled: group.securityEnabled,
    visibility: null,
  };
}
