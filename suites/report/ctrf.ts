/** Common Test Report Format, JSON. */
import type { CheckResult } from '../run/result.ts';
import { atTheEnd } from './reporter.ts';

function status({ outcome, since }: CheckResult): 'passed' | 'failed' | 'skipped' | 'other' {
  if (outcome === 'passed') return 'passed';
  if (outcome === 'failed') return since === 'existing' ? 'other' : 'failed';
  return outcome === 'error' ? 'failed' : 'skipped';
}

export const ctrf = atTheEnd((run, { version, startedAt }) => {
  const spent = run.results.reduce((sum, { milliseconds }) => sum + milliseconds, 0);
  const count = (wanted: ReturnType<typeof status>): number =>
    run.results.filter((each) => status(each) === wanted).length;
  const report = {
    reportFormat: 'CTRF',
    specVersion: '0.0.0',
    results: {
      tool: { name: 'sallyport', version },
      summary: {
        tests: run.results.length,
        passed: count('passed'),
        failed: count('failed'),
        skipped: count('skipped'),
        pending: 0,
        other: count('other'),
        start: startedAt,
        stop: startedAt + spent,
      },
      tests: run.results.map((result) => {
        const { check, reason, location, milliseconds, outcome, since } = result;
        return {
          name: check.id,
          status: status(result),
          duration: milliseconds,
          rawStatus: outcome,
          suite: [run.topology],
          ...(reason === undefined ? {} : { message: reason }),
          ...(location ? { filePath: location.file, line: location.line } : {}),
          tags: [check.severity, ...check.requirements],
          extra: { title: check.title, ...(since ? { since } : {}) },
        };
      }),
    },
  };
  return `${JSON.stringify(report, undefined, 2)}\n`;
});
