/** `--coverage FILE`: which elements and branches of the policies ran, as JSON and in one line. */
import { writeFile } from 'node:fs/promises';
import type { Coverage } from '../gateway/index.ts';
import { asJson, type Output } from './output.ts';

interface Counted {
  readonly ran: number;
  readonly total: number;
}

const counted = (hits: readonly number[]): Counted => ({
  ran: hits.filter((count) => count > 0).length,
  total: hits.length,
});

/** The document that is written. Members are only added within a version. */
export function coverageDocument({ files }: Coverage): {
  readonly tool: 'sallyport';
  readonly version: 1;
  readonly summary: { readonly elements: Counted; readonly branches: Counted };
  readonly files: Coverage['files'];
} {
  const elements = Object.values(files).flat();
  return {
    tool: 'sallyport',
    version: 1,
    summary: {
      elements: counted(elements.map(({ hits }) => hits)),
      branches: counted(elements.flatMap(({ branches = {} }) => Object.values(branches))),
    },
    files,
  };
}

/** Writes the document, and notes its sums. @param file where to */
export async function writeCoverage(file: string, coverage: Coverage, output: Output): Promise<void> {
  const document = coverageDocument(coverage);
  await writeFile(file, `${asJson(document)}\n`);
  const { elements, branches } = document.summary;
  output.note(
    `coverage: ${elements.ran} of ${elements.total} policy elements and ${branches.ran} of ${branches.total} branches ran; wrote ${file}`,
  );
}
