import { type CallInfo, defineType } from '../core/define.ts';
import { TYPE_KEYWORDS } from '../core/keywords.ts';
import { T, type TypeRef } from '../core/type-ref.ts';
import { Boxed, type NetArray } from '../core/values.ts';
import { argument, required } from '../primitives/argument-errors.ts';
import type { Uri } from '../primitives/uri-value.ts';
import { formatText, hashCode } from '../primitives/virtual.ts';
import { type Culture, cultureOf } from '../text/culture.ts';
import { convertTokenTo } from './token-conversion.ts';
import { JConstructor } from './tree/constructor.ts';
import { JRaw } from './tree/raw.ts';
import { JValue } from './tree/value.ts';
import { compareValues, valuesEqual } from './value-comparison.ts';

const boxed =
  (type: TypeRef) =>
  (value: number | bigint): JValue =>
    JValue.of(new Boxed(type, value));
const plain = (value: unknown): JValue => JValue.of(value);

const format = (self: JValue, pattern: string | null, provider: Culture | null, call: CallInfo): string =>
  formatText(self.value, pattern, cultureOf(provider, call.runtime), call.runtime);

/** JValue implements IConvertible through its own conversion operators. */
Object.assign(JValue.prototype, {
  compareTo(this: JValue, other: unknown): number {
    return compareValues(this, other instanceof JValue ? other : JValue.of(other));
  },
  convertTo(this: JValue, target: TypeRef, runtime: CallInfo['runtime']): unknown {
    const keyword = TYPE_KEYWORDS.get(target) ?? 'DateTime';
    return convertTokenTo(this, keyword, false, runtime)?.value;
  },
});

defineType({
  name: 'Newtonsoft.Json.Linq.JValue',
  kind: 'class',
  base: 'JToken',
  interfaces: ['IComparable', 'IFormattable', 'IEquatable<JValue>'],
  members: {
    'JValue(JValue other)': (other: JValue | null) => required(other, 'other').clone(),
    'JValue(long value)': boxed(T.long),
    'JValue(decimal value)': plain,
    'JValue(char value)': (value: number) => new JValue(new Boxed(T.char, value), 'String'),
    'JValue(ulong value)': boxed(T.ulong),
    'JValue(double value)': boxed(T.double),
    'JValue(float value)': boxed(T.float),
    'JValue(DateTime value)': plain,
    'JValue(DateTimeOffset value)': plain,
    'JValue(bool value)': plain,
    'JValue(string value)': (value: string | null) => new JValue(value, 'String'),
    'JValue(Guid value)': plain,
    'JValue(Uri value)': (value: Uri | null) => new JValue(value, value === null ? 'Null' : 'Uri'),
    'JValue(TimeSpan value)': plain,
    'JValue(object value)': plain,
    'object Value { get; set; }': {
      get: (self: JValue) => self.value ?? null,
      set: (self: JValue, value: unknown) => {
        self.value = value;
      },
    },
    'static JValue CreateNull()': () => JValue.null(),
    'static JValue CreateUndefined()': () => new JValue(null, 'Undefined'),
    'static JValue CreateString(string value)': (value: string | null) => new JValue(value, 'String'),
    'static JValue CreateComment(string value)': (value: string | null) => new JValue(value, 'Comment'),
    'bool Equals(JValue other)': (self: JValue, other: JValue | null) => other !== null && valuesEqual(self, other),
    'bool Equals(object obj)': (self: JValue, other: unknown) => other instanceof JValue && valuesEqual(self, other),
    'int GetHashCode()': (self: JValue) => (self.value === null ? 0 : hashCode(self.value)),
    'int CompareTo(JValue obj)': (self: JValue, other: JValue | null) =>
      other === null ? 1 : compareValues(self, other),
    'string ToString()': (self: JValue, call: CallInfo) => self.toText(call.runtime),
    'string ToString(string format)': (self: JValue, pattern: string | null, call: CallInfo) =>
      format(self, pattern, null, call),
    'string ToString(IFormatProvider formatProvider)': (self: JValue, provider: Culture | null, call: CallInfo) =>
      format(self, null, provider, call),
    'string ToString(string format, IFormatProvider formatProvider)': format,
  },
});

defineType({
  name: 'Newtonsoft.Json.Linq.JRaw',
  kind: 'class',
  base: 'JValue',
  members: {
    'JRaw(object rawJson)': (text: unknown) => new JRaw(text),
    'JRaw(JRaw other)': (other: JRaw | null) => required(other, 'other').clone(),
  },
});

defineType({
  name: 'Newtonsoft.Json.Linq.JConstructor',
  kind: 'class',
  base: 'JContainer',
  members: {
    'JConstructor()': () => new JConstructor(null),
    'JConstructor(string name)': (name: string | null) => constructorOf(name, null),
    'JConstructor(string name, params object[] content)': (name: string | null, content: NetArray | null) =>
      constructorOf(name, required(content, 'content')),
    'JConstructor(string name, object content)': constructorOf,
    'string Name { get; set; }': {
      get: (self: JConstructor) => self.name,
      set: (self: JConstructor, name: string | null) => {
        self.name = name;
      },
    },
  },
});

function constructorOf(name: string | null, content: unknown): JConstructor {
  const text = required(name, 'name');
  if (text === '') argument('Constructor name cannot be empty.', 'name');
  const result = new JConstructor(text);
  if (content !== null) result.add(content);
  return result;
}
