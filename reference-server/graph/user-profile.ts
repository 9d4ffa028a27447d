import { Client, ResponseType } from '@microsoft/microsoft-graph-client';
import { z } from 'zod';
import { readJson, UnreadableAnswer } from '../outgoing/read-json.ts';
import { claimsOfChallenge } from './claims-challenge.ts';
import { GraphClaimsChallenge, GraphError } from './graph-error.ts';
import { GraphRequests } from './graph-requests.ts';

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
    const graph = Client.initWithMiddleware({
      baseUrl: endpoint,
      defaultVersion: 'v1.0',
      middleware: new GraphRequests(accessToken),
    });
    // raw: the library reads bodies without a bound, and puts Graph's own text into its errors
    response = (await graph.api('/me').responseType(ResponseType.RAW).get()) as Response;
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
