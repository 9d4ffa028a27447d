import { control, defineCheck, ensure } from '../check.ts';
import { toolWorks } from '../flows/call-tool.ts';
import { insideOf } from '../flows/inside-of.ts';

/** Whoever gets into the server must not come by what stands for the gateway's application, and the other way round. */
export const identitiesApart = defineCheck({
  id: 'identities.apart',
  title: 'Gateway and server prove who they are with managed identities of their own',
  requirements: ['obo.identities'],
  severity: 'high',
  topologies: ['broker', 'direct'],
  needs: ['users', 'inside'],
  async run(deployment) {
    const inside = insideOf(deployment);
    const { gateway, server } = await control('both have shown an assertion to the issuer', async () => {
      await toolWorks(deployment);
      const proven = inside.provenIdentities();
      for (const [who, ids] of Object.entries(proven)) if (ids.length === 0) throw new Error(`the ${who} has not`);
      return proven;
    });
    const shared = gateway.filter((id) => server.includes(id));
    ensure(shared.length === 0, `gateway and server share the managed identity ${shared[0]}`);
  },
});
