/** A run as one HTML file that needs nothing else: no script, no style sheet, no network. */
import { loadCatalogue } from '../requirements/catalogue.ts';
import type { CheckResult } from '../run/result.ts';
import { xmlText } from './junit.ts';
import { atTheEnd } from './reporter.ts';
import { summaryLines } from './text.ts';

const style = `
body { font: 16px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 72rem; padding: 0 1rem; color: #1b1b1f; background: #fff }
table { border-collapse: collapse; width: 100% } th, td { text-align: left; vertical-align: top; padding: .5rem; border-bottom: 1px solid #d0d0d7 }
code { font-family: ui-monospace, monospace; overflow-wrap: anywhere } .failed, .error { color: #a4001d; font-weight: 600 } .passed { color: #0b6120 }
@media (prefers-color-scheme: dark) { body { color: #eceef2; background: #17181c } th, td { border-color: #3a3b42 } .failed, .error { color: #ff8f9d } .passed { color: #7fd491 } }`;

function row(result: CheckResult, remediation: ReadonlyMap<string, string>): string {
  const { check, outcome, reason, location, since } = result;
  const advice = outcome === 'failed' ? check.requirements.flatMap((id) => remediation.get(id) ?? []) : [];
  const details = [reason ?? '', ...advice.map((text) => `To mend it: ${text}`)].filter((text) => text !== '');
  return `<tr><td class="${outcome.replace(' ', '-')}">${xmlText(since ? `${outcome} (${since})` : outcome)}</td><td><code>${xmlText(check.id)}</code><br>${xmlText(check.title)}</td><td>${details.map((text) => `<p>${xmlText(text)}</p>`).join('')}</td><td>${location ? `<code>${xmlText(`${location.file}:${location.line}`)}</code>` : ''}</td></tr>`;
}

export const html = atTheEnd((run, { version, startedAt }) => {
  const remediation = new Map(loadCatalogue().map((requirement) => [requirement.id, requirement.remediation]));
  const lines = summaryLines(run).map((line) => `<p>${xmlText(line)}</p>`);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>sallyport: ${xmlText(run.topology)}</title>
<style>${style}
</style>
</head>
<body>
<main>
<h1>sallyport: ${xmlText(run.topology)}</h1>
${lines.join('\n')}
<table>
<caption>Checks of ${new Date(startedAt).toISOString().slice(0, 19)}Z, version ${xmlText(version)}</caption>
<thead><tr><th scope="col">Verdict</th><th scope="col">Check</th><th scope="col">Why</th><th scope="col">Where</th></tr></thead>
<tbody>
${run.results.map((result) => row(result, remediation)).join('\n')}
</tbody>
</table>
</main>
</body>
</html>
`;
});
