/** What all LINQ operators share: checked sources, results with an element type, calls of the caller's functions. */

import { elements } from '../collections/enumerate.ts';
import { Sequence } from '../collections/sequence.ts';
import type { CallInfo } from '../core/define.ts';
import { T, type TypeRef } from '../core/type-ref.ts';
import { NetArray, type NetDelegate } from '../core/values.ts';
import { required } from '../primitives/argument-errors.ts';

export type Source = Iterable<unknown>;
/** A delegate of the caller. */
export type Func = (...args: unknown[]) => unknown;

/** A required source; every element that is taken from it is charged. */
export function source(value: unknown, call: CallInfo, parameter = 'source'): Source {
  const sequence = elements(typed(required(value, parameter), call));
  return {
    *[Symbol.iterator]() {
      for (const item of sequence) {
        call.runtime.charge(1);
        yield item;
      }
    },
  };
}

/** An object that enumerates in more than one way gives the elements that the type argument asks for. */
function typed(value: unknown, call: CallInfo): unknown {
  const { asPairs } = value as { asPairs?: () => Source };
  const wanted = call.typeArgs[0];
  const isPair = wanted?.kind === 'named' && wanted.name === 'System.Collections.Generic.KeyValuePair';
  return asPairs && isPair ? asPairs.call(value) : value;
}

/** A required function argument. */
export function func(value: unknown, parameter: string): Func {
  const delegate = required(value as NetDelegate | null, parameter);
  return delegate.invoke;
}

/** Whether a source is an empty array: what .NET makes of it is an empty array as well. */
export function isEmptyArray(value: unknown): boolean {
  return value instanceof NetArray && value.items.length === 0;
}

/** A lazy result whose elements are of the method's type argument `index`. */
export function lazy(call: CallInfo, index: number, make: () => Iterator<unknown>): Sequence {
  return new Sequence(typeArg(call, index), make);
}

/** A type argument of the method. */
export function typeArg(call: CallInfo, index = 0): TypeRef {
  return call.typeArgs[index] ?? T.object;
}

/** The items as a JavaScript array. */
export function toList(value: unknown, call: CallInfo, parameter = 'source'): unknown[] {
  const items: unknown[] = [];
  if (copyInto(items, value, call)) return items;
  return [...source(value, call, parameter)];
}

/** The bytes of a `byte[]`, or of several put one after the other, as one copy; undefined when `value` is something else. */
export function toBytes(value: unknown, call: CallInfo): Uint8Array | undefined {
  const parts: Uint8Array[] = [];
  if (!collectBytes(value, parts)) return undefined;
  let size = 0;
  for (const part of parts) {
    call.runtime.charge(part.length);
    size += part.length;
  }
  const all = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

function collectBytes(value: unknown, into: Uint8Array[]): boolean {
  if (value instanceof NetArray) {
    const { items } = value;
    if (!(items instanceof Uint8Array)) return false;
    into.push(items);
    return true;
  }
  return (
    value instanceof Sequence && value.parts !== undefined && value.parts.every((part) => collectBytes(part, into))
  );
}

/** Adds the items of an array, or of arrays one after the other, whole. @returns false when `value` is something else */
function copyInto(items: unknown[], value: unknown, call: CallInfo): boolean {
  if (value instanceof NetArray) {
    call.runtime.charge(value.items.length);
    for (let index = 0; index < value.items.length; index++) items.push(value.items[index]);
    return true;
  }
  if (!(value instanceof Sequence && value.parts)) return false;
  const before = items.length;
  if (value.parts.every((part) => copyInto(items, part, call))) return true;
  items.length = before;
  return false;
}
