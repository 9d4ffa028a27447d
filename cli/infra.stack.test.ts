/** What azd would deploy, judged as the deployment of anybody: read from the Bicep files, with a stub as the server. */
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { startForeignDeployment } from '../fixtures/topologies/foreign/index.ts';
import { load } from '../gateway/load/index.ts';
import type { Topology } from '../suites/deployment.ts';
import { runQuietly } from './judge.ts';

const infra = fileURLToPath(new URL('../infra', import.meta.url));

const rows: readonly (readonly [Topology, readonly string[]])[] = [
  ['broker', ['flow.full', 'code.single-use', 'custody.outside']],
  ['direct', ['flow.full', 'token.wrong-audience', 'custody.outside']],
  ['gateway-obo', ['flow.full', 'graph-token.header', 'custody.outside']],
  ['client-credentials', ['flow.application', 'application.role', 'custody.outside']],
];

/** The models of all four are compared with their manifests in every run (`gateway/load/infra.test.ts`). */
const full = Boolean(process.env.SALLYPORT_FULL);

test.each(full ? rows : rows.slice(0, 1))(
  'the deployment of %s works from its Bicep files, and keeps inside what belongs there',
  async (topology, check) => {
    const loaded = await load(infra, { parameters: { topology } });
    if (loaded.layout === 'plain') throw new Error('the Bicep files deploy a service');
    const { deployment, close } = await startForeignDeployment({ loaded, topology });
    try {
      const { results } = await runQuietly(deployment, { check });
      expect(results.map(({ check: { id }, outcome, reason }) => [id, outcome, reason])).toEqual(
        check.map((id) => [id, 'passed', undefined]),
      );
    } finally {
      await close();
    }
  },
);
