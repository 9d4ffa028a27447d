/** The formats by name, and where each goes. */
import { ctrf } from './ctrf.ts';
import { github } from './github.ts';
import { html } from './html.ts';
import { jsonReport } from './json.ts';
import { junit } from './junit.ts';
import { atTheEnd, type ReportContext, type Reporter } from './reporter.ts';
import { sarif } from './sarif.ts';
import { summary } from './summary.ts';

export interface ReportFormat {
  /** `file`: a file that the user names; `stdout`; or the file that an environment variable of the CI names. */
  readonly to: 'file' | 'stdout' | { readonly appendTo: string };
  readonly create: (context: ReportContext) => Reporter;
}

export const reportFormats: Readonly<Record<string, ReportFormat>> = {
  junit: { to: 'file', create: junit },
  sarif: { to: 'file', create: sarif },
  ctrf: { to: 'file', create: ctrf },
  html: { to: 'file', create: html },
  json: { to: 'file', create: atTheEnd((run) => `${JSON.stringify(jsonReport(run), undefined, 2)}\n`) },
  github: { to: 'stdout', create: github },
  summary: { to: { appendTo: 'GITHUB_STEP_SUMMARY' }, create: summary },
};
