/** The seed format as JSON Schema (draft 2020-12), for editors. `node mock-entra/directory/seed-json-schema.ts` writes it. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { seedSchema } from './seed.ts';

/** Where the generated schema lies. */
export const seedSchemaFile = join(import.meta.dirname, 'seed.schema.json');

/** The schema of what a seed's author writes: members with a default may be left out. */
export const seedJsonSchema = (): Record<string, unknown> => ({
  ...z.toJSONSchema(seedSchema, { io: 'input' }),
  title: 'Directory seed of mock Entra',
});

if (import.meta.main) writeFileSync(seedSchemaFile, `${JSON.stringify(seedJsonSchema(), undefined, 2)}\n`);
