import { missingKey } from '../collections/dictionary.ts';
import { needsBox, unbox } from '../core/box.ts';
import { defaultValue } from '../core/default-value.ts';
import { type CallInfo, defineType } from '../core/define.ts';
import { throwNet } from '../core/exception.ts';
import { acceptsNull } from '../core/hierarchy.ts';
import { isInstance, throwInvalidCast } from '../core/runtime-type.ts';
import { type NamedType, T, type TypeRef } from '../core/type-ref.ts';
import { contextType, fullName } from './names.ts';
import { dictionaryMembers, ReadOnlyDictionary } from './read-only-dictionary.ts';

const type = contextType('VariableDictionary');

/** `context.Variables`: IReadOnlyDictionary<string, object>, whose indexer gives null for what was never set. */
export class Variables extends ReadOnlyDictionary {
  readonly #values: ReadonlyMap<string, unknown>;
  readonly #throws: () => boolean;
  /** @param throws asked when the indexer meets a variable that was never set */
  constructor(values: ReadonlyMap<string, unknown>, throws: () => boolean = () => false) {
    super();
    this.#values = values;
    this.#throws = throws;
  }
  /** What the indexer gives for a variable that was never set. @throws KeyNotFoundException where the owner says so */
  missing(name: string): null {
    return this.#throws() ? missingKey(name) : null;
  }
  override get netType(): NamedType {
    return type;
  }
  override get valueType(): TypeRef {
    return T.object;
  }
  override keys(): Iterable<string> {
    return this.#values.keys();
  }
  override find(key: string): unknown {
    return this.#values.get(key);
  }
}

/** `(T)value` for a value in `object` form: exact for value types, as unboxing is. */
function cast(value: unknown, to: TypeRef): unknown {
  if (value === null) {
    if (acceptsNull(to)) return null;
    return throwNet('System.NullReferenceException', 'Object reference not set to an instance of an object.');
  }
  if (to === T.object) return value;
  if (!isInstance(value, to)) return throwInvalidCast(value, to);
  return needsBox(to) ? unbox(value) : value;
}

const typeArgument = (call: CallInfo): TypeRef => call.typeArgs[0] ?? T.object;

defineType({
  name: fullName('VariableDictionary'),
  kind: 'class',
  interfaces: ['IReadOnlyDictionary<string, object>'],
  members: {
    ...dictionaryMembers('object', (name, self) => (self as Variables).missing(name)),
    'object GetValueOrDefault(string variableName)': (self: Variables, name: string) => self.find(name) ?? null,
    'T GetValueOrDefault<T>(string variableName)': (self: Variables, name: string, call: CallInfo) => {
      const value = self.find(name);
      return value === undefined ? defaultValue(typeArgument(call)) : cast(value, typeArgument(call));
    },
    'T GetValueOrDefault<T>(string variableName, T defaultValue)': (
      self: Variables,
      name: string,
      fallback: unknown,
      call: CallInfo,
    ) => {
      const value = self.find(name);
      return value === undefined ? fallback : cast(value, typeArgument(call));
    },
  },
});
