/** Which permissions let a caller in, per kind of object. Graph's reference, least to most privileged. Data. */
const directory = ['Directory.Read.All', 'Directory.ReadWrite.All'] as const;

/** A person's own profile. */
export const readSelf: readonly string[] = [
  ...['User.Read', 'User.ReadWrite', 'User.ReadBasic.All', 'User.Read.All', 'User.ReadWrite.All'],
  ...directory,
];
/** Profiles of others. */
export const readOthers: readonly string[] = [
  ...['User.ReadBasic.All', 'User.Read.All', 'User.ReadWrite.All'],
  ...directory,
];
/** Who manages whom. */
export const readManagers: readonly string[] = ['User.Read.All', 'User.ReadWrite.All', ...directory];
/** Groups, and who is in them. */
export const readGroups: readonly string[] = [
  ...['GroupMember.Read.All', 'Group.Read.All', 'Group.ReadWrite.All'],
  ...directory,
];
/** Which groups a person is in; with the first alone, no more of the groups than their ids. */
export const readOwnGroups: readonly string[] = ['User.Read', ...readGroups];
/** Ids of the groups that a person is in. */
export const readOwnMemberships: readonly string[] = ['User.Read', ...readManagers];
export const readOrganization: readonly string[] = ['User.Read', 'Organization.Read.All', ...directory];
