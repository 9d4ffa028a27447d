/** What of Azure's list of allowed types is not there, and why: the two lists as data. */
import { readFileSync } from 'node:fs';
import { z } from 'zod';

const names = z.array(z.string().min(1)).min(1);
const reason = z.string().min(10);

const allowList = z.strictObject({
  source: z.url(),
  /** By full name: every member, those named, or every one but those named. */
  types: z.record(z.string(), z.union([z.literal('all'), names, z.strictObject({ except: names })])),
});

const leftOut = z.strictObject({
  types: z.array(z.strictObject({ type: z.string(), reason })),
  /** Names of members by type; `.ctor` is the constructor. */
  members: z.array(z.strictObject({ reason, members: z.record(z.string(), names) })),
});

export type AllowList = z.infer<typeof allowList>;
export type LeftOut = z.infer<typeof leftOut>;

const read = (file: string): unknown => JSON.parse(readFileSync(new URL(file, import.meta.url), 'utf8'));

/** The types and members that Azure's documentation allows in expressions. */
export const readAllowList = (): AllowList => allowList.parse(read('allow-list.json'));

/** Those of them that expressions can't use here. */
export const readLeftOut = (): LeftOut => leftOut.parse(read('left-out.json'));
