import { box } from '../core/box.ts';
import { type CallInfo, defineType } from '../core/define.ts';
import { T, type TypeRef } from '../core/type-ref.ts';
import { invalidOperation } from './argument-errors.ts';
import { defaultValue } from './default-value.ts';
import { equal, hashCode, toText } from './virtual.ts';

const underlying = (call: CallInfo): TypeRef =>
  (call.receiver.kind === 'named' ? call.receiver.args[0] : undefined) ?? T.object;

/** The value of a `T?`. Throws System.InvalidOperationException when it has none. */
export function nullableValue(self: unknown): unknown {
  return self === null ? invalidOperation('Nullable object must have a value.') : self;
}

defineType({
  name: 'System.Nullable<T>',
  kind: 'struct',
  members: {
    'Nullable(T value)': (value: unknown) => value,
    'bool HasValue { get; }': (self: unknown) => self !== null,
    'T Value { get; }': nullableValue,
    'T GetValueOrDefault()': (self: unknown, call: CallInfo) => (self === null ? defaultValue(underlying(call)) : self),
    'T GetValueOrDefault(T defaultValue)': (self: unknown, other: unknown) => (self === null ? other : self),
    'string ToString()': (self: unknown, call: CallInfo) => toText(box(self, underlying(call)), call.runtime),
    'bool Equals(object other)': (self: unknown, other: unknown, call: CallInfo) =>
      equal(box(self, underlying(call)), other),
    'int GetHashCode()': (self: unknown, call: CallInfo) => hashCode(box(self, underlying(call))),
    'static implicit operator Nullable<T>(T value)': (value: unknown) => value,
    'static explicit operator T(Nullable<T> value)': nullableValue,
  },
});
