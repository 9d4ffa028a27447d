import { dirname, join, relative } from 'node:path';
import { readerOf, repositoryOf } from './repository.ts';

/** Folders beside a template in which extractors and teams keep what it links to. */
const folders = ['.', 'policies', 'policy', 'templates', 'linkedTemplates', 'nested'];

/**
 * The file that a deployment publishes at a URL before it links to it: the URL's path, or its end, beside the template or
 * in a folder above. Nothing is fetched.
 * @param url with unknown parts printed as `${…}`
 * @param from the template's path
 * @param ending of the files that are wanted, in lower case
 */
export function linkedFile(
  url: string,
  from: string,
  ending: '.xml' | '.json' = '.xml',
): { readonly file: string; readonly text: string } | undefined {
  const path = url
    .replace(/\$\{(?:[^{}']|'[^']*')*\}/g, '')
    .replace(/^https?:\/\/[^/]*/i, '')
    .replace(/[?#].*$/, '');
  const segments = path.split('/').filter((segment) => segment !== '' && segment !== '.' && segment !== '..');
  const start = dirname(from);
  const root = repositoryOf(start);
  const read = readerOf(root);
  for (let folder = start; ; folder = dirname(folder)) {
    // the longest end of the path first: short ones may be another policy's
    for (let first = 0; first < segments.length; first += 1) {
      for (const inner of folders) {
        const file = join(folder, inner, ...segments.slice(first));
        const text = file.toLowerCase().endsWith(ending) ? read(file) : undefined;
        if (text !== undefined) return { file, text };
      }
    }
    if (folder === root || relative(root, folder) === '' || dirname(folder) === folder) return undefined;
  }
}
