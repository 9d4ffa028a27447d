import { knownText, Text, Unknown, type Value } from '../../../bicep/value.ts';

/** The resource's own name: the last of its names. */
export const last = (names: readonly string[]): string => names.at(-1) ?? '';

/** A name or id as resources are told apart by it: unknown parts as they are printed in names. */
export function nameText(value: Value | undefined): string | undefined {
  if (value instanceof Unknown) return `\${${value.source}}`;
  return value instanceof Text ? value.toString() : knownText(value);
}
