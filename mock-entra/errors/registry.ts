/**
 * The AADSTS registry: every number that mock Entra can answer with, by family. Numbers, names and texts are those of
 * recorded answers and of the error-code reference; rows with neither are marked `unverified`.
 */
import type { AadstsEntry } from './entry.ts';
import { credentialErrors } from './registry-credentials.ts';
import { grantErrors } from './registry-grants.ts';
import { requestErrors } from './registry-request.ts';
import { resourceErrors } from './registry-resources.ts';
import { userErrors } from './registry-users.ts';

/** Every registered number and its row. */
export const registry = {
  ...requestErrors,
  ...credentialErrors,
  ...grantErrors,
  ...resourceErrors,
  ...userErrors,
} as const;

/** The rows with their literal texts, from which the types of their placeholders follow. */
export type Registry = typeof registry;
/** A number of the registry. */
export type AadstsCode = keyof Registry;

/** The row of a number, or undefined for a number that the registry lacks. */
export function entryOf(code: number): AadstsEntry | undefined {
  return (registry as Record<number, AadstsEntry>)[code];
}
