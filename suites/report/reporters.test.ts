import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { type Check, defineCheck, type Severity } from '../check.ts';
import type { CheckResult, RunResult } from '../run/result.ts';
import { redactedResult } from './redact.ts';
import { reportFormats } from './reporters.ts';

const check = (id: string, severity: Severity = 'high'): Check =>
  defineCheck({
    id,
    title: `Holds "${id}" <always> & everywhere`,
    requirements: ['mcp.full-flow'],
    severity,
    topologies: ['broker'],
    needs: [],
    run: async () => {},
  });
const location = { file: 'infra/a b.xml', line: 7, column: 3, element: 'choose' };
const token = `eyJ${randomBytes(20).toString('base64url')}.${randomBytes(40).toString('base64url')}.${randomBytes(40).toString('base64url')}`;

const results: readonly CheckResult[] = [
  { check: check('a.passed'), outcome: 'passed', milliseconds: 12 },
  {
    check: check('b.failed', 'critical'),
    outcome: 'failed',
    reason: `leaks ${token}\n]]> 100%, truly`,
    location,
    since: 'new',
    milliseconds: 5,
  },
  {
    check: check('c.existing', 'low'),
    outcome: 'failed',
    reason: 'was so',
    location,
    since: 'existing',
    milliseconds: 5,
  },
  { check: check('d.error'), outcome: 'error', reason: 'broke\u0000', milliseconds: 1 },
  { check: check('e.untestable'), outcome: 'not testable', reason: 'no forge', milliseconds: 0 },
];
const run: RunResult = {
  topology: 'broker',
  target: 'emulated',
  url: 'https://gateway.example/mcp',
  results: results.map(redactedResult),
};

function report(format: string): string {
  const reporter = reportFormats[format]?.create({ version: '1.2.3', startedAt: 0 });
  for (const result of run.results) {
    expect(reporter?.on({ kind: 'started', check: result.check })).toBeUndefined();
    expect(reporter?.on({ kind: 'finished', result })).toBeUndefined();
  }
  return reporter?.on({ kind: 'ended', run }) ?? expect.fail('no document');
}

describe.each(Object.keys(reportFormats))('%s', (format) => {
  it('holds no token, and names what failed and where', () => {
    const text = report(format);
    expect(text).not.toContain(token.slice(0, 16));
    expect(text).not.toContain(token.slice(-16));
    expect(text).toContain('b.failed');
    expect(text).toMatch(/a(?: |%20)b\.xml/);
  });
});

it('is SARIF 2.1.0 with what code scanning needs of it', () => {
  const log = JSON.parse(report('sarif'));
  expect(log).toMatchObject({ version: '2.1.0', $schema: expect.stringContaining('sarif-2.1.0') });
  const [scan, ...others] = log.runs;
  expect(others).toEqual([]);
  const { rules } = scan.tool.driver;
  expect(rules.map(({ id }: { id: string }) => id)).toEqual(results.map(({ check }) => check.id));
  for (const rule of rules) {
    expect(rule).toMatchObject({
      shortDescription: { text: expect.any(String) },
      fullDescription: { text: expect.any(String) },
      help: { text: expect.any(String) },
    });
    expect(rule.properties.tags.length).toBeLessThanOrEqual(10);
  }
  expect(scan.results).toMatchObject([
    {
      ruleId: 'b.failed',
      ruleIndex: 1,
      level: 'error',
      baselineState: 'new',
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: 'infra/a%20b.xml', uriBaseId: '%SRCROOT%' },
            region: { startLine: 7, startColumn: 3 },
          },
        },
      ],
    },
    { ruleId: 'c.existing', level: 'note', baselineState: 'unchanged' },
  ]);
  for (const { partialFingerprints } of scan.results)
    expect(partialFingerprints['sallyport/v1']).toMatch(/^[0-9a-f]{32}$/);
  expect(scan.results[0].partialFingerprints).not.toEqual(scan.results[1].partialFingerprints);
  expect(scan.invocations).toMatchObject([
    { executionSuccessful: false, toolExecutionNotifications: [{ level: 'error' }] },
  ]);
});

it('is JUnit whose counts are those of its cases, and well-formed', () => {
  const xml = report('junit');
  const opened = [...xml.matchAll(/<([a-z]+)(?:\s[^<>]*)?(?<!\/)>/g)].map(([, name]) => name);
  const closed = [...xml.matchAll(/<\/([a-z]+)>/g)].map(([, name]) => name);
  expect(opened.sort()).toEqual(closed.sort());
  // biome-ignore lint/suspicious/noControlCharactersInRegex: what XML 1.0 can't hold
  expect(xml).not.toMatch(/[\u0000-\u0008]/);
  expect(xml).not.toMatch(/&(?!amp;|lt;|gt;|quot;|apos;)/);
  const count = (pattern: RegExp): number => [...xml.matchAll(pattern)].length;
  expect(xml).toContain('tests="5" failures="1" errors="1" skipped="2"');
  expect([count(/<testcase /g), count(/<failure /g), count(/<error /g), count(/<skipped /g)]).toEqual([5, 1, 1, 2]);
  expect(xml).toContain('file="infra/a b.xml" line="7"');
});

it('is CTRF with counts that add up', () => {
  const { results: ctrf } = JSON.parse(report('ctrf'));
  expect(ctrf.summary).toMatchObject({ tests: 5, passed: 1, failed: 2, skipped: 1, other: 1, pending: 0 });
});

it('annotates new failures as errors, the worst first, with everything escaped', () => {
  const lines = report('github').trimEnd().split('\n');
  expect(lines[0]).toMatch(
    /^::error file=infra\/a b\.xml,line=7,col=3,title=b\.failed \(critical\)::leaks \[token\]%0A\]\]> 100%25, truly%0A/,
  );
  expect(lines.slice(1).every((line) => line.startsWith('::warning '))).toBe(true);
});

it('keeps table rows of the summary in one line', () => {
  expect(report('summary')).toMatch(/^\| failed \(new\) \| `b\.failed` \|.*\| `infra\/a b\.xml:7` \|$/m);
});

it('is HTML that loads nothing and escapes everything', () => {
  const page = report('html');
  expect(page).not.toMatch(/<script|src=|href=/);
  expect(page).toContain('&lt;always&gt; &amp; everywhere');
});

it('gives each requirement one verdict, the worst of its checks', () => {
  expect(JSON.parse(report('json')).requirements).toMatchObject([
    { id: 'mcp.full-flow', outcome: 'failed', locations: [location, location] },
  ]);
});
