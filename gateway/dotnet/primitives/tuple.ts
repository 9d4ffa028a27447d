/** System.Tuple and System.Tuple<T1…T7>. */
import { box } from '../core/box.ts';
import { Composite } from '../core/composite.ts';
import { type CallInfo, defineType, type Members, type Runtime } from '../core/define.ts';
import { named, T, type TypeRef } from '../core/type-ref.ts';
import { argument } from './argument-errors.ts';
import { reflectionName } from './reflection-name.ts';
import { compare, equal, hashCode, keyText, toText } from './virtual.ts';

/** A tuple; items in the static form of their type argument. */
export class Tuple extends Composite {
  readonly type: TypeRef;
  readonly items: readonly unknown[];
  constructor(type: TypeRef, items: readonly unknown[]) {
    super(items);
    this.type = type;
    this.items = items;
  }
  override get netType(): TypeRef {
    return this.type;
  }
  /** The items in `object` form. */
  boxed(): unknown[] {
    const args = this.type.kind === 'named' ? this.type.args : [];
    return this.items.map((item, index) => box(item, args[index] ?? T.object));
  }
  toText(runtime: Runtime): string {
    return `(${this.boxed()
      .map((item) => toText(item, runtime))
      .join(', ')})`;
  }
  equalityKey(): string {
    return `${reflectionName(this.type)}(${this.boxed().map(keyText).join(',')})`;
  }
  hash(): number {
    return this.boxed().reduce<number>((hash, item) => (((hash << 5) + hash) ^ hashCode(item)) | 0, 0);
  }
}

function compareTuples(a: Tuple, b: unknown, call: CallInfo): number {
  if (b === null) return 1;
  if (!(b instanceof Tuple) || b.type !== a.type)
    return argument(`Argument must be of type ${reflectionName(a.type)}.`, 'other');
  for (const [index, item] of a.boxed().entries()) {
    const order = compare(item, b.boxed()[index], call.runtime);
    if (order !== 0) return order;
  }
  return 0;
}

const creators: Record<string, (...args: never[]) => unknown> = {};
for (let count = 1; count <= 7; count++) {
  const names = Array.from({ length: count }, (_, i) => `T${i + 1}`);
  const generic = `Tuple<${names.join(', ')}>`;
  const parameters = names.map((name, i) => `${name} item${i + 1}`).join(', ');
  creators[`static ${generic} Create<${names.join(', ')}>(${parameters})`] = (...args: unknown[]) => {
    const call = args[count] as CallInfo;
    return new Tuple(named('System.Tuple', ...call.typeArgs), args.slice(0, count));
  };
  const items: Record<string, (self: Tuple) => unknown> = {};
  names.forEach((name, index) => {
    items[`${name} Item${index + 1} { get; }`] = (self) => self.items[index];
  });
  defineType({
    name: `System.${generic}`,
    kind: 'class',
    interfaces: ['IComparable'],
    members: {
      [`Tuple(${parameters})`]: (...args: unknown[]) =>
        new Tuple((args[count] as CallInfo).receiver, args.slice(0, count)),
      ...items,
      'string ToString()': (self: Tuple, call: CallInfo) => self.toText(call.runtime),
      'bool Equals(object obj)': (self: Tuple, other: unknown) => equal(self, other),
      'int GetHashCode()': (self: Tuple) => self.hash(),
      'int CompareTo(object obj)': compareTuples,
    },
  });
}

defineType({ name: 'System.Tuple', kind: 'class', members: creators as Members });
