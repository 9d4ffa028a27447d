/** What a failed call says, and what it does not. */
import { describe, expect, it } from 'vitest';
import { graphProfile } from '../testing/fake-cloud.ts';
import { resultOf } from '../testing/mcp-clients.ts';
import { useCloud } from '../testing/use-cloud.ts';
import { messageOf, postToolCall } from '../testing/use-server.ts';
import { describeFailure } from './failure.ts';

const world = useCloud();
const { servers } = world;
const { start, lines } = servers;

const tool = 'get_graph_user_details';
const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
/** Calls the tool as a client of the 2025 revisions does. */
const call = (url: string, headers: Record<string, string>, args: Record<string, unknown> = {}) =>
  postToolCall(url, tool, args, headers);
const refuse = (body: Record<string, unknown>, status = 400) => ({ status, body: { correlation_id: 'c', ...body } });

describe('a failed call', () => {
  const cases: Record<string, [error: string, arrange: () => void]> = {
    'the exchange is refused': [
      'The sign-in service refused the exchange.',
      () => {
        world.cloud.answers.token = () =>
          refuse({
            error: 'invalid_grant',
            error_description: 'AADSTS500131: expected audience SECRET-AUDIENCE',
            error_codes: [500131],
          });
      },
    ],
    'consent is missing': [
      'Consent to read the profile is missing.',
      () => {
        world.cloud.answers.token = () =>
          refuse({ error: 'invalid_grant', suberror: 'consent_required', error_codes: [65001] });
      },
    ],
    'the sign-in service redirects': [
      'The exchange with the sign-in service failed.',
      () => {
        world.cloud.answers.token = () => ({
          status: 307,
          body: {},
          headers: { location: `${world.cloud.origin}/elsewhere` },
        });
      },
    ],
    'the sign-in service speaks no JSON': [
      'The sign-in service could not be reached.',
      () => {
        world.cloud.answers.token = () => ({ status: 502, body: '<html>SECRET-AUDIENCE</html>' });
      },
    ],
    'Graph refuses': [
      'Microsoft Graph does not allow this.',
      () => {
        world.cloud.answers.me = () => ({ status: 403, body: { error: { message: 'SECRET-AUDIENCE' } } });
      },
    ],
    'Graph redirects': [
      'Microsoft Graph answered 302.',
      () => {
        world.cloud.answers.me = () => ({ status: 302, body: '', headers: { location: '/elsewhere' } });
      },
    ],
    'Graph answers no profile': [
      'Microsoft Graph answered something unexpected.',
      () => {
        world.cloud.answers.me = () => ({ status: 200, body: { hello: 'SECRET-AUDIENCE' } });
      },
    ],
    'Graph answers too much': [
      'Microsoft Graph answered too much.',
      () => {
        world.cloud.answers.me = () => ({ status: 200, body: { ...graphProfile, extra: 'x'.repeat(300_000) } });
      },
    ],
  };
  it.each(Object.entries(cases))('when %s, says only a short stable text', async (_name, [error, arrange]) => {
    arrange();
    const token = await world.cloud.signer.mint();
    const { result } = await messageOf(await call(await start(), bearer(token)));
    expect(resultOf(result)).toMatchObject({ success: false, error });
    expect(result).toMatchObject({ isError: true });
    expect(world.cloud.paths()).not.toContain('/elsewhere');
    for (const text of [JSON.stringify(result), lines.join('')]) {
      expect(text).not.toContain('SECRET-AUDIENCE');
      expect(text).not.toContain(world.cloud.clientId);
      expect(text).not.toContain('at ');
      expect(text).not.toContain(token);
    }
  });
});

it.each([
  [new TypeError('words that may hold anything'), 'TypeError'],
  ['words that may hold anything', 'unknown'],
])('a failure that nobody expected is told by its kind alone, and that in the log only', (error, reason) => {
  expect(describeFailure(error)).toEqual({ message: 'The tool failed.', reason });
});
