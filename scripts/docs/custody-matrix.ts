/** docs/custody-matrix.md: which secret may cross which boundary. */
import { type Allowance, custodyMatrix, type TopologyCustody } from '../../fixtures/custody/matrix.ts';
import { secretKinds } from '../../fixtures/custody/secret-kind.ts';
import { code, table } from './markdown.ts';

const allowance = (allowed: Allowance): string =>
  typeof allowed === 'string' ? allowed : `${allowed.rule}, to ${code(allowed.path)} only`;

function section(topology: string, { rules, expected }: TopologyCustody): string {
  const never: string[] = [];
  const rows = Object.entries(secretKinds).flatMap(([kind, what]) => {
    const flows = Object.entries(rules[kind as keyof typeof secretKinds] ?? {});
    if (flows.length === 0) never.push(what);
    const allowed = flows.map(
      ([flow, how]) =>
        `${code(flow)} ${allowance(how)}${expected.some(([k, f]) => k === kind && f === flow) ? ', expected' : ''}`,
    );
    return flows.length > 0 ? [[code(kind), what, allowed.join('<br>')]] : [];
  });
  return `## ${topology}\n\n${table(['secret', 'what it is', 'where it may be seen'], rows)}

Never, anywhere: ${never.join('; ')}.`;
}

export function page(): string {
  return `# Custody matrix

Where each kind of secret may be seen, per topology. A flow such as \`identity>browser\` is one direction of one boundary.
**What is not listed is forbidden.** *once*: one message at most, for each single secret. *expected*: a completed sign-in
and tool call shows it there; a run without it proves nothing, and says so.

${Object.entries(custodyMatrix)
  .map(([topology, custody]) => section(topology, custody))
  .join('\n\n')}
`;
}
