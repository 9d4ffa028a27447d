/** `--report FORMAT=FILE`: which reports are written, and where. */

import { accessSync, constants, existsSync, readFileSync } from 'node:fs';
import { appendFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { ReportContext, RunEvent } from '../suites/report/reporter.ts';
import { type ReportFormat, reportFormats } from '../suites/report/reporters.ts';
import type { RunResult } from '../suites/run/result.ts';
import { closest } from './closest.ts';
import { CommandError, fileProblem } from './command-error.ts';
import { makeFolder } from './make-folder.ts';
import type { Output } from './output.ts';

interface Chosen {
  readonly name: string;
  readonly format: ReportFormat;
  /** For formats that go to a file. */
  readonly file: string | undefined;
}

const names = Object.keys(reportFormats);
const usage = `--report takes ${names.map((name) => (reportFormats[name]?.to === 'file' ? `${name}=FILE` : name)).join(', ')}`;

/**
 * Reads `--report`, of which one value may hold several with commas: `junit=a.xml,sarif=b.sarif,github`.
 * @throws CommandError for what is no format, before anything has run
 */
export function chosenReports(values: readonly string[] = []): Chosen[] {
  // a comma separates only where a format follows it: file names may have commas
  const parts = values.flatMap((value) => value.split(/,(?=[a-z]+(?:=|,|$))/));
  return parts.map((value) => {
    const split = value.indexOf('=');
    const name = split < 0 ? value : value.slice(0, split);
    const file = split < 0 ? undefined : value.slice(split + 1);
    const format = Object.hasOwn(reportFormats, name) ? reportFormats[name] : undefined;
    if (!format) {
      const near = closest(name, names);
      throw new CommandError(`there is no report format '${name}'${near ? `; did you mean ${near}?` : ''}; ${usage}`);
    }
    if ((format.to === 'file') !== (file !== undefined && file !== '')) throw new CommandError(usage);
    if (file !== undefined) requireWritable(file);
    return { name, format, file };
  });
}

/** Makes the folder of a report. @throws CommandError before anything has run, where it can't be written later */
function requireWritable(file: string): void {
  try {
    makeFolder(dirname(file));
    accessSync(existsSync(file) ? file : dirname(file), constants.W_OK);
  } catch (error) {
    throw new CommandError(`--report: '${file}' can't be written: its folder ${fileProblem(error) ?? 'is not usable'}`);
  }
}

function version(): string {
  try {
    const manifest = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
      version?: unknown;
    };
    return String(manifest.version ?? '0.0.0');
  } catch {
    return '0.0.0';
  }
}

export interface OpenReports {
  on(event: RunEvent): void;
  /** Writes what is to be written. */
  end(run: RunResult): Promise<void>;
}

/** Opens the reports; each gets every event. */
export function openReports(values: readonly string[] | undefined, output: Output): OpenReports {
  const context: ReportContext = { version: version(), startedAt: Date.now() };
  const open = chosenReports(values).map((chosen) => ({ ...chosen, reporter: chosen.format.create(context) }));
  return {
    on(event) {
      for (const { reporter } of open) reporter.on(event);
    },
    async end(run) {
      for (const { name, format, file, reporter } of open) {
        const text = reporter.on({ kind: 'ended', run }) ?? '';
        if (format.to === 'stdout') {
          if (text !== '') output.data(text.trimEnd());
        } else if (file !== undefined) {
          await writeFile(file, text);
          output.note(`wrote ${file}`);
        } else if (typeof format.to === 'object') {
          const target = process.env[format.to.appendTo];
          if (target) await appendFile(target, text);
          else output.note(`--report ${name}: ${format.to.appendTo} is not set, so there is nowhere to write it`);
        }
      }
    },
  };
}
