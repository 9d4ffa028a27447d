import { z } from 'zod';
import { readJson, UnreadableAnswer } from '../outgoing/read-json.ts';
import { claimsOfChallenge } from './claims-challenge.ts';
import { GraphClaimsChallenge, GraphError } from './graph-error.ts';

const text = z.string().nullish().default(null);

/**
 * The properties that Graph gives of a user when none are selected, in the order of the published answer. Others are
 * dropped: the tool answers what it promises, whatever Graph adds.
 */
const profile = z.object({
  '@odata.context': z.string(),
  businessPhones: z.array(z.string()).default([]),
  displayName: text,
  givenName: text,
  jobTitle: text,
  mail: text,
  mobilePhone: text,
  officeLocation: text,
  preferredLanguage: text,
  surname: text,
  userPrincipalName: text,
  id: z.string().min(1),
});

/** The signed-in user, as Microsoft Graph describes them. */
export type UserProfile = z.infer<typeof profile>;

const timeoutMs = 10_000;

/** Graph's answers by status; others get `Microsoft Graph answered N.` */
const messages = new Map([
  [401, 'Microsoft Graph refused the token.'],
  [403, 'Microsoft Graph does not allow this.'],
  [404, 'Microsoft Graph does not know the user.'],
  [429, 'Microsoft Graph is throttling; try again later.'],
]);

/**
 * `GET /v1.0/me`.
 * @param endpoint origin of Microsoft Graph
 * @param accessToken a delegated token for Graph with User.Read
 * @throws GraphClaimsChallenge when Graph wants other claims
 * @throws GraphError for every other failure
 */
export async function readUserProfile(endpoint: string, accessToken: string): Promise<UserProfile> {
  let response: Response;
  try {
    response = await fetch(`${endpoint}/v1.0/me`, {
      headers: { authorization: `Bearer ${accessToken}`, accept: 'application/json' },
      // A redirect would carry the token elsewhere.
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMs),
    });
  } catch {
    throw new GraphError('Microsoft Graph could not be reached.');
  }
  const requestId = response.headers.get('request-id') ?? undefined;
  if (response.status !== 200) {
    await response.body?.cancel();
    const claims = response.status === 401 ? claimsOfChallenge(response.headers.get('www-authenticate')) : undefined;
    if (claims !== undefined) throw new GraphClaimsChallenge(claims, requestId);
    const message = messages.get(response.status) ?? `Microsoft Graph answered ${response.status}.`;
    throw new GraphError(message, response.status, requestId);
  }
  const unexpected = (message: string) => new GraphError(message, response.status, requestId);
  const body = await readJson(response).catch((error: unknown) => {
    const tooLarge = error instanceof UnreadableAnswer && error.reason === 'too-large';
    throw unexpected(`Microsoft Graph answered ${tooLarge ? 'too much' : 'something unexpected'}.`);
  });
  const parsed = profile.safeParse(body);
  if (!parsed.success) throw unexpected('Microsoft Graph answered something unexpected.');
  return parsed.data;
}
