import { control, defineCheck, ensure, NotTestable } from '../check.ts';
import { firstUser } from '../flows/first-user.ts';

/** Every request for a token, the exchange on behalf of the user above all, carries an assertion and no secret. */
export const oboSecretless = defineCheck({
  id: 'obo.secretless',
  title: 'The on-behalf-of request carries a client assertion and no secret',
  requirements: ['obo.secretless'],
  severity: 'high',
  topologies: ['broker'],
  needs: ['users', 'inside'],
  async run(deployment) {
    const { inside } = deployment;
    if (!inside) throw new NotTestable('only a stack of the harness’s own shows what reaches the issuer');
    const before = inside.tokenRequests().length;
    await control('the tool returns a profile', async () => {
      const session = await deployment.connect(firstUser(deployment));
      try {
        const { text } = await session.callTool('get_graph_user_details');
        if (!text.includes('"success": true')) throw new Error('get_graph_user_details does not succeed');
      } finally {
        await session.close();
      }
    });
    const requests = inside.tokenRequests().slice(before);
    const exchanges = requests.filter(({ grantType }) => grantType === 'urn:ietf:params:oauth:grant-type:jwt-bearer');
    if (exchanges.length === 0) throw new NotTestable('no on-behalf-of request reached the issuer');
    for (const { grantType, credential } of requests) {
      ensure(credential === 'assertion', `a ${grantType} request authenticates with: ${credential}`);
    }
  },
});
