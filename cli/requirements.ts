/** `sallyport requirements`: the catalogue, without running anything. */
import { checks } from '../suites/checks/index.ts';
import type { Topology } from '../suites/deployment.ts';
import { loadCatalogue, type Requirement } from '../suites/requirements/catalogue.ts';
import { exitCode } from './exit-code.ts';
import { asJson, columns, type Output } from './output.ts';

export interface RequirementsOptions {
  readonly topology?: Topology;
  readonly json: boolean;
}

/** Ids of the checks that prove a requirement. */
export const provedBy = (requirement: Requirement): string[] =>
  checks.filter((check) => check.requirements.includes(requirement.id)).map(({ id }) => id);

/** `sallyport requirements`. @returns the exit code */
export async function requirements(options: RequirementsOptions, output: Output): Promise<number> {
  const { topology } = options;
  const listed = loadCatalogue().filter((requirement) => !topology || requirement.topologies.includes(topology));
  if (options.json) {
    output.data(
      asJson({ requirements: listed.map((requirement) => ({ ...requirement, checks: provedBy(requirement) })) }),
    );
  } else {
    output.data(columns(listed.map(({ id, level, title }) => [id, level, title])));
    output.note(`${listed.length} requirements; 'sallyport explain ID' tells more of one`);
  }
  return listed.length > 0 ? exitCode.pass : exitCode.nothing;
}
