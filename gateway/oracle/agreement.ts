import type { Outcome, Rejection } from './case-file.ts';

/**
 * How our outcome differs from .NET's; undefined when they agree. Values and exceptions must be the same in canonical
 * form. A refusal at compile time must have .NET's first error, message and position; of grammar errors, only the
 * refusal counts, since a parser's way of recovering from them is its own.
 */
export function difference(expected: Outcome, actual: Outcome): string | undefined {
  if (expected.exceeds) return undefined;
  if (expected.rejects) return rejectionDifference(expected.rejects, actual);
  const wanted = 'throws' in expected ? { throws: expected.throws } : { value: expected.value };
  const given = 'throws' in actual ? { throws: actual.throws } : 'value' in actual ? { value: actual.value } : actual;
  return same(wanted, given) ? undefined : `.NET ${show(wanted)}\n  ours ${show(given)}`;
}

function rejectionDifference(expected: readonly Rejection[], actual: Outcome): string | undefined {
  const first = expected[0];
  const ours = actual.rejects?.[0];
  if (!ours) return `.NET ${show({ rejects: expected.slice(0, 1) })}\n  ours ${show(actual)}`;
  if (expected.some(({ syntax }) => syntax) || !first) return undefined;
  // Several errors at one position come in no particular order.
  const rivals = expected.filter(({ line, column }) => line === first.line && column === first.column);
  const matched = rivals.some(
    ({ line, column, message }) => line === ours.line && column === ours.column && message === ours.message,
  );
  return matched ? undefined : `.NET ${position(first)}\n  ours ${position(ours)}`;
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
