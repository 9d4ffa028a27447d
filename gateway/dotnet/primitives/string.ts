import { type CallInfo, defineType } from '../core/define.ts';
import type { EnumValue, NetArray } from '../core/values.ts';
import { type Culture, cultureOf, currentCulture } from '../text/culture.ts';
import { compareOrdinal, compareStrings, comparisonOf, equalStrings } from '../text/string-comparison.ts';
import { isBlank } from '../text/white-space.ts';
import { argument, arrayIndex, atMost, indexBeyondEnd, nonNegative, outOfRange, required } from './argument-errors.ts';
import { stringHash } from './hash.ts';
import { chars, textOf, unitsOf } from './net-arrays.ts';
import { stringBuild } from './string-build.ts';
import { stringChange } from './string-change.ts';
import { stringSearch } from './string-search.ts';
import { stringSplit } from './string-split.ts';

type Text = string | null;

const byCulture = (a: Text, b: Text, ignoreCase: boolean, culture: Culture): number =>
  compareStrings(a, b, { culture, ignoreCase });

/** The two stretches that the `Compare` overloads with indexes compare. @param named checks them before comparing */
function stretches(a: Text, indexA: number, b: Text, indexB: number, length: number, named = false): [Text, Text] {
  if (a === null || b === null) return [a, b];
  if (named) {
    nonNegative(length, 'length');
    nonNegative(indexA, 'indexA');
    nonNegative(indexB, 'indexB');
    if (indexA > a.length) indexBeyondEnd('indexA');
    if (indexB > b.length) indexBeyondEnd('indexB');
  }
  const lengthA = Math.min(length, a.length - indexA);
  const lengthB = Math.min(length, b.length - indexB);
  nonNegative(lengthA, 'length1');
  nonNegative(lengthB, 'length2');
  nonNegative(indexA, 'offset1');
  nonNegative(indexB, 'offset2');
  return [a.slice(indexA, indexA + lengthA), b.slice(indexB, indexB + lengthB)];
}

function fromChars(value: NetArray | null, start: number, length: number, call: CallInfo): string {
  const items = required(value, 'value').items as number[];
  nonNegative(start, 'startIndex');
  nonNegative(length, 'length');
  atMost(start, items.length - length, 'startIndex');
  call.runtime.charge(length);
  return textOf(items, start, start + length);
}

