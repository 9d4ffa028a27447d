import { compare, hashCode, keyText, toText } from '../primitives/virtual.ts';
import { box } from './box.ts';
import { Composite } from './composite.ts';
import { defaultValue } from './default-value.ts';
import { type CallInfo, defineType, type Runtime } from './define.ts';
import { type NamedType, named, type TypeRef } from './type-ref.ts';

/** Most elements that a tuple of an expression may have. */
export const MAX_TUPLE = 7;

/** A System.ValueTuple. Immutable here: assigning to an element replaces the tuple in its variable. */
export class NetTuple extends Composite {
  readonly type: NamedType;
  /** Elements in static form. */
  readonly items: readonly unknown[];

  constructor(type: NamedType, items: readonly unknown[]) {
    super(items);
    this.type = type;
    this.items = items;
  }

  override get netType(): TypeRef {
    return this.type;
  }

  /** The tuple with one element replaced. */
  with(index: number, value: unknown): NetTuple {
    return new NetTuple(this.type, this.items.with(index, value));
  }

  #boxed(): unknown[] {
    return this.items.map((item, i) => box(item, this.type.args[i] as TypeRef));
  }

  /** `(1, x)` */
  toText(runtime: Runtime): string {
    return `(${this.#boxed()
      .map((item) => toText(item, runtime))
      .join(', ')})`;
  }

  equalityKey(): string {
    return `tuple(${this.#boxed().map(keyText).join(',')})`;
  }

  hash(): number {
    return this.#boxed().reduce<number>((sum, item) => (Math.imul(sum, 31) + hashCode(item)) | 0, 17);
  }

  compareTo(other: unknown): number {
    const items = other instanceof NetTuple ? other.items : [];
    for (const [i, item] of this.items.entries()) {
      const order = compare(item, items[i], ORDINARY);
      if (order !== 0) return order;
    }
    return 0;
  }
}

const ORDINARY: Runtime = {
  now: () => 0,
  randomBytes: (count) => new Uint8Array(count),
  platform: 'linux',
  charge: () => {},
};

/** The tuple type with these element types. */
export function tupleType(types: readonly TypeRef[]): NamedType {
  return named('System.ValueTuple', ...types);
}

/** A ValueTuple with elements. */
export type TupleType = NamedType & { readonly name: 'System.ValueTuple' };

/** Whether the type is a ValueTuple with elements. */
export function isTuple(type: TypeRef): type is TupleType {
  return type.kind === 'named' && type.name === 'System.ValueTuple' && type.args.length > 0;
}

for (let count = 1; count <= MAX_TUPLE; count++) {
  const names = Array.from({ length: count }, (_, i) => `T${i + 1}`);
  const items = names.map((name, i) => [`${name} Item${i + 1} { get; }`, (self: NetTuple) => self.items[i]] as const);
  const parameters = names.map((name, i) => `${name} item${i + 1}`).join(', ');
  defineType({
    name: `System.ValueTuple<${names.join(', ')}>`,
    kind: 'struct',
    interfaces: ['IComparable'],
    members: {
      ...Object.fromEntries(items),
      'ValueTuple()': (call: CallInfo) => {
        const type = call.receiver as NamedType;
        return new NetTuple(type, type.args.map(defaultValue));
      },
      [`ValueTuple(${parameters})`]: (...args: unknown[]) => {
        const call = args.pop() as CallInfo;
        return new NetTuple(call.receiver as NamedType, args);
      },
    },
  });
}
