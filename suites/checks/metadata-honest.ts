import { control, defineCheck, ensure } from '../check.ts';
import { discover } from '../flows/discover.ts';
import { memberOf } from '../flows/redeem.ts';
import { sharedClient } from '../flows/register.ts';
import { postForm } from '../flows/session.ts';

const strings = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];

/** Grants that no authorization server of this kind may offer (OAuth 2.1, 1.8), and one that nobody has. */
const notOffered = ['password', 'client_credentials', 'urn:example:nobody'];

/** Clients believe the metadata: what it names must be there, and what it does not name must not be. */
export const metadataHonest = defineCheck({
  id: 'metadata.honest',
  title: 'The metadata names endpoints and grants that exist, and no others are served',
  requirements: ['oauth.metadata'],
  severity: 'medium',
  topologies: ['broker'],
  needs: [],
  async run(deployment) {
    const found = await control('discovery leads to the authorization server', () => discover(deployment));
    const { metadata, issuer } = found;
    for (const [name, url] of Object.entries(metadata)) {
      if (!name.endsWith('_endpoint') && name !== 'jwks_uri') continue;
      ensure(typeof url === 'string' && url.startsWith('https://'), `${name} is no https URL`);
      ensure(new URL(url).origin === new URL(issuer).origin, `${name} is not at the issuer’s own host`);
      const answers = [await deployment.http({ url }), await postForm(deployment, url, { probe: 'x' })];
      const served = answers.find(({ status }) => status !== 404 && status !== 405 && status !== 501);
      ensure(served !== undefined, `${name} is announced and not served`, {
        ...(answers[0] && { exchange: answers[0] }),
      });
    }
    const clientId = await control('a client can register', () =>
      sharedClient(deployment, found, deployment.redirectUri),
    );
    const grant = async (type: string) =>
      memberOf(
        await postForm(deployment, found.tokenEndpoint, {
          grant_type: type,
          client_id: clientId,
          code: 'x',
          code_verifier: 'x',
          redirect_uri: deployment.redirectUri,
          refresh_token: 'x',
          username: 'x',
          password: 'x',
        }),
        'error',
      );
    const offered = strings(metadata.grant_types_supported);
    ensure(offered.length > 0, 'the metadata names no grant');
    for (const type of offered) {
      ensure((await grant(type)) !== 'unsupported_grant_type', `the grant ${type} is announced and not served`);
    }
    for (const type of notOffered.filter((name) => !offered.includes(name))) {
      ensure(
        (await grant(type)) === 'unsupported_grant_type',
        `the grant ${type} is served or refused with another error`,
      );
    }
    ensure(
      strings(metadata.code_challenge_methods_supported).join() === 'S256',
      'the metadata does not announce S256 alone',
    );
    ensure(
      !strings(metadata.response_types_supported).some((type) => /token/.test(type)),
      'the metadata announces the implicit grant',
    );
  },
});
