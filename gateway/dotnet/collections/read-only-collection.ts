import { type CallInfo, defineType } from '../core/define.ts';
import { throwNet } from '../core/exception.ts';
import { type NamedType, named, T, type TypeRef } from '../core/type-ref.ts';
import { type NetArray, NetObject } from '../core/values.ts';
import { required } from '../primitives/argument-errors.ts';
import { elementType } from './enumerate.ts';
import { asList, type ListLike } from './protocols.ts';

const NAME = 'System.Collections.ObjectModel.ReadOnlyCollection';
const refuse = (): never => throwNet('System.NotSupportedException', 'Collection is read-only.');

/** System.Collections.ObjectModel.ReadOnlyCollection<T>: a view of a list that cannot be changed through it. */
export class ReadOnlyCollection extends NetObject implements ListLike {
  readonly list: unknown;
  readonly isReadOnly = true;
  constructor(list: unknown) {
    super();
    this.list = list;
  }
  override get netType(): NamedType {
    return named(NAME, this.elementType);
  }
  get elementType(): TypeRef {
    return elementType(this.list) ?? T.object;
  }
  get count(): number {
    return asList(this.list).count;
  }
  [Symbol.iterator](): Iterator<unknown> {
    return (this.list as Iterable<unknown>)[Symbol.iterator]();
  }
  at(index: number): unknown {
    return asList(this.list).at(index);
  }
  has(item: unknown): boolean {
    return asList(this.list).has(item);
  }
  indexOfItem(item: unknown): number {
    return asList(this.list).indexOfItem(item);
  }
  setAtIndex(): void {
    refuse();
  }
  insertItem(): void {
    refuse();
  }
  removeIndex(): void {
    refuse();
  }
  addItem(): void {
    refuse();
  }
  removeItem(): boolean {
    return refuse();
  }
  clearItems(): void {
    refuse();
  }
}

defineType({
  name: `${NAME}<T>`,
  kind: 'class',
  interfaces: ['IList<T>', 'IReadOnlyList<T>'],
  members: {
    'ReadOnlyCollection(IList<T> list)': (list: NetArray | null) => new ReadOnlyCollection(required(list, 'list')),
    'int Count { get; }': (self: ReadOnlyCollection) => self.count,
    'T this[int index] { get; }': (self: ReadOnlyCollection, index: number) => self.at(index),
    'bool Contains(T value)': (self: ReadOnlyCollection, item: unknown, call: CallInfo) => {
      call.runtime.charge(self.count);
      return self.has(item);
    },
    'int IndexOf(T value)': (self: ReadOnlyCollection, item: unknown) => self.indexOfItem(item),
  },
});
