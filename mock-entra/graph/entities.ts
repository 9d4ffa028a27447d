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
    ...unheldUserProperties,
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

/** Properties of users that Graph has and this directory holds nothing of: null, or an empty list. Graph reference, user. */
const unheldUserProperties: Entity = Object.fromEntries([
  ...[
    ...['ageGroup', 'city', 'consentProvidedForMinor', 'country', 'createdDateTime', 'creationType', 'deletedDateTime'],
    ...['employeeHireDate', 'employeeId', 'employeeOrgData', 'employeeType', 'externalUserState', 'faxNumber'],
    ...['externalUserStateChangeDateTime', 'isResourceAccount', 'lastPasswordChangeDateTime'],
    ...['legalAgeGroupClassification', 'onPremisesDistinguishedName', 'onPremisesDomainName', 'onPremisesImmutableId'],
    ...['onPremisesLastSyncDateTime', 'onPremisesSamAccountName', 'onPremisesSecurityIdentifier'],
    ...['onPremisesSyncEnabled', 'onPremisesUserPrincipalName', 'passwordPolicies', 'passwordProfile', 'postalCode'],
    ...['preferredDataLocation', 'securityIdentifier', 'showInAddressList', 'signInSessionsValidFromDateTime', 'state'],
    ...['streetAddress', 'usageLocation'],
  ].map((name) => [name, null]),
  ...[
    'assignedLicenses',
    'assignedPlans',
    'imAddresses',
    'licenseAssignmentStates',
    'otherMails',
    'provisionedPlans',
  ].map((name) => [name, []]),
  ['proxyAddresses', []],
]);

/** Every property that may be selected of a user. */
export const userProperties: ReadonlySet<string> = new Set([
  ...[
    ...defaultUserProperties,
    'accountEnabled',
    'companyName',
    'department',
    'mailNickname',
    'userType',
    'identities',
  ],
  ...Object.keys(unheldUserProperties),
]);

/** The same for groups. Graph reference, group. */
const unheldGroupProperties: Entity = {
  ...Object.fromEntries(
    [
      ...['classification', 'createdDateTime', 'deletedDateTime', 'expirationDateTime', 'isAssignableToRole'],
      ...['membershipRule', 'membershipRuleProcessingState', 'onPremisesLastSyncDateTime', 'onPremisesSyncEnabled'],
      ...['preferredDataLocation', 'preferredLanguage', 'renewedDateTime', 'securityIdentifier', 'theme'],
    ].map((name) => [name, null]),
  ),
  creationOptions: [],
  proxyAddresses: [],
  resourceBehaviorOptions: [],
  resourceProvisioningOptions: [],
};

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
    ...unheldGroupProperties,
  };
}

/** Every property that may be selected of a group. */
export const groupProperties: ReadonlySet<string> = new Set([
  ...['id', 'description', 'displayName', 'groupTypes', 'mail', 'mailEnabled', 'mailNickname', 'securityEnabled'],
  ...['visibility', ...Object.keys(unheldGroupProperties)],
]);
