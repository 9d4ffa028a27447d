/** Annotations of GitHub Actions: workflow commands on standard output. */
import type { CheckResult } from '../run/result.ts';
import { atTheEnd } from './reporter.ts';

const data = (text: string): string => text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
const property = (text: string): string => data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');

/** Annotations of one kind that a step shows; the rest would be lost without a word. */
const most = 10;

const weight = { critical: 0, high: 1, medium: 2, low: 3 } as const;

function command(kind: 'error' | 'warning' | 'notice', { check, reason = check.title, location }: CheckResult): string {
  const properties = [
    ...(location ? [`file=${property(location.file)}`, `line=${location.line}`, `col=${location.column}`] : []),
    `title=${property(`${check.id} (${check.severity})`)}`,
  ];
  return `::${kind} ${properties.join(',')}::${data(`${reason}\n${check.title}`)}`;
}

export const github = atTheEnd((run) => {
  const failures = run.results
    .filter(({ outcome, since }) => outcome === 'failed' && since !== 'existing')
    .sort((a, b) => weight[a.check.severity] - weight[b.check.severity]);
  const warnings = run.results.filter(({ outcome, since }) => outcome === 'error' || since === 'existing');
  const lines = [
    ...failures.slice(0, most).map((each) => command('error', each)),
    ...warnings.slice(0, most - 1).map((each) => command('warning', each)),
  ];
  const left = failures.length - most;
  if (left > 0) lines.push(`::warning title=sallyport::${left} more failures; the summary lists them`);
  return lines.map((line) => `${line}\n`).join('');
});
