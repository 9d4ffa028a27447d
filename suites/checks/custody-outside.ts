import { control, defineCheck, ensure, NotTestable } from '../check.ts';
import type { Deployment } from '../deployment.ts';
import { toolWorks } from '../flows/call-tool.ts';
import { post } from '../flows/discover.ts';
import { firstCaller } from '../flows/first-user.ts';
import { obtainToken } from '../flows/redeem.ts';

/** Kinds of secrets that must have been issued, or a clean report would mean nothing. */
const expectedKinds = (deployment: Deployment): readonly string[] =>
  deployment.application ? ['access_token'] : ['access_token', 'managed_identity_token', 'authorization_code'];

/** Nothing that the client or the browser received holds what the custody matrix forbids there. */
export const custodyOutside = defineCheck({
  id: 'custody.outside',
  title: 'No token of the inside reaches the client or the browser',
  requirements: ['custody.outside'],
  severity: 'critical',
  topologies: ['broker', 'client-credentials', 'gateway-obo', 'direct'],
  needs: ['caller'],
  async run(deployment) {
    const { inside } = deployment;
    const custody = inside ? () => inside.custody() : deployment.custodyByShape;
    if (!custody) throw new NotTestable('nobody recorded what client and browser were shown');
    await control('a tool works', () => toolWorks(deployment));
    // Error paths leak where good paths do not.
    const token = await obtainToken(deployment, firstCaller(deployment));
    await post(deployment, token, '{"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":"no_such_tool"}}');
    await post(deployment, token, '{not json');
    await post(deployment, `${token}x`);

    const report = await custody();
    await control('the ledger and the detector work', async () => {
      // without the ledger of a stack of the harness’s own, tokens are told by their shape
      for (const kind of inside ? expectedKinds(deployment) : [])
        if (!report.issued[kind]) throw new Error(`the ledger holds no ${kind}`);
      const boundaries = deployment.application ? ['client'] : ['client', 'browser'];
      if (boundaries.some((boundary) => !report.searched[boundary])) throw new Error('nothing was recorded');
      if (report.doubts.length > 0) throw new Error(report.doubts.join('; '));
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
