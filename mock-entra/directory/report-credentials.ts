/** Passwords and client secrets leave through `onIssued` like everything secret: from then on whoever watches knows them. */
import type { IssuedSecret } from '../issued-secret.ts';
import type { Directory } from './directory.ts';
import type { Application, Secret, User } from './model.ts';

type Issued = (secret: Omit<IssuedSecret, 'issuedAt'>) => void;

/** Reports an account's password. A guest's is at home. */
export function reportPassword(issued: Issued, { home, password, id }: User): void {
  if (!home) issued({ kind: 'password', value: password, subject: id });
}

/** Reports secrets of an application. */
export function reportSecrets(issued: Issued, { appId }: Application, secrets: readonly Secret[]): void {
  for (const { value } of secrets) issued({ kind: 'client_secret', value, audience: appId, issuedTo: appId });
}

/** Reports what a seed brought. */
export function reportCredentials(issued: Issued, directory: Directory): void {
  for (const { users } of directory.tenants.values()) for (const user of users.values()) reportPassword(issued, user);
  for (const application of directory.applications.values()) reportSecrets(issued, application, application.secrets);
}
