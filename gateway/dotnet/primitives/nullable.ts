/** Members of System.Nullable<T> beyond those of the language (core/nullable.ts). */
import { box } from '../core/box.ts';
import { type CallInfo, defineType } from '../core/define.ts';
import { T, type TypeRef } from '../core/type-ref.ts';
import { compare, equal, hashCode, toText } from './virtual.ts';

const underlying = (call: CallInfo): TypeRef =>
  (call.receiver.kind === 'named' ? call.receiver.args[0] : undefined) ?? T.object;

/** System.Nullable: the static companion. */
defineType({
  name: 'System.Nullable',
  kind: 'class',
  members: {
    'static int Compare<T>(Nullable<T> n1, Nullable<T> n2)': (a: unknown, b: unknown, call: CallInfo) =>
      Math.sign(compare(a, b, call.runtime)),
    'static bool Equals<T>(Nullable<T> n1, Nullable<T> n2)': (a: unknown, b: unknown) => equal(a, b),
  },
});

defineType({
  name: 'System.Nullable<T>',
  kind: 'struct',
  members: {
    'Nullable(T value)': (value: unknown) => value,
    'string ToString()': (self: unknown, call: CallInfo) => toText(box(self, underlying(call)), call.runtime),
    'bool Equals(object other)': (self: unknown, other: unknown, call: CallInfo) =>
      equal(box(self, underlying(call)), other),
    'int GetHashCode()': (self: unknown, call: CallInfo) => hashCode(box(self, underlying(call))),
  },
});
