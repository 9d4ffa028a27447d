/** `sallyport explain ID`: what a requirement or a check means, who says so, and how to mend a finding. */
import type { Check } from '../suites/check.ts';
import { checks } from '../suites/checks/index.ts';
import { loadCatalogue, type Requirement } from '../suites/requirements/catalogue.ts';
import { closest } from './closest.ts';
import { CommandError } from './command-error.ts';
import { exitCode } from './exit-code.ts';
import { asJson, type Output } from './output.ts';
import { provedBy } from './requirements.ts';

export interface ExplainOptions {
  readonly id: string;
  readonly json: boolean;
}

const requirementText = (requirement: Requirement): string =>
  [
    `${requirement.id} (${requirement.level})`,
    `  ${requirement.title}`,
    `  topologies: ${requirement.topologies.join(', ')}`,
    `  checks: ${provedBy(requirement).join(', ')}`,
    ...requirement.spec.map(({ id, url }) => `  says ${id}: ${url}`),
    `  to mend a finding: ${requirement.remediation}`,
  ].join('\n');

const checkText = (check: Check): string =>
  [
    `${check.id} (check, severity ${check.severity})`,
    `  ${check.title}`,
    `  topologies: ${check.topologies.join(', ')}`,
    ...(check.needs.length > 0 ? [`  needs: ${check.needs.join(', ')}`] : []),
    `  proves: ${check.requirements.join(', ')}`,
  ].join('\n');

/** `sallyport explain ID`. @returns the exit code */
export async function explain({ id, json }: ExplainOptions, output: Output): Promise<number> {
  const catalogue = loadCatalogue();
  const check = checks.find((candidate) => candidate.id === id);
  const wanted = check ? check.requirements : [id];
  const requirements = catalogue.filter((requirement) => wanted.includes(requirement.id));
  if (!check && requirements.length === 0) {
    const near = closest(
      id,
      [...catalogue, ...checks].map((known) => known.id),
    );
    const hint = near ? `; did you mean ${near}?` : '';
    throw new CommandError(`no requirement or check has the id '${id}'${hint} ('sallyport requirements' lists them)`);
  }
  if (json) {
    const { run: _run, ...described } = check ?? { run: undefined };
    output.data(asJson({ ...(check ? { check: described } : {}), requirements }));
  } else {
    output.data([...(check ? [checkText(check)] : []), ...requirements.map(requirementText)].join('\n\n'));
  }
  return exitCode.pass;
}
