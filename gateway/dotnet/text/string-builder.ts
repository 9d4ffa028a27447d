import { elements } from '../collections/enumerate.ts';
import { box } from '../core/box.ts';
import { type CallInfo, defineType, type Members } from '../core/define.ts';
import { KEYWORD_TYPES } from '../core/keywords.ts';
import { named, T, type TypeRef } from '../core/type-ref.ts';
import { type NetArray, NetObject } from '../core/values.ts';
import {
  argument,
  arrayIndex,
  atMost,
  indexBeyondEnd,
  nonNegative,
  outOfRange,
  required,
} from '../primitives/argument-errors.ts';
import { newLine } from '../primitives/exception.ts';
import { textOf } from '../primitives/net-arrays.ts';
import { toText } from '../primitives/virtual.ts';
import { compositeFormat } from './composite-format.ts';
import { cultureOf } from './culture.ts';

const builderType = named('System.Text.StringBuilder');

/** System.Text.StringBuilder. */
class StringBuilder extends NetObject {
  #parts: string[] = [];
  #length = 0;
  capacity: number;
  constructor(text = '', capacity = 16) {
    super();
    this.capacity = capacity;
    if (text !== '') this.append(text);
  }
  override get netType(): TypeRef {
    return builderType;
  }
  get length(): number {
    return this.#length;
  }
  get text(): string {
    if (this.#parts.length > 1) this.#parts = [this.#parts.join('')];
    return this.#parts[0] ?? '';
  }
  set text(value: string) {
    this.#parts = value === '' ? [] : [value];
    this.#length = value.length;
  }
  append(text: string): this {
    if (text !== '') {
      this.#parts.push(text);
      this.#length += text.length;
    }
    while (this.capacity < this.#length) this.capacity *= 2;
    return this;
  }
  toText(): string {
    return this.text;
  }
}

function add(self: StringBuilder, text: string, call: CallInfo): StringBuilder {
  call.runtime.charge(text.length);
  return self.append(text);
}

function insert(self: StringBuilder, index: number, text: string, call: CallInfo): StringBuilder {
  if (index < 0 || index > self.length) indexBeyondEnd('index');
  call.runtime.charge(self.length + text.length);
  const old = self.text;
  self.text = old.slice(0, index) + text + old.slice(index);
  return self;
}

function replace(
  self: StringBuilder,
  oldText: string | null,
  newText: string | null,
  start: number,
  count: number,
  call: CallInfo,
): StringBuilder {
  const wanted = required(oldText, 'oldValue');
  if (wanted === '') argument('The value cannot be an empty string.', 'oldValue');
  if (start < 0 || start > self.length) indexBeyondEnd('startIndex');
  if (count < 0 || start + count > self.length) indexBeyondEnd('count');
  const text = self.text;
  const pieces = text.slice(start, start + count).split(wanted);
  call.runtime.charge(self.length + pieces.length * (newText?.length ?? 0));
  self.text = text.slice(0, start) + pieces.join(newText ?? '') + text.slice(start + count);
  return self;
}

/** Append and Insert exist for every primitive. */
const perType: Record<string, (...args: never[]) => unknown> = {};
for (const [keyword, type] of KEYWORD_TYPES) {
  if (type === T.void) continue;
  perType[`StringBuilder Append(${keyword} value)`] = (self: StringBuilder, value: unknown, call: CallInfo) =>
    add(self, toText(box(value, type), call.runtime), call);
  perType[`StringBuilder Insert(int index, ${keyword} value)`] = (
    self: StringBuilder,
    index: number,
    value: unknown,
    call: CallInfo,
  ) => insert(self, index, toText(box(value, type), call.runtime), call);
}

const formatted = (
  self: StringBuilder,
  format: string | null,
  args: readonly unknown[],
  provider: unknown,
  call: CallInfo,
) =>
  add(self, compositeFormat(required(format, 'format'), args, cultureOf(provider, call.runtime), call.runtime), call);

const joined = (self: StringBuilder, separator: string, values: Iterable<unknown>, type: TypeRef, call: CallInfo) => {
  let first = true;
  for (const value of values) {
    if (!first) add(self, separator, call);
    first = false;
    add(self, toText(box(value, type), call.runtime), call);
  }
  return self;
};

defineType({
  name: 'System.Text.StringBuilder',
  kind: 'class',
  members: {
    'StringBuilder()': () => new StringBuilder(),
    'StringBuilder(int capacity)': (capacity: number) => {
      if (capacity < 0) outOfRange('capacity', "'capacity' must be greater than zero.");
      return new StringBuilder('', Math.max(capacity, 1));
    },
    'StringBuilder(string value)': (value: string | null) => new StringBuilder(value ?? ''),
    'StringBuilder(string value, int capacity)': (value: string | null, capacity: number) =>
      new StringBuilder(value ?? '', Math.max(capacity, 16)),
    'int Length { get; set; }': {
      get: (self: StringBuilder) => self.length,
      set: (self: StringBuilder, length: number, call: CallInfo) => {
        nonNegative(length, 'value');
        call.runtime.charge(Math.max(length - self.length, 0));
        self.text = self.text.slice(0, length).padEnd(length, '\0');
      },
    },
    'int Capacity { get; set; }': {
      get: (self: StringBuilder) => self.capacity,
      set: (self: StringBuilder, capacity: number) => {
        if (capacity < self.length) outOfRange('value', 'capacity was less than the current size.');
        self.capacity = capacity;
      },
    },
    'int MaxCapacity { get; }': () => 0x7fffffff,
    'char this[int index] { get; set; }': {
      get: (self: StringBuilder, index: number) =>
        index < 0 || index >= self.length ? arrayIndex() : self.text.charCodeAt(index),
      set: (self: StringBuilder, index: number, value: number) => {
        if (index < 0 || index >= self.length)
          outOfRange('index', 'Index was out of range. Must be non-negative and less than the size of the collection.');
        const text = self.text;
        self.text = text.slice(0, index) + String.fromCharCode(value) + text.slice(index + 1);
      },
    },
    ...(perType as Members),
    'StringBuilder Append(char value, int repeatCount)': (
      self: StringBuilder,
      unit: number,
      count: number,
      call: CallInfo,
    ) => {
      nonNegative(count, 'repeatCount');
      call.runtime.charge(count);
      return self.append(String.fromCharCode(unit).repeat(count));
    },
    'StringBuilder Append(char[] value)': (self: StringBuilder, value: NetArray | null, call: CallInfo) =>
      add(self, value ? textOf(value.items as number[]) : '', call),
    'StringBuilder Append(char[] value, int startIndex, int charCount)': (
      self: StringBuilder,
      value: NetArray | null,
      start: number,
      count: number,
      call: CallInfo,
    ) => {
      const units = required(value, 'value').items as number[];
      nonNegative(start, 'startIndex');
      nonNegative(count, 'charCount');
      if (count > units.length - start) indexBeyondEnd('charCount');
      return add(self, textOf(units, start, start + count), call);
    },
    'StringBuilder Append(string value, int startIndex, int count)': (
      self: StringBuilder,
      value: string | null,
      start: number,
      count: number,
      call: CallInfo,
    ) => {
      const text = required(value, 'value');
      nonNegative(start, 'startIndex');
      nonNegative(count, 'count');
      atMost(start, text.length - count, 'startIndex');
      return add(self, text.slice(start, start + count), call);
    },
    'StringBuilder Append(StringBuilder value)': (self: StringBuilder, value: StringBuilder | null, call: CallInfo) =>
      add(self, value?.text ?? '', call),
    'StringBuilder AppendLine()': (self: StringBuilder, call: CallInfo) => add(self, newLine(call), call),
    'StringBuilder AppendLine(string value)': (self: StringBuilder, value: string | null, call: CallInfo) =>
      add(self, (value ?? '') + newLine(call), call),
    'StringBuilder AppendFormat(string format, object arg0)': (
      self: StringBuilder,
      format: string | null,
      a: unknown,
      call: CallInfo,
    ) => formatted(self, format, [a], null, call),
    'StringBuilder AppendFormat(string format, object arg0, object arg1)': (
      self: StringBuilder,
      format: string | null,
      a: unknown,
      b: unknown,
      call: CallInfo,
    ) => formatted(self, format, [a, b], null, call),
    'StringBuilder AppendFormat(string format, object arg0, object arg1, object arg2)': (
      self: StringBuilder,
      format: string | null,
      a: unknown,
      b: unknown,
      c: unknown,
      call: CallInfo,
    ) => formatted(self, format, [a, b, c], null, call),
    'StringBuilder AppendFormat(string format, params object[] args)': (
      self: StringBuilder,
      format: string | null,
      args: NetArray | null,
      call: CallInfo,
    ) => formatted(self, format, [...required(args, 'args').items], null, call),
    'StringBuilder AppendFormat(IFormatProvider provider, string format, params object[] args)': (
      self: StringBuilder,
      provider: unknown,
      format: string | null,
      args: NetArray | null,
      call: CallInfo,
    ) => formatted(self, format, [...required(args, 'args').items], provider, call),
    'StringBuilder AppendJoin(string separator, params object[] values)': (
      self: StringBuilder,
      separator: string | null,
      values: NetArray | null,
      call: CallInfo,
    ) => joined(self, separator ?? '', required(values, 'values'), T.object, call),
    'StringBuilder AppendJoin(string separator, params string[] values)': (
      self: StringBuilder,
      separator: string | null,
      values: NetArray | null,
      call: CallInfo,
    ) => joined(self, separator ?? '', required(values, 'values'), T.string, call),
    'StringBuilder AppendJoin<T>(string separator, IEnumerable<T> values)': (
      self: StringBuilder,
      separator: string | null,
      values: unknown,
      call: CallInfo,
    ) => joined(self, separator ?? '', elements(required(values, 'values')), call.typeArgs[0] ?? T.object, call),
    'StringBuilder Insert(int index, char[] value)': (
      self: StringBuilder,
      index: number,
      value: NetArray | null,
      call: CallInfo,
    ) => insert(self, index, value ? textOf(value.items as number[]) : '', call),
    'StringBuilder Insert(int index, string value, int count)': (
      self: StringBuilder,
      index: number,
      value: string | null,
      count: number,
      call: CallInfo,
    ) => {
      nonNegative(count, 'count');
      call.runtime.charge((value?.length ?? 0) * count);
      return insert(self, index, (value ?? '').repeat(count), call);
    },
    'StringBuilder Remove(int startIndex, int length)': (self: StringBuilder, start: number, length: number) => {
      nonNegative(length, 'length');
      nonNegative(start, 'startIndex');
      if (length > self.length - start) indexBeyondEnd('length');
      const text = self.text;
      self.text = text.slice(0, start) + text.slice(start + length);
      return self;
    },
    'StringBuilder Replace(string oldValue, string newValue)': (
      self: StringBuilder,
      oldText: string | null,
      newText: string | null,
      call: CallInfo,
    ) => replace(self, oldText, newText, 0, self.length, call),
    'StringBuilder Replace(string oldValue, string newValue, int startIndex, int count)': replace,
    'StringBuilder Replace(char oldChar, char newChar)': (self: StringBuilder, a: number, b: number, call: CallInfo) =>
      replace(self, String.fromCharCode(a), String.fromCharCode(b), 0, self.length, call),
    'StringBuilder Replace(char oldChar, char newChar, int startIndex, int count)': (
      self: StringBuilder,
      a: number,
      b: number,
      start: number,
      count: number,
      call: CallInfo,
    ) => replace(self, String.fromCharCode(a), String.fromCharCode(b), start, count, call),
    'StringBuilder Clear()': (self: StringBuilder) => {
      self.text = '';
      return self;
    },
    'int EnsureCapacity(int capacity)': (self: StringBuilder, capacity: number) => {
      self.capacity = Math.max(self.capacity, capacity);
      return self.capacity;
    },
    'bool Equals(StringBuilder sb)': (self: StringBuilder, other: StringBuilder | null) =>
      other !== null && self.text === other.text,
    'string ToString()': (self: StringBuilder) => self.text,
    'string ToString(int startIndex, int length)': (self: StringBuilder, start: number, length: number) => {
      nonNegative(start, 'startIndex');
      if (start > self.length) outOfRange('startIndex', 'startIndex cannot be larger than length of string.');
      nonNegative(length, 'length');
      if (start > self.length - length)
        outOfRange('length', 'Index and length must refer to a location within the string.');
      return self.text.slice(start, start + length);
    },
  },
});
