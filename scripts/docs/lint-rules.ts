/** docs/lint-rules.md: the findings of `sallyport policy check`. */
import { documentRules, expressionRule, type RuleMetadata, rules } from '../../gateway/lint/index.ts';
import { cell, prose, table, toHeading } from './markdown.ts';

const severities = ['error', 'warning', 'note'] as const;

function section({ id, title, severity, help, see }: RuleMetadata): string {
  return `## ${id}\n\n**${severity}**: ${prose(title)}.\n\n${prose(help)}${see ? `\n\n[Documentation](${see})` : ''}`;
}

export function page(): string {
  const all = [...Object.values(documentRules), expressionRule, ...rules].sort(
    (a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity) || (a.id < b.id ? -1 : 1),
  );
  return `# Lint rules

What \`sallyport policy check\` reports without a request. *error*: Azure refuses it, or it is a hole. *warning*: probably
not meant. *note*: worth knowing. The command ends with 1 when there is an error.

${table(
  ['rule', 'severity', 'what holds when it is satisfied'],
  all.map(({ id, severity, title }) => [toHeading(id), severity, cell(title)]),
)}

${all.map(section).join('\n\n')}
`;
}