defineType({
  name: 'System.String',
  kind: 'class',
  interfaces: ['IComparable', 'IEnumerable', 'IEnumerable<char>', 'IComparable<string>', 'IEquatable<string>'],
  members: {
    'string(char c, int count)': (unit: number, count: number, call: CallInfo) => {
      nonNegative(count, 'count');
      call.runtime.charge(count);
      return String.fromCharCode(unit).repeat(count);
    },
    'string(char[] value)': (value: NetArray | null, call: CallInfo) =>
      value === null ? '' : fromChars(value, 0, value.items.length, call),
    'string(char[] value, int startIndex, int length)': fromChars,
    'static string Empty { get; }': () => '',
    'int Length { get; }': (self: string) => self.length,
    'char this[int index] { get; }': (self: string, index: number) =>
      index < 0 || index >= self.length ? arrayIndex() : self.charCodeAt(index),
    ...stringSearch,
    ...stringSplit,
    ...stringChange,
    ...stringBuild,
    'static bool IsNullOrEmpty(string value)': (value: Text) => value === null || value === '',
    'static bool IsNullOrWhiteSpace(string value)': (value: Text) => value === null || isBlank(value),
    'bool Equals(string value)': (self: string, value: Text) => self === value,
    'bool Equals(object obj)': (self: string, value: unknown) => self === value,
    'bool Equals(string value, StringComparison comparisonType)': (
      self: string,
      value: Text,
      comparison: EnumValue,
      call: CallInfo,
    ) => equalStrings(self, value, comparisonOf(comparison.value, call.runtime)),
    'static bool Equals(string a, string b)': (a: Text, b: Text) => a === b,
    'static bool Equals(string a, string b, StringComparison comparisonType)': (
      a: Text,
      b: Text,
      comparison: EnumValue,
      call: CallInfo,
    ) => equalStrings(a, b, comparisonOf(comparison.value, call.runtime)),
    'static bool operator ==(string a, string b)': (a: Text, b: Text) => a === b,
    'static bool operator !=(string a, string b)': (a: Text, b: Text) => a !== b,
    'int GetHashCode()': (self: string) => stringHash(self),
    'string ToString()': (self: string) => self,
    'string ToString(IFormatProvider provider)': (self: string) => self,
    'object Clone()': (self: string) => self,
    'static string Copy(string str)': (value: Text) => required(value, 'str'),
    'static string Intern(string str)': (value: Text) => required(value, 'str'),
    'static string IsInterned(string str)': (value: Text) => required(value, 'str'),
    'char[] ToCharArray()': (self: string, call: CallInfo) => {
      call.runtime.charge(self.length);
      return chars(unitsOf(self));
    },
    'char[] ToCharArray(int startIndex, int length)': (self: string, start: number, length: number, call: CallInfo) => {
      // As unsigned numbers, and against the whole length where that is exceeded already.
      atMost(start >>> 0, self.length, 'startIndex');
      nonNegative(length, 'length');
      atMost(start, self.length - length, 'startIndex');
      call.runtime.charge(length);
      return chars(unitsOf(self.slice(start, start + length)));
    },
    'void CopyTo(int sourceIndex, char[] destination, int destinationIndex, int count)': (
      self: string,
      sourceIndex: number,
      destination: NetArray | null,
      destinationIndex: number,
      count: number,
      call: CallInfo,
    ) => {
      const target = required(destination, 'destination').items as number[];
      nonNegative(count, 'count');
      nonNegative(sourceIndex, 'sourceIndex');
      if (count > self.length - sourceIndex)
        outOfRange('sourceIndex', 'Index and count must refer to a location within the string.');
      if (destinationIndex > target.length - count || destinationIndex < 0)
        outOfRange('destinationIndex', 'Index and count must refer to a location within the string.');
      call.runtime.charge(count);
      for (let i = 0; i < count; i++) target[destinationIndex + i] = self.charCodeAt(sourceIndex + i);
    },
    'int CompareTo(string strB)': (self: string, other: Text, call: CallInfo) =>
      byCulture(self, other, false, currentCulture(call.runtime)),
    'int CompareTo(object value)': (self: string, other: unknown, call: CallInfo) => {
      if (other !== null && typeof other !== 'string') argument('Object must be of type String.');
      return byCulture(self, other as Text, false, currentCulture(call.runtime));
    },
    'static int Compare(string strA, string strB)': (a: Text, b: Text, call: CallInfo) =>
      byCulture(a, b, false, currentCulture(call.runtime)),
    'static int Compare(string strA, string strB, bool ignoreCase)': (
      a: Text,
      b: Text,
      ignoreCase: boolean,
      call: CallInfo,
    ) => byCulture(a, b, ignoreCase, currentCulture(call.runtime)),
    'static int Compare(string strA, string strB, StringComparison comparisonType)': (
      a: Text,
      b: Text,
      comparison: EnumValue,
      call: CallInfo,
    ) => compareStrings(a, b, comparisonOf(comparison.value, call.runtime)),
    'static int Compare(string strA, string strB, bool ignoreCase, CultureInfo culture)': (
      a: Text,
      b: Text,
      ignoreCase: boolean,
      culture: unknown,
      call: CallInfo,
    ) => byCulture(a, b, ignoreCase, cultureOf(culture, call.runtime)),
    'static int Compare(string strA, int indexA, string strB, int indexB, int length)': (
      a: Text,
      indexA: number,
      b: Text,
      indexB: number,
      length: number,
      call: CallInfo,
    ) => byCulture(...stretches(a, indexA, b, indexB, length), false, currentCulture(call.runtime)),
    'static int Compare(string strA, int indexA, string strB, int indexB, int length, bool ignoreCase)': (
      a: Text,
      indexA: number,
      b: Text,
      indexB: number,
      length: number,
      ignoreCase: boolean,
      call: CallInfo,
    ) => byCulture(...stretches(a, indexA, b, indexB, length), ignoreCase, currentCulture(call.runtime)),
    'static int Compare(string strA, int indexA, string strB, int indexB, int length, StringComparison comparisonType)':
      (a: Text, indexA: number, b: Text, indexB: number, length: number, comparison: EnumValue, call: CallInfo) =>
        compareStrings(...stretches(a, indexA, b, indexB, length, true), comparisonOf(comparison.value, call.runtime)),
    'static int CompareOrdinal(string strA, string strB)': (a: Text, b: Text) =>
      a === null || b === null ? compareStrings(a, b, { culture: null, ignoreCase: false }) : compareOrdinal(a, b),
    'static int CompareOrdinal(string strA, int indexA, string strB, int indexB, int length)': (
      a: Text,
      indexA: number,
      b: Text,
      indexB: number,
      length: number,
    ) => compareStrings(...stretches(a, indexA, b, indexB, length), { culture: null, ignoreCase: false }),
  },
});
