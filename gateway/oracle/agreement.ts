import type { Outcome, Rejection } from './case-file.ts';

/**
 * How our outcome differs from .NET's; undefined when they agree. Values and exceptions must be the same in canonical
 * form. A refusal at compile time must start with one of .NET's errors, message and position included; of loose errors
 * only the refusal counts.
 */
export function difference(expected: Outcome, actual: Outcome): string | undefined {
  if (expected.exceeds) return undefined;
  if (expected.rejects) return rejectionDifference(expected.rejects, actual);
  const wanted = 'throws' in expected ? { throws: expected.throws } : { value: expected.value };
  const given = 'throws' in actual ? { throws: actual.throws } : 'value' in actual ? { value: actual.value } : actual;
  return same(wanted, given) ? undefined : `.NET ${show(wanted)}\n  ours ${show(given)}`;
}

function rejectionDifference(expected: readonly Rejection[], actual: Outcome): string | undefined {
  const ours = actual.rejects?.[0];
  if (!ours) return `.NET ${show({ rejects: expected.slice(0, 1) })}\n  ours ${show(actual)}`;
  if (expected.some(({ loose }) => loose)) return undefined;
  const matched = expected.some(
    (each) => each.line === ours.line && each.column === ours.column && gist(each.message) === gist(ours.message),
  );
  return matched ? undefined : `.NET ${expected.slice(0, 2).map(position).join('; ')}\n  ours ${position(ours)}`;
}

/** The message without what depends on the order in which a framework happens to list its overloads. */
function gist(message: string): string {
  return message
    .replace(/^(Argument \d+: cannot convert from '.*' to ').*'$/, '$1')
    .replace(/^(Member '[^(]*)\(.*\)(' cannot be accessed)/, '$1$2')
    .replace(/^(The call is ambiguous between the following methods or properties): .*$/, '$1');
}

function position({ line, column, message, code }: Rejection): string {
  return `rejects at ${line}:${column} ${code} ${message}`;
}

/** Structural equality of JSON values, whatever the order of keys; numbers are compared bit by bit. */
export function same(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const left = Object.entries(a);
  const right = b as Record<string, unknown>;
  return left.length === Object.keys(b).length && left.every(([key, value]) => key in b && same(value, right[key]));
}

const SHOWN = 600;

function show(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text;
}
