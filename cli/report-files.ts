/** `--report format=file`: reports besides what is printed. */
import { writeFile } from 'node:fs/promises';
import { jsonReport } from '../suites/report/json.ts';
import type { RunResult } from '../suites/run/result.ts';
import { CommandError } from './command-error.ts';
import { asJson } from './output.ts';

/** Formats by name. */
const formats: Readonly<Record<string, (run: RunResult) => string>> = {
  json: (run) => `${asJson(jsonReport(run))}\n`,
};

export interface ReportFile {
  readonly format: string;
  readonly file: string;
}

/**
 * Reads the values of `--report`, before anything runs.
 * @throws CommandError naming the formats there are
 */
export function parseReports(values: readonly string[] = []): readonly ReportFile[] {
  return values.map((value) => {
    const [, format = '', file = ''] = /^([^=]*)=(.*)$/.exec(value) ?? [];
    if (!Object.hasOwn(formats, format) || file === '') {
      throw new CommandError(
        `--report wants FORMAT=FILE, and not '${value}'; formats are ${Object.keys(formats).join(', ')}`,
      );
    }
    return { format, file };
  });
}

/** Writes them. */
export async function writeReports(reports: readonly ReportFile[], run: RunResult): Promise<void> {
  for (const { format, file } of reports) await writeFile(file, formats[format]?.(run) ?? '');
}
