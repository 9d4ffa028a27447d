/** docs/requirements.md: what must hold, the checks that prove it, and the mutants that prove the checks. */
import { mutants } from '../../fixtures/mutants/index.ts';
import type { Check } from '../../suites/check.ts';
import { checks } from '../../suites/checks/index.ts';
import { loadCatalogue, type Requirement } from '../../suites/requirements/catalogue.ts';
import { cell, code, prose, table, toHeading } from './markdown.ts';

const none = 'none';

function checkRow(check: Check): string[] {
  const killedBy = mutants.filter(({ kills }) => kills.includes(check.id));
  return [
    code(check.id),
    check.severity,
    check.topologies.join(', '),
    check.needs.join(', ') || 'nothing',
    killedBy.map(({ id, title }) => `${code(id)} (${cell(title)})`).join('; ') || none,
  ];
}

function section(requirement: Requirement): string {
  const proving = checks.filter((check) => check.requirements.includes(requirement.id));
  return `## ${requirement.id}

**${requirement.level}**: ${prose(requirement.title)}.

- Topologies: ${requirement.topologies.join(', ')}
- Required by: ${requirement.spec.map(({ id, url }) => `[${id}](${url})`).join('; ')}
- To mend a finding: ${prose(requirement.remediation)}

${table(['check', 'severity', 'topologies', 'needs', 'mutants that turn it red'], proving.map(checkRow))}`;
}

export function page(): string {
  const requirements = loadCatalogue();
  return `# Requirements

${requirements.length} requirements, ${checks.length} checks, ${mutants.length} mutants. A requirement holds when its checks
pass; a mutant is a deployment that is broken in one way, and proves that a check can fail. A check *needs* parts that a
target may lack: users who can sign in, a forge of bad tokens, or a view from inside. Without them it is not testable.

${table(
  ['requirement', 'level', 'what must hold'],
  requirements.map(({ id, level, title }) => [toHeading(id), level, cell(title)]),
)}

${requirements.map(section).join('\n\n')}
`;
}
