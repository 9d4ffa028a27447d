import { control, defineCheck, ensure } from '../check.ts';
import { headerValues } from '../deployment.ts';
import { firstUser } from '../flows/first-user.ts';
import { jsonBody } from '../flows/json-body.ts';
import { redeem } from '../flows/redeem.ts';
import { openSession } from '../flows/session.ts';

/** RFC 6749, 5.1: nothing on the way may keep a token. */
export const tokenAnswer = defineCheck({
  id: 'token-endpoint.no-store',
  title: 'Answers of the token endpoint are JSON and are stored by nobody',
  requirements: ['oauth.no-store'],
  severity: 'medium',
  topologies: ['broker'],
  needs: ['users'],
  async run(deployment) {
    const session = await control('the token endpoint gives a token', () =>
      openSession(deployment, firstUser(deployment)),
    );
    const refused = await redeem(deployment, session.found, session.grant);
    for (const [what, exchange] of [
      ['a token', session.answer],
      ['an error', refused],
    ] as const) {
      const header = (name: string): string => headerValues(exchange, name).join(', ');
      ensure(/\bno-store\b/i.test(header('cache-control')), `the answer with ${what} may be stored`, {
        exchange,
        header: 'cache-control',
      });
      ensure(/^application\/json\b/i.test(header('content-type')), `the answer with ${what} is no JSON`, {
        exchange,
        header: 'content-type',
      });
      ensure(headerValues(exchange, 'location').length === 0, `the answer with ${what} is a redirect`, {
        exchange,
        header: 'location',
      });
    }
    const { token_type } = jsonBody(session.answer);
    ensure(String(token_type).toLowerCase() === 'bearer', 'the answer does not say that the token is a bearer token', {
      exchange: session.answer,
    });
  },
});
