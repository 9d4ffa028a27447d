/** System.Collections.Generic.Queue<T> and Stack<T>: one list, taken from either end. */

import { defaultValue } from '../core/default-value.ts';
import { type CallInfo, defineType, type Ref } from '../core/define.ts';
import { type NamedType, T, type TypeRef } from '../core/type-ref.ts';
import { type NetArray, NetObject } from '../core/values.ts';
import { invalidOperation, required } from '../primitives/argument-errors.ts';
import { arrayFrom } from '../primitives/array.ts';
import { equal } from '../primitives/virtual.ts';
import { elements } from './enumerate.ts';
import { copyTo, modified } from './list.ts';

/** Items in the order in which they are enumerated and taken. */
class Line extends NetObject {
  readonly type: NamedType;
  readonly items: unknown[] = [];
  readonly isStack: boolean;
  version = 0;
  constructor(type: NamedType, isStack: boolean) {
    super();
    this.type = type;
    this.isStack = isStack;
  }
  override get netType(): NamedType {
    return this.type;
  }
  get elementType(): TypeRef {
    return this.type.args[0] ?? T.object;
  }
  get count(): number {
    return this.items.length;
  }
  *[Symbol.iterator](): Iterator<unknown> {
    const { version } = this;
    for (let i = 0; i < this.items.length; i++) {
      yield this.items[i];
      if (version !== this.version) modified();
    }
  }
  put(item: unknown): void {
    if (this.isStack) this.items.unshift(item);
    else this.items.push(item);
    this.version++;
  }
  take(): unknown {
    this.version++;
    return this.items.shift();
  }
}

for (const [name, put, take, isStack] of [
  ['Queue', 'Enqueue', 'Dequeue', false],
  ['Stack', 'Push', 'Pop', true],
] as const) {
  const create = (call: CallInfo): Line => new Line(call.receiver as NamedType, isStack);
  const next = (self: Line): unknown => (self.count === 0 ? invalidOperation(`${name} empty.`) : self.items[0]);
  defineType({
    name: `System.Collections.Generic.${name}<T>`,
    kind: 'class',
    interfaces: ['IReadOnlyCollection<T>'],
    members: {
      [`${name}()`]: create,
      [`${name}(int capacity)`]: (_capacity: number, call: CallInfo) => create(call),
      [`${name}(IEnumerable<T> collection)`]: (source: unknown, call: CallInfo) => {
        const line = create(call);
        for (const item of elements(required(source, 'collection'))) {
          call.runtime.charge(1);
          line.put(item);
        }
        return line;
      },
      'int Count { get; }': (self: Line) => self.count,
      [`void ${put}(T item)`]: (self: Line, item: unknown, call: CallInfo) => {
        call.runtime.charge(1);
        self.put(item);
      },
      [`T ${take}()`]: (self: Line) => {
        next(self);
        return self.take();
      },
      'T Peek()': next,
      [`bool Try${take}(out T result)`]: (self: Line, result: Ref) => {
        const any = self.count > 0;
        result.value = any ? self.take() : defaultValue(self.elementType);
        return any;
      },
      'bool TryPeek(out T result)': (self: Line, result: Ref) => {
        result.value = self.count > 0 ? self.items[0] : defaultValue(self.elementType);
        return self.count > 0;
      },
      'bool Contains(T item)': (self: Line, item: unknown) => self.items.some((each) => equal(each, item)),
      'void Clear()': (self: Line) => {
        self.items.length = 0;
        self.version++;
      },
      'T[] ToArray()': (self: Line) => arrayFrom(self.elementType, self.items.slice()),
      'void CopyTo(T[] array, int arrayIndex)': (self: Line, target: NetArray | null, index: number) =>
        copyTo(self.items, target, index),
      'void TrimExcess()': () => undefined,
    },
  });
}
