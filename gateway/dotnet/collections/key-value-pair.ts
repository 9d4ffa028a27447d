import { box } from '../core/box.ts';
import { defaultValue } from '../core/default-value.ts';
import { type CallInfo, defineType, type Runtime } from '../core/define.ts';
import { type NamedType, named, T, type TypeRef } from '../core/type-ref.ts';
import { NetObject } from '../core/values.ts';
import { hashCode, keyText, toText } from '../primitives/virtual.ts';

/** System.Collections.Generic.KeyValuePair<TKey, TValue>; key and value in static form. */
export class KeyValuePair extends NetObject {
  readonly keyType: TypeRef;
  readonly valueType: TypeRef;
  readonly key: unknown;
  readonly value: unknown;
  constructor(keyType: TypeRef, valueType: TypeRef, key: unknown, value: unknown) {
    super();
    this.keyType = keyType;
    this.valueType = valueType;
    this.key = key;
    this.value = value;
  }
  override get netType(): NamedType {
    return pairType(this.keyType, this.valueType);
  }
  toText(runtime: Runtime): string {
    return `[${toText(box(this.key, this.keyType), runtime)}, ${toText(box(this.value, this.valueType), runtime)}]`;
  }
  equalityKey(): string {
    return `pair(${keyText(box(this.key, this.keyType))},${keyText(box(this.value, this.valueType))})`;
  }
  hash(): number {
    return hashCode(box(this.key, this.keyType)) ^ hashCode(box(this.value, this.valueType));
  }
}

/** `KeyValuePair<key, value>`. */
export function pairType(key: TypeRef, value: TypeRef): NamedType {
  return named('System.Collections.Generic.KeyValuePair', key, value);
}

defineType({
  name: 'System.Collections.Generic.KeyValuePair',
  kind: 'class',
  members: {
    'static KeyValuePair<TKey, TValue> Create<TKey, TValue>(TKey key, TValue value)': (
      key: unknown,
      value: unknown,
      call: CallInfo,
    ) => new KeyValuePair(call.typeArgs[0] ?? T.object, call.typeArgs[1] ?? T.object, key, value),
  },
});

const argsOf = (call: CallInfo): [TypeRef, TypeRef] => {
  const args = call.receiver.kind === 'named' ? call.receiver.args : [];
  return [args[0] ?? T.object, args[1] ?? T.object];
};

defineType({
  name: 'System.Collections.Generic.KeyValuePair<TKey, TValue>',
  kind: 'struct',
  members: {
    'KeyValuePair()': (call: CallInfo) => {
      const [key, value] = argsOf(call);
      return new KeyValuePair(key, value, defaultValue(key), defaultValue(value));
    },
    'KeyValuePair(TKey key, TValue value)': (key: unknown, value: unknown, call: CallInfo) =>
      new KeyValuePair(...argsOf(call), key, value),
    'TKey Key { get; }': (self: KeyValuePair) => self.key,
    'TValue Value { get; }': (self: KeyValuePair) => self.value,
    'string ToString()': (self: KeyValuePair, call: CallInfo) => self.toText(call.runtime),
  },
});
