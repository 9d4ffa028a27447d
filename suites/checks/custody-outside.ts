import { control, defineCheck, ensure, NotTestable } from '../check.ts';
import { post } from '../flows/discover.ts';
import { firstUser } from '../flows/first-user.ts';
import { obtainToken } from '../flows/redeem.ts';

/** Kinds of secrets that must have been issued, or a clean report would mean nothing. */
const expectedKinds = ['access_token', 'managed_identity_token', 'authorization_code'];

/** Nothing that the client or the browser received holds what the custody matrix forbids there. */
export const custodyOutside = defineCheck({
  id: 'custody.outside',
  title: 'No token of the inside reaches the client or the browser',
  requirements: ['custody.outside'],
  severity: 'critical',
  topologies: ['broker'],
  needs: ['users', 'inside'],
  async run(deployment) {
    const { inside } = deployment;
    if (!inside)
      throw new NotTestable('without the ledger of a stack of the harness’s own there is nothing to look for');
    await control('the tool returns a profile', async () => {
      const session = await deployment.connect(firstUser(deployment));
      try {
        const { text } = await session.callTool('get_graph_user_details');
        if (!text.includes('"success": true')) throw new Error('get_graph_user_details does not succeed');
      } finally {
        await session.close();
      }
    });
    // Error paths leak where good paths do not.
    const token = await obtainToken(deployment, firstUser(deployment));
    await post(deployment, token, '{"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":"no_such_tool"}}');
    await post(deployment, token, '{not json');
    await post(deployment, `${token}x`);

    const report = await inside.custody();
    await control('the ledger and the detector work', async () => {
      for (const kind of expectedKinds) if (!report.issued[kind]) throw new Error(`the ledger holds no ${kind}`);
      if (!report.searched.client || !report.searched.browser) throw new Error('nothing was recorded');
      if (!report.detectorWorks) throw new Error('the detector misses a planted canary');
    });
    const [worst] = report.violations;
    ensure(
      worst === undefined,
      worst ? `${worst.kind} reached the ${worst.boundary}: ${worst.where} (${worst.rule})` : '',
      worst?.exchangeId === undefined
        ? {}
        : { exchange: { id: worst.exchangeId }, ...(worst.header !== undefined && { header: worst.header }) },
    );
  },
});
