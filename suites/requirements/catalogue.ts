/** The catalogue of requirements: data that can be read without running anything. */
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { topologies } from '../deployment.ts';

const requirement = z.strictObject({
  id: z.string().regex(/^[a-z0-9]+(?:[.-][a-z0-9]+)*$/),
  level: z.enum(['MUST', 'SHOULD']),
  title: z.string(),
  topologies: z.array(z.enum(topologies)).min(1),
  spec: z.array(z.strictObject({ id: z.string(), url: z.url() })).min(1),
  remediation: z.string(),
});

/** One requirement: what must hold, who says so, and how to mend it. */
export type Requirement = z.infer<typeof requirement>;

const catalogue = z.strictObject({ requirements: z.array(requirement) });

/** All requirements, in the order of the catalogue file. @throws when the file is not valid */
export function loadCatalogue(): readonly Requirement[] {
  const text = readFileSync(new URL('./catalogue.json', import.meta.url), 'utf8');
  return catalogue.parse(JSON.parse(text)).requirements;
}
