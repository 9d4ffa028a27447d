import { control, defineCheck, ensure, NotTestable } from '../check.ts';
import { toolWorks } from '../flows/call-tool.ts';

/** Every request for a token, the exchange on behalf of the user above all, carries an assertion and no secret. */
export const oboSecretless = defineCheck({
  id: 'obo.secretless',
  title: 'The on-behalf-of request carries a client assertion and no secret',
  requirements: ['obo.secretless'],
  severity: 'high',
  topologies: ['broker', 'gateway-obo', 'direct'],
  needs: ['users', 'inside'],
  async run(deployment) {
    const { inside } = deployment;
    if (!inside) throw new NotTestable('only a stack of the harness’s own shows what reaches the issuer');
    const before = inside.tokenRequests().length;
    await control('the tool returns a profile', () => toolWorks(deployment));
    const requests = inside.tokenRequests().slice(before);
    const exchanges = requests.filter(({ grantType }) => grantType === 'urn:ietf:params:oauth:grant-type:jwt-bearer');
    if (exchanges.length === 0) throw new NotTestable('no on-behalf-of request reached the issuer');
    // a public client redeems its own code without any credential: it has none
    const inner = requests.filter(({ clientId }) => clientId !== deployment.clientId);
    for (const { grantType, credential } of inner) {
      ensure(credential === 'assertion', `a ${grantType} request authenticates with: ${credential}`);
    }
  },
});
