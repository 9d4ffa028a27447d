import { NotTestable } from '../check.ts';
import type { Deployment, TestUser } from '../deployment.ts';

/** Who calls unless a check needs two: the first person, or nobody where an application calls in its own name. */
export function firstCaller(deployment: Deployment): TestUser | undefined {
  return deployment.application ? undefined : firstUser(deployment);
}

/** The person who signs in unless a check needs two. @throws NotTestable when the target has none */
export function firstUser(deployment: Deployment): TestUser {
  const [user] = deployment.users;
  if (!user) throw new NotTestable('the target names no user who could sign in');
  return user;
}
