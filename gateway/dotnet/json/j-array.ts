import { Enumerator } from '../collections/interfaces.ts';
import { copyTo } from '../collections/list.ts';
import { type CallInfo, defineType } from '../core/define.ts';
import { named } from '../core/type-ref.ts';
import type { NetArray } from '../core/values.ts';
import { argument, outOfRange, required } from '../primitives/argument-errors.ts';
import { getChild, itemAt, setChild, setItemAt } from './j-token.ts';
import { loadArray, parseJson } from './json-loader.ts';
import { toToken } from './serializer.ts';
import { JArray } from './tree/array.ts';
import type { JToken } from './tree/token.ts';

function create(content: unknown): JArray {
  const array = new JArray();
  array.add(content);
  return array;
}

const indexOf = (self: JArray, item: JToken | null): number => (item ? self.children.indexOf(item) : -1);

defineType({
  name: 'Newtonsoft.Json.Linq.JArray',
  kind: 'class',
  base: 'JContainer',
  interfaces: ['IList<JToken>'],
  members: {
    'JArray()': () => new JArray(),
    'JArray(JArray other)': (other: JArray | null) => required(other, 'other').clone(),
    'JArray(params object[] content)': (content: NetArray | null) => create(required(content, 'content')),
    'JArray(object content)': create,
    'JToken this[object key] { get; set; }': { get: getChild, set: setChild },
    'JToken this[int index] { get; set; }': { get: itemAt, set: setItemAt },
    'void Add(JToken item)': (self: JArray, item: JToken | null, call: CallInfo) => {
      call.runtime.charge(1);
      self.add(item);
    },
    'void Insert(int index, JToken item)': (self: JArray, index: number, item: JToken | null) => {
      if (index < 0 || index > self.children.length)
        outOfRange('index', 'Index must be within the bounds of the List.');
      self.add(item, index);
    },
    'void RemoveAt(int index)': (self: JArray, index: number) => {
      if (index < 0) outOfRange('index', 'Index is less than 0.');
      self.removeAt(index);
    },
    'bool Remove(JToken item)': (self: JArray, item: JToken | null) => {
      const index = indexOf(self, item);
      if (index >= 0) self.removeAt(index);
      return index >= 0;
    },
    'void Clear()': (self: JArray) => self.clear(),
    'bool Contains(JToken item)': (self: JArray, item: JToken | null) => indexOf(self, item) >= 0,
    'int IndexOf(JToken item)': indexOf,
    'bool IsReadOnly { get; }': () => false,
    'void CopyTo(JToken[] array, int arrayIndex)': (self: JArray, target: NetArray | null, index: number) =>
      copyTo(self.children, target, index),
    'IEnumerator<JToken> GetEnumerator()': (self: JArray) =>
      new Enumerator(named('Newtonsoft.Json.Linq.JToken'), self[Symbol.iterator]()),
    'static JArray Parse(string json)': (json: string | null, call: CallInfo) =>
      parseJson(json, loadArray, call.runtime),
    'static JArray FromObject(object o)': (value: unknown, call: CallInfo) => {
      const token = toToken(required(value, 'o'), call.runtime);
      if (token instanceof JArray) return token;
      return argument(`Object serialized to ${token.type}. JArray instance expected.`);
    },
  },
});
