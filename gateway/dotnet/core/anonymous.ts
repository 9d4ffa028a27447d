import { hashCode, keyText, toText } from '../primitives/virtual.ts';
import { box } from './box.ts';
import { Composite } from './composite.ts';
import { defineType, type Runtime } from './define.ts';
import { type NamedType, named, type TypeRef } from './type-ref.ts';

/** One property of an anonymous object; the value is in static form. */
export interface AnonymousProperty {
  readonly name: string;
  readonly type: TypeRef;
  readonly value: unknown;
}

/** An object made by `new { A = 1, B = "x" }`. Serialisers find its public properties in `properties`. */
export class NetAnonymous extends Composite {
  readonly type: NamedType;
  readonly properties: readonly AnonymousProperty[];

  constructor(type: NamedType, properties: readonly AnonymousProperty[]) {
    super(properties.map(({ value }) => value));
    this.type = type;
    this.properties = properties;
  }

  override get netType(): TypeRef {
    return this.type;
  }

  /** `{ A = 1, B = x }` */
  toText(runtime: Runtime): string {
    const parts = this.properties.map(({ name, type, value }) => `${name} = ${toText(box(value, type), runtime)}`);
    return parts.length === 0 ? '{ }' : `{ ${parts.join(', ')} }`;
  }

  /** Anonymous objects of one type are equal when all their properties are. */
  equalityKey(): string {
    return `${this.type.name}(${this.properties.map(({ type, value }) => keyText(box(value, type))).join(',')})`;
  }

  hash(): number {
    return this.properties.reduce((sum, { type, value }) => (sum * -1521134295 + hashCode(box(value, type))) | 0, 0);
  }
}

const shapes = new Map<string, string>();

/** The anonymous type with these properties: the same for the same names and types in the same order. */
export function anonymousType(names: readonly string[], types: readonly TypeRef[]): NamedType {
  const shape = names.join(',');
  let name = shapes.get(shape);
  if (name === undefined) {
    name = `<>f__AnonymousType${shapes.size}`;
    shapes.set(shape, name);
    const members = Object.fromEntries(
      names.map((each, i) => [`T${i} ${each} { get; }`, (self: NetAnonymous) => self.properties[i]?.value]),
    );
    const parameters = names.map((_, i) => `T${i}`).join(', ');
    defineType({ name: names.length === 0 ? name : `${name}<${parameters}>`, kind: 'class', members });
  }
  return named(name, ...types);
}

/** The names of an anonymous type's properties; undefined for any other type. */
export function anonymousNames(type: TypeRef): readonly string[] | undefined {
  if (type.kind !== 'named' || !type.name.startsWith('<>f__AnonymousType')) return undefined;
  for (const [shape, name] of shapes) if (name === type.name) return shape === '' ? [] : shape.split(',');
  return undefined;
}
