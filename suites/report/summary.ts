/** A run as Markdown, for the summary page of a job. */
import type { CheckResult, RunResult } from '../run/result.ts';
import { atTheEnd } from './reporter.ts';
import { summaryLines } from './text.ts';

/** GitHub refuses a step's summary above 1024 KiB as a whole. */
const mostBytes = 1_000_000;

const cell = (text: string): string =>
  text
    .replaceAll('|', '\\|')
    .replace(/\s*\n\s*/g, ' ')
    .replaceAll('<', '&lt;');
const word = ({ outcome, since }: CheckResult): string => (since ? `${outcome} (${since})` : outcome);

function row(result: CheckResult): string {
  const { check, reason = '', location } = result;
  const place = location ? `\`${location.file}:${location.line}\`` : '';
  return `| ${word(result)} | \`${check.id}\` | ${cell(check.title)} | ${cell(reason)} | ${place} |`;
}

function table(run: RunResult): string[] {
  const rank = ({ outcome }: CheckResult): number =>
    ['failed', 'error', 'not testable', 'waived', 'passed'].indexOf(outcome) >>> 0;
  const sorted = run.results.filter(({ outcome }) => outcome !== 'not applicable').sort((a, b) => rank(a) - rank(b));
  return ['| verdict | check | requirement | why | where |', '|---|---|---|---|---|', ...sorted.map(row)];
}

export const summary = atTheEnd((run) => {
  const lines = [`## sallyport: ${run.topology}`, '', ...summaryLines(run), '', ...table(run)];
  let text = '';
  for (const line of lines) {
    if (Buffer.byteLength(text) + Buffer.byteLength(line) > mostBytes) return `${text}\n(cut: the table is too long)\n`;
    text += `${line}\n`;
  }
  return text;
});
