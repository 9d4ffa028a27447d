/**
 * What a JavaScript class offers to stand for the collection interfaces of .NET. The members of `ICollection<T>`,
 * `IList<T>` and `IDictionary<TKey, TValue>` are declared once, over these.
 */
import { throwNet } from '../core/exception.ts';
import { NetArray } from '../core/values.ts';
import { indexOutOfRange } from '../primitives/argument-errors.ts';
import { equal } from '../primitives/virtual.ts';

/** ICollection<T>. */
export interface CollectionLike {
  readonly count: number;
  readonly isReadOnly: boolean;
  has(item: unknown): boolean;
  addItem(item: unknown): void;
  removeItem(item: unknown): boolean;
  clearItems(): void;
}

/** IList<T>. */
export interface ListLike extends CollectionLike {
  at(index: number): unknown;
  setAtIndex(index: number, item: unknown): void;
  insertItem(index: number, item: unknown): void;
  removeIndex(index: number): void;
  indexOfItem(item: unknown): number;
}

/** IReadOnlyDictionary<TKey, TValue>. */
export interface ReadOnlyDictionaryLike {
  keys(): Iterable<unknown>;
  /** Undefined when the key is absent. */
  find(key: unknown): unknown;
}

/** IDictionary<TKey, TValue>. */
export interface DictionaryLike extends ReadOnlyDictionaryLike, CollectionLike {
  put(key: unknown, value: unknown): void;
  addKey(key: unknown, value: unknown): void;
  removeKey(key: unknown): boolean;
}

const READ_ONLY = 'Collection is read-only.';
const FIXED_SIZE = 'Collection was of a fixed size.';

/** An array as IList<T>: its size is fixed. */
class ArrayList implements ListLike {
  readonly array: NetArray;
  readonly isReadOnly = true;
  constructor(array: NetArray) {
    this.array = array;
  }
  get count(): number {
    return this.array.items.length;
  }
  at(index: number): unknown {
    return index < 0 || index >= this.count ? indexOutOfRange() : this.array.items[index];
  }
  setAtIndex(index: number, item: unknown): void {
    if (index < 0 || index >= this.count) indexOutOfRange();
    this.array.items[index] = item as number;
  }
  has(item: unknown): boolean {
    return this.indexOfItem(item) >= 0;
  }
  indexOfItem(item: unknown): number {
    return Array.from(this.array.items as unknown[]).findIndex((each) => equal(each, item));
  }
  addItem(): void {
    throwNet('System.NotSupportedException', FIXED_SIZE);
  }
  removeItem(): boolean {
    return throwNet('System.NotSupportedException', FIXED_SIZE);
  }
  clearItems(): void {
    throwNet('System.NotSupportedException', READ_ONLY);
  }
  insertItem(): void {
    throwNet('System.NotSupportedException', FIXED_SIZE);
  }
  removeIndex(): void {
    throwNet('System.NotSupportedException', FIXED_SIZE);
  }
}

/** A value as list. */
export function asList(value: unknown): ListLike {
  return value instanceof NetArray ? new ArrayList(value) : (value as ListLike);
}

/** The number of elements when the value knows it without enumerating. */
export function knownCount(value: unknown): number | undefined {
  if (typeof value === 'string') return value.length;
  if (value instanceof NetArray) return value.items.length;
  const { count } = value as Partial<CollectionLike>;
  return typeof count === 'number' ? count : undefined;
}
