/**
 * `npm run oracle -- PATH… [--write | --committed]`: judges case files of any folder with .NET where it is found (with
 * their committed expected sides otherwise) and compares with our engine. `--write` writes the expected sides instead,
 * `--committed` takes those that are there.
 * Exit codes: 0 all agree, 1 differences, 2 usage, 4 nothing to compare with.
 */
import { existsSync } from 'node:fs';
import { type CaseFile, type ExpectedFile, findCaseFiles, readCaseFile } from './case-file.ts';
import { compareFile } from './comparison.ts';
import { JudgeUnavailable, judge, prepareJudge, writeExpected } from './dotnet-program.ts';
import { createEngine } from './engine.ts';
import { knownDifferences } from './known-differences.ts';

const args = process.argv.slice(2);
const write = args.includes('--write');
const committed = args.includes('--committed');
const targets = args.filter((arg) => arg !== '--write' && arg !== '--committed');
const wrong = targets.find((target) => target.startsWith('-') || !existsSync(target));
if (targets.length === 0 || wrong !== undefined) {
  console.error(
    wrong === undefined ? 'usage: npm run oracle -- PATH… [--write | --committed]' : `oracle: there is no '${wrong}'`,
  );
  process.exit(2);
}

const paths = targets.flatMap(findCaseFiles);
if (write) {
  prepareJudge();
  writeExpected(paths);
  console.log(`wrote the expected sides of ${paths.length} files`);
  process.exit(0);
}

const files = paths.map(readCaseFile);
const expected = expectedSides(files);
const engine = await createEngine();
const known = knownDifferences();
let agreeing = 0;
let knownOnes = 0;
let differing = 0;
let changing = 0;
for (const file of files) {
  const side = expected.get(file.path);
  if (!side) {
    console.error(`oracle: ${file.path} has no expected side and .NET is not here to make one`);
    process.exit(4);
  }
  for (const { name, expression, unstable, difference } of compareFile(file, side, engine)) {
    if (unstable) changing++;
    else if (difference === undefined) agreeing++;
    else if (known.has(name)) knownOnes++;
    else {
      differing++;
      console.log(`${name}\n  ${expression.replaceAll('\n', '\n  ')}\n  ${difference}\n`);
    }
  }
}
if (changing > 0) console.log(`${changing} have another outcome each time and were not compared`);
if (differing > 0) console.log(`${differing} differences`);
console.log(`${agreeing} agree, ${knownOnes} known differences`);
process.exit(differing > 0 ? 1 : 0);

function expectedSides(files: readonly CaseFile[]): Map<string, ExpectedFile> {
  try {
    if (committed) throw new JudgeUnavailable('as asked');
    prepareJudge();
    return judge(files.map(({ path }) => path));
  } catch (error) {
    if (!(error instanceof JudgeUnavailable)) throw error;
    console.log(`${error.message}; comparing with the committed expected sides`);
    return new Map(files.flatMap(({ path, expected }) => (expected ? [[path, expected] as const] : [])));
  }
}
