/** The walk as text: who said what to whom, with tokens as fingerprints that keep their colour from step to step. */
import type { Walk } from '../fixtures/walk/index.ts';
import type { WalkToken } from '../fixtures/walk/walk-exchange.ts';

/** Colours of the 256-colour palette that can be read on dark and on light ground. */
const palette: readonly number[] = [33, 34, 37, 67, 98, 125, 130, 136, 161, 166, 172, 204];

/** A token as a mark: a coloured block where colours are wanted, and the first eight digits of its fingerprint. */
function mark({ fingerprint, name }: WalkToken, colour: boolean): string {
  const digits = fingerprint.slice(0, 8);
  if (!colour) return `[${digits}] ${name}`;
  const index = Number.parseInt(fingerprint.slice(0, 6), 16) % palette.length;
  return `\u001b[38;5;${palette[index]}m■ ${digits}\u001b[0m ${name}`;
}

const widest = 110;
const cut = (line: string): string => (line.length > widest ? `${line.slice(0, widest - 1)}…` : line);

/** Writes the steps. @param colour whether the terminal is to get colours */
export function walkText({ steps, findings }: Walk, colour: boolean): string {
  const blocks = steps.map(({ number, title, messages }) => {
    const lines = messages.flatMap(({ from, to, line, says, tokens }) => [
      `      ${`${from} → ${to}`.padEnd(20)}  ${line}`,
      ...says.map((text) => cut(`        ${text}`)),
      ...tokens.map((token) => `        carries ${mark(token, colour)}`),
    ]);
    return [`${String(number).padStart(3)}  ${title}`, ...lines].join('\n');
  });
  const found = findings.map((finding) => `finding: ${finding}`).join('\n');
  return `${blocks.join('\n\n')}
${found && `\n${found}\n`}
A token is shown by the first digits of its SHA-256: the same digits are the same token. Nothing here can be replayed.`;
}

/** Whether standard output is to get colours (no-color.org). */
export function wantsColour(env: NodeJS.ProcessEnv, isTerminal: boolean): boolean {
  if (env.NO_COLOR) return false;
  return isTerminal || (env.FORCE_COLOR !== undefined && env.FORCE_COLOR !== '0');
}
