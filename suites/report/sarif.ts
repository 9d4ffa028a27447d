/**
 * SARIF 2.1.0, for GitHub code scanning and the Scans tab of Azure DevOps: a finding at the one line that shaped the
 * objectionable answer. Failures are results, waived ones suppressed; that the harness broke is a notification.
 */
import { createHash } from 'node:crypto';
import type { Severity } from '../check.ts';
import { loadCatalogue } from '../requirements/catalogue.ts';
import type { CheckResult } from '../run/result.ts';
import { atTheEnd } from './reporter.ts';

const level: Readonly<Record<Severity, 'error' | 'warning' | 'note'>> = {
  critical: 'error',
  high: 'error',
  medium: 'warning',
  low: 'note',
};
/** What GitHub shows as severity: a score of 0 to 10. */
const score: Readonly<Record<Severity, string>> = { critical: '9.5', high: '8.0', medium: '5.0', low: '2.0' };

/** A path as a URI reference: relative ones stay relative to the root of the sources. */
function artifact(file: string): object {
  const path = file.replaceAll('\\', '/');
  const absolute = /^(?:\/|[A-Za-z]:\/)/.test(path);
  const uri = path.split('/').map(encodeURIComponent).join('/').replace(/%3A/gi, ':');
  return absolute ? { uri: `file://${path.startsWith('/') ? '' : '/'}${uri}` } : { uri, uriBaseId: '%SRCROOT%' };
}

/** Stable from run to run, and when lines move. */
function fingerprint({ check, location }: CheckResult): string {
  return createHash('sha256')
    .update(`${check.id}\0${location?.file ?? ''}\0${location?.element ?? ''}`)
    .digest('hex')
    .slice(0, 32);
}

function result(failure: CheckResult, rules: readonly string[]): object {
  const { check, reason = check.title, location, since, waiver } = failure;
  return {
    ruleId: check.id,
    ruleIndex: rules.indexOf(check.id),
    level: level[check.severity],
    message: { text: `${reason} (${check.title})` },
    locations: location
      ? [
          {
            physicalLocation: {
              artifactLocation: artifact(location.file),
              region: { startLine: location.line, startColumn: location.column },
            },
            logicalLocations: [{ name: location.element, kind: 'element' }],
          },
        ]
      : [],
    partialFingerprints: { 'sallyport/v1': fingerprint(failure) },
    ...(waiver
      ? {
          suppressions: [
            {
              kind: 'external',
              status: 'accepted',
              justification: `${waiver.owner} until ${waiver.expires}: ${waiver.reason}`,
            },
          ],
        }
      : {}),
    ...(since ? { baselineState: since === 'new' ? 'new' : 'unchanged' } : {}),
  };
}

export const sarif = atTheEnd((run, { version, startedAt }) => {
  const catalogue = new Map(loadCatalogue().map((requirement) => [requirement.id, requirement]));
  const checks = run.results.map(({ check }) => check);
  const rules = checks.map(({ id }) => id);
  const failures = run.results.filter(({ outcome }) => outcome === 'failed' || outcome === 'waived');
  const errors = run.results.filter(({ outcome }) => outcome === 'error');
  const spent = run.results.reduce((sum, { milliseconds }) => sum + milliseconds, 0);
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'sallyport',
            semanticVersion: version,
            rules: checks.map(({ id, title, severity, requirements }) => {
              const known = requirements.flatMap((each) => catalogue.get(each) ?? []);
              const url = known.flatMap(({ spec }) => spec.map(({ url }) => url))[0];
              return {
                id,
                name: id,
                shortDescription: { text: title },
                fullDescription: { text: known.map((each) => each.title).join(' ') || title },
                help: { text: known.map(({ remediation }) => remediation).join('\n') || title },
                ...(url === undefined ? {} : { helpUri: url }),
                defaultConfiguration: { level: level[severity] },
                properties: { 'security-severity': score[severity], tags: ['security', ...requirements].slice(0, 10) },
              };
            }),
          },
        },
        automationDetails: { id: `sallyport/${run.topology}/` },
        invocations: [
          {
            executionSuccessful: errors.length === 0,
            startTimeUtc: new Date(startedAt).toISOString(),
            endTimeUtc: new Date(startedAt + spent).toISOString(),
            toolExecutionNotifications: errors.map(({ check, reason = '' }) => ({
              level: 'error',
              message: { text: `${check.id}: ${reason}` },
              associatedRule: { id: check.id },
            })),
          },
        ],
        columnKind: 'utf16CodeUnits',
        results: failures.map((failure) => result(failure, rules)),
      },
    ],
  };
  return `${JSON.stringify(log, undefined, 2)}\n`;
});
