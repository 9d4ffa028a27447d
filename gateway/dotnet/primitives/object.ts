import { type CallInfo, defineType } from '../core/define.ts';
import { T, type TypeRef } from '../core/type-ref.ts';
import { NetObject } from '../core/values.ts';
import { equal, hashCode, toText } from './virtual.ts';

/** `new object()`: nothing but an identity. */
class PlainObject extends NetObject {
  override get netType(): TypeRef {
    return T.object;
  }
}

defineType({
  name: 'System.Object',
  kind: 'class',
  members: {
    'object()': () => new PlainObject(),
    'string ToString()': (self: unknown, call: CallInfo) => toText(self, call.runtime),
    'bool Equals(object obj)': (self: unknown, other: unknown) => equal(self, other),
    'int GetHashCode()': (self: unknown) => hashCode(self),
    'static bool Equals(object objA, object objB)': (a: unknown, b: unknown) => equal(a, b),
    'static bool ReferenceEquals(object objA, object objB)': (a: unknown, b: unknown) => a === b,
  },
});
