/** JUnit XML, as Azure Pipelines (PublishTestResults) and GitHub's reporters read it. A broken harness is an `<error>`. */
import type { CheckResult, RunResult } from '../run/result.ts';
import { atTheEnd } from './reporter.ts';

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

// biome-ignore lint/suspicious/noControlCharactersInRegex: XML 1.0 has no way to write these
const unwritable = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;

/** Text as XML 1.0 can hold it. */
export function xmlText(text: string): string {
  return text.replace(unwritable, '\ufffd').replace(/[&<>"']/g, (character) => entities[character] ?? '');
}

const attributes = (values: Readonly<Record<string, string | number>>): string =>
  Object.entries(values)
    .map(([name, value]) => ` ${name}="${xmlText(String(value))}"`)
    .join('');

const placeOf = ({ location }: CheckResult): string =>
  location ? `${location.file}:${location.line}:${location.column} <${location.element}>` : '';

/** What stands in a test case besides its properties. */
function outcomeElement(result: CheckResult): string {
  const { outcome, reason = '', check, since } = result;
  const text = xmlText([reason, placeOf(result)].filter((part) => part !== '').join('\n'));
  switch (outcome) {
    case 'passed':
      return '';
    case 'failed':
      if (since === 'existing') return `<skipped${attributes({ message: `existing before the change: ${reason}` })}/>`;
      return `<failure${attributes({ message: reason, type: check.severity })}>${text}</failure>`;
    case 'error':
      return `<error${attributes({ message: reason, type: 'harness' })}>${text}</error>`;
    default:
      return `<skipped${attributes({ message: `${outcome}: ${reason}` })}/>`;
  }
}

function testCase(result: CheckResult, run: RunResult): string {
  const { check, location, milliseconds } = result;
  const head = attributes({
    name: check.id,
    classname: `${run.topology}.${check.id}`,
    time: (milliseconds / 1000).toFixed(3),
    ...(location ? { file: location.file, line: location.line } : {}),
  });
  const properties = [
    ['title', check.title],
    ['severity', check.severity],
    ...check.requirements.map((id) => ['requirement', id] as const),
  ].map(([name, value]) => `<property${attributes({ name: name ?? '', value: value ?? '' })}/>`);
  return `    <testcase${head}>\n      <properties>${properties.join('')}</properties>\n      ${outcomeElement(result)}\n    </testcase>`;
}

/** JUnit XML, as build servers read it. */
export const junit = atTheEnd((run, { startedAt }) => {
  const count = (test: (result: CheckResult) => boolean): number => run.results.filter(test).length;
  const failures = count(({ outcome, since }) => outcome === 'failed' && since !== 'existing');
  const errors = count(({ outcome }) => outcome === 'error');
  const passed = count(({ outcome }) => outcome === 'passed');
  const totals = {
    tests: run.results.length,
    failures,
    errors,
    skipped: run.results.length - failures - errors - passed,
    time: (run.results.reduce((sum, { milliseconds }) => sum + milliseconds, 0) / 1000).toFixed(3),
  };
  const suite = attributes({
    name: `${run.topology} (${run.target})`,
    ...totals,
    timestamp: new Date(startedAt).toISOString().slice(0, 19),
    hostname: 'localhost',
  });
  return `<?xml version="1.0" encoding="UTF-8"?>
<testsuites${attributes({ name: 'sallyport', ...totals })}>
  <testsuite${suite}>
${run.results.map((result) => testCase(result, run)).join('\n')}
  </testsuite>
</testsuites>
`;
});
