/** `sub` of a user: another one for every audience, the same one every time. 43 characters of base64url. */
import { hash } from 'node:crypto';

/**
 * @param audienceAppId the resource of an access token, the client of an id token.
 * @param userId object id in the tenant that issues.
 */
export const pairwiseSubject = (tenantId: string, audienceAppId: string, userId: string): string =>
  hash('sha256', `sallyport pairwise\0${tenantId}\0${audienceAppId}\0${userId}`, 'base64url');
