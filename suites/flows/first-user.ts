import { NotTestable } from '../check.ts';
import type { Deployment, TestUser } from '../deployment.ts';

/** The person who signs in unless a check needs two. @throws NotTestable when the target has none */
export function firstUser(deployment: Deployment): TestUser {
  const [user] = deployment.users;
  if (!user) throw new NotTestable('the target names no user who could sign in');
  return user;
}
