/** Every committed case in our engine, against the committed expected side. */
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { findCaseFiles, readCaseFile } from './case-file.ts';
import { compareFile } from './comparison.ts';
import { createEngine, type Engine } from './engine.ts';
import { knownDifferences } from './known-differences.ts';

const folder = fileURLToPath(new URL('cases', import.meta.url));
const known = knownDifferences();
let engine: Engine;

beforeAll(async () => {
  engine = await createEngine();
});

describe('our engine agrees with .NET', () => {
  for (const file of findCaseFiles(folder)) {
    it(path.relative(folder, file).replaceAll(path.sep, '/'), () => {
      const read = readCaseFile(file);
      expect(read.expected, 'the expected side').toBeDefined();
      if (!read.expected) return;
      const differing = compareFile(read, read.expected, engine)
        .filter(({ name, difference }) => difference !== undefined && !known.has(name))
        .map(({ name, expression, difference }) => `${name}\n  ${expression}\n  ${difference}`);
      expect(differing.join('\n\n')).toBe('');
    });
  }
});
