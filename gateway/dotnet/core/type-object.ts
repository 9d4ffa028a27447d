import { reflectionName, shortName } from '../primitives/reflection-name.ts';
import { defineType } from './define.ts';
import { runtimeTypeOf } from './runtime-type.ts';
import { named, T, type TypeRef } from './type-ref.ts';
import { universe } from './universe.ts';
import { NetObject } from './values.ts';

const TYPE = named('System.Type');
const objects = new Map<TypeRef, NetTypeObject>();

/** A System.Type: what `typeof(T)` and `GetType()` give. It tells names and nothing that could be invoked. */
export class NetTypeObject extends NetObject {
  /** The type it stands for. */
  readonly represents: TypeRef;

  private constructor(type: TypeRef) {
    super();
    this.represents = type;
  }

  /** The one object for a type. */
  static of(type: TypeRef): NetTypeObject {
    let object = objects.get(type);
    if (!object) {
      object = new NetTypeObject(type);
      objects.set(type, object);
    }
    return object;
  }

  override get netType(): TypeRef {
    return TYPE;
  }

  toText(): string {
    return reflectionName(this.represents);
  }
}

defineType({
  name: 'System.Type',
  kind: 'class',
  members: {
    'string Name { get; }': (self: NetTypeObject) => shortName(self.represents),
    'string FullName { get; }': (self: NetTypeObject) => reflectionName(self.represents),
    'string Namespace { get; }': (self: NetTypeObject) => {
      const type = self.represents;
      const name = type.kind === 'named' ? type.name : reflectionName(type);
      return name.includes('.') ? name.slice(0, name.lastIndexOf('.')) : null;
    },
    'bool IsArray { get; }': (self: NetTypeObject) => self.represents.kind === 'array',
    'bool IsEnum { get; }': (self: NetTypeObject) => universe().isEnum(self.represents),
    'bool IsValueType { get; }': (self: NetTypeObject) => universe().isValueType(self.represents),
    'bool IsGenericType { get; }': (self: NetTypeObject) =>
      self.represents.kind === 'named' && self.represents.args.length > 0,
    'static bool operator ==(Type a, Type b)': (a: unknown, b: unknown) => a === b,
    'static bool operator !=(Type a, Type b)': (a: unknown, b: unknown) => a !== b,
    'bool Equals(Type o)': (self: NetTypeObject, other: unknown) => self === other,
  },
});

defineType({
  name: 'System.Object',
  kind: 'class',
  members: {
    'Type GetType()': (self: unknown) => NetTypeObject.of(runtimeTypeOf(self) ?? T.object),
  },
});
