/**
 * `npm run oracle:check [-- --report=FILE]`: the committed cases. Recomputes the expected sides where .NET is found and
 * fails when they have drifted; runs every case in our engine; prints cases by topic and what of the census they use.
 * The last line is `N agree, M known differences`; exit code 1 on any difference that known-differences.json does not
 * explain. With `--report`, the counts are also written to a file, as JSON.
 */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { same } from './agreement.ts';
import { type CaseFile, findCaseFiles, readCaseFile } from './case-file.ts';
import { coverage } from './census.ts';
import { type Comparison, compareFile } from './comparison.ts';
import { JudgeUnavailable, judge, prepareJudge } from './dotnet-program.ts';
import { createEngine } from './engine.ts';
import { knownDifferences } from './known-differences.ts';

const files = findCaseFiles(fileURLToPath(new URL('cases', import.meta.url))).map(readCaseFile);
const problems = [...drift(files)];
const engine = await createEngine();
const comparisons = files.flatMap((file) =>
  file.expected ? compareFile(file, file.expected, engine) : missing(file, problems),
);
const known = knownDifferences();

printTopics(comparisons);
for (const list of ['constructs', 'members'] as const) printCoverage(list);

const unexplained = comparisons.filter(({ name, difference }) => difference !== undefined && !known.has(name));
for (const { name, expression, difference } of unexplained)
  console.log(`\n${name}\n  ${expression.replaceAll('\n', '\n  ')}\n  ${difference}`);

const differing = new Set(comparisons.filter(({ difference }) => difference !== undefined).map(({ name }) => name));
for (const name of known.keys())
  if (!differing.has(name))
    problems.push(`${name} is listed in known-differences.json and agrees: take it off the list`);

for (const problem of problems) console.log(`\n${problem}`);
const counted = comparisons.filter((each) => each.counted);
const documented = comparisons.length - counted.length;
if (documented > 0) {
  const agreeing = comparisons.filter((each) => !each.counted && each.difference === undefined).length;
  console.log(`\n${agreeing} of ${documented} cases that documentation decides agree (not counted below)`);
}
if (unexplained.length > 0) console.log(`${unexplained.length} differences without a reason`);
const agree = counted.filter(({ difference }) => difference === undefined).length;
const knownOnes = counted.filter(({ name }) => differing.has(name) && known.has(name)).length;
const report = process.argv.find((arg) => arg.startsWith('--report='))?.slice('--report='.length);
if (report !== undefined) {
  const failures = unexplained.length + problems.length;
  writeFileSync(report, `${JSON.stringify({ agree, known: knownOnes, unexplained: failures })}\n`);
}
console.log(`${agree} agree, ${knownOnes} known differences`);
process.exit(unexplained.length + problems.length > 0 ? 1 : 0);

/** Compares the committed expected sides with what .NET says now. */
function* drift(files: readonly CaseFile[]): Iterable<string> {
  try {
    prepareJudge();
  } catch (error) {
    if (!(error instanceof JudgeUnavailable)) throw error;
    console.log(`${error.message}: the committed expected sides are taken as they are`);
    return;
  }
  const fresh = judge(files.map(({ path }) => path));
  console.log(`expected sides recomputed by ${[...fresh.values()][0]?.judge}`);
  for (const { path, cases, expected } of files) {
    for (const { id, runtimeDependent } of cases) {
      const [was, is] = [expected?.cases.get(id), fresh.get(path)?.cases.get(id)];
      if (is?.unstable) yield `${path} ${id}: .NET gives another outcome each time`;
      if (is?.windows && !runtimeDependent) yield `${path} ${id}: depends on the culture and is not marked so`;
      if (!same(was, is))
        yield `${path} ${id}: the expected side has drifted\n  committed ${JSON.stringify(was)}\n  now ${JSON.stringify(is)}`;
    }
  }
}

function missing(file: CaseFile, problems: string[]): Comparison[] {
  problems.push(`${file.path} has no expected side: npm run oracle -- ${file.path} --write`);
  return [];
}

function printTopics(comparisons: readonly Comparison[]): void {
  const topics = Map.groupBy(comparisons, ({ topic }) => topic);
  console.log(`\n${'topic'.padEnd(14)}${'cases'.padStart(7)}${'agree'.padStart(7)}`);
  for (const [topic, all] of topics) {
    const agreeing = all.filter(({ difference }) => difference === undefined).length;
    console.log(`${topic.padEnd(14)}${String(all.length).padStart(7)}${String(agreeing).padStart(7)}`);
  }
  console.log(`${'all'.padEnd(14)}${String(comparisons.length).padStart(7)}`);
}

function printCoverage(list: 'constructs' | 'members'): void {
  const texts = files.flatMap(({ cases }) => cases.map(({ expression }) => expression));
  const { covered, total, missing } = coverage(list, texts);
  const rest = missing.length > 0 ? `; not covered: ${missing.join(', ')}` : '';
  console.log(`${list} of the census covered: ${covered} of ${total}${rest}`);
}
