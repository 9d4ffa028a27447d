import { readFileSync } from 'node:fs';
import { z } from 'zod';

const schema = z.strictObject({
  differences: z.array(z.strictObject({ case: z.string(), reason: z.string().min(10) })),
});

/** Cases that are known to come out differently, with the reason why they may. */
export function knownDifferences(): Map<string, string> {
  const file = new URL('known-differences.json', import.meta.url);
  const { differences } = schema.parse(JSON.parse(readFileSync(file, 'utf8')));
  return new Map(differences.map(({ case: name, reason }) => [name, reason]));
}
