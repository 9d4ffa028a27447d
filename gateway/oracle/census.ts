import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { syntaxFacts } from './syntax-facts.ts';

const census = z.object({
  source: z.string(),
  facts: z.array(z.strictObject({ fact: z.string(), uses: z.number().optional(), documents: z.number().optional() })),
});

/** How much of one census list the cases use. */
export interface Coverage {
  readonly covered: number;
  readonly total: number;
  /** Facts that no case uses, most used in published policies first. */
  readonly missing: readonly string[];
}

/**
 * Measures the texts of all cases against a census list.
 * @param list `constructs` or `members`
 */
export function coverage(list: 'constructs' | 'members', texts: Iterable<string>): Coverage {
  const file = new URL(`census/${list}.json`, import.meta.url);
  const { facts } = census.parse(JSON.parse(readFileSync(file, 'utf8')));
  const used = new Set<string>();
  for (const text of texts) for (const fact of syntaxFacts(text)) used.add(fact);
  const missing = facts
    .filter(({ fact }) => !used.has(fact))
    .sort((a, b) => (b.documents ?? 0) - (a.documents ?? 0))
    .map(({ fact }) => fact);
  return { covered: facts.length - missing.length, total: facts.length, missing };
}
