import { defaultValue } from './default-value.ts';
import { type CallInfo, defineType } from './define.ts';
import { throwNet } from './exception.ts';
import type { NamedType, TypeRef } from './type-ref.ts';

const inner = (call: CallInfo): TypeRef => (call.receiver as NamedType).args[0] as TypeRef;

/** System.Nullable<T>: null, or the value as `T` has it. */
defineType({
  name: 'System.Nullable<T>',
  kind: 'struct',
  members: {
    'bool HasValue { get; }': (self: unknown) => self !== null,
    'T Value { get; }': (self: unknown) =>
      self === null ? throwNet('System.InvalidOperationException', 'Nullable object must have a value.') : self,
    'T GetValueOrDefault()': (self: unknown, call: CallInfo) => (self === null ? defaultValue(inner(call)) : self),
    'T GetValueOrDefault(T defaultValue)': (self: unknown, fallback: unknown) => (self === null ? fallback : self),
  },
});
