/** `sallyport policy check PATH`: what is wrong with policies without a request. */
import { stat } from 'node:fs/promises';
import type { Finding, LintReport } from '../../gateway/lint/index.ts';
import type { Loaded, LoadOptions } from '../../gateway/load/load.ts';
import type { PolicyFormat } from '../../gateway/model.ts';
import { exitCode } from '../exit-code.ts';
import { asJson, type Output } from '../output.ts';

/** How bad a finding has to be to be listed. */
const levels = ['error', 'warning', 'note'] as const;

export interface CheckOptions {
  readonly path: string;
  readonly json: boolean;
  /** Format that plain documents are deployed in; what the configuration beside them says unless told, else rawxml. */
  readonly format?: PolicyFormat;
  /** Findings below it are counted and not listed. */
  readonly level: (typeof levels)[number];
}

const line = ({ file, line, column, severity, message, rule }: Finding): string =>
  `${file}:${line}:${column}: ${severity}: ${message} [${rule}]`;

/** Lints what was loaded; beside a service's own documents, those that lie in the same folder. */
async function lint(loaded: Loaded, path: string, format: PolicyFormat): Promise<LintReport> {
  const { lintService, lintSources } = await import('../../gateway/lint/index.ts');
  const { createChecker } = await import('./checker.ts');
  const { policies } = await import('../../gateway/policies/index.ts');
  const options = { expressions: await createChecker(), policies };
  if (loaded.layout === 'plain') return lintSources(loaded.sources, options);
  const { loadPlain } = await import('../../gateway/load/load-plain.ts');
  const others = (await stat(path)).isDirectory() ? await loadPlain(path, format) : [];
  return lintService(loaded.service, { ...options, others, partial: loaded.layout !== 'manifest' });
}

/** What the configuration of a folder says of how to read it; nothing where there is none. */
async function configured(path: string): Promise<LoadOptions> {
  const { configurationFor } = await import('../configuration/deployments.ts');
  const { loadOptions } = await import('../configuration/load-options.ts');
  const { found } = await configurationFor(path);
  return loadOptions(found);
}

/** Counts in words: `2 errors, 1 warning`. */
function tally(findings: readonly Finding[]): string {
  return levels
    .map((level) => ({ level, count: findings.filter(({ severity }) => severity === level).length }))
    .map(({ level, count }) => `${count} ${level}${count === 1 ? '' : 's'}`)
    .join(', ');
}

/**
 * Checks every policy at a path and prints what was found.
 * @returns findings when there is an error among them, nothing when no document was found
 */
export async function check({ path, json, level, ...options }: CheckOptions, output: Output): Promise<number> {
  const { load } = await import('../../gateway/load/load.ts');
  const configuration = await configured(path);
  const format = options.format ?? configuration.format ?? 'rawxml';
  const loaded = await load(path, { ...configuration, format });
  const { totals, findings } = await lint(loaded, path, format);
  const failures = findings.filter(({ severity }) => severity === 'error');
  const listed = findings.filter(({ severity }) => levels.indexOf(severity) <= levels.indexOf(level));

  if (json) {
    output.data(
      asJson({
        layout: loaded.layout,
        totals,
        failures: failures.map((finding) => ({ at: `${finding.file}:${finding.line}:${finding.column}`, ...finding })),
        findings: listed.filter(({ severity }) => severity !== 'error'),
      }),
    );
  } else {
    for (const finding of listed) output.data(line(finding));
    output.data(
      `totals: ${totals.documents} documents, ${totals.loaded} loaded, ${totals.corrupt} corrupt, ` +
        `${totals.expressions} expressions, ${totals.bound} bound`,
    );
    const skipped = Object.entries(totals.notEmulated);
    if (skipped.length > 0) {
      output.data(`not emulated: ${skipped.map(([element, count]) => `${element} ${count}`).join(', ')}`);
    }
    output.note(tally(findings) + (listed.length < findings.length ? ` (--level note lists them all)` : ''));
  }
  if (totals.documents === 0) {
    output.note(`no policy documents in '${path}': they are XML files whose root is <policies> or <fragment>`);
    return exitCode.nothing;
  }
  return failures.length > 0 ? exitCode.findings : exitCode.pass;
}
