/** The interfaces that primitives implement. */
import { type CallInfo, defineType } from '../core/define.ts';
import { type Culture, cultureOf } from '../text/culture.ts';
import { compare, equal, formatText } from './virtual.ts';

defineType({
  name: 'System.IComparable',
  kind: 'interface',
  members: {
    'int CompareTo(object obj)': (self: unknown, other: unknown, call: CallInfo) => compare(self, other, call.runtime),
  },
});
defineType({
  name: 'System.IComparable<T>',
  kind: 'interface',
  members: {
    'int CompareTo(T other)': (self: unknown, other: unknown, call: CallInfo) => compare(self, other, call.runtime),
  },
});
defineType({
  name: 'System.IEquatable<T>',
  kind: 'interface',
  members: { 'bool Equals(T other)': (self: unknown, other: unknown) => equal(self, other) },
});
defineType({
  name: 'System.IFormattable',
  kind: 'interface',
  members: {
    'string ToString(string format, IFormatProvider formatProvider)': (
      self: unknown,
      format: string | null,
      provider: Culture | null,
      call: CallInfo,
    ) => formatText(self, format, cultureOf(provider, call.runtime), call.runtime),
  },
});
defineType({ name: 'System.IFormatProvider', kind: 'interface', members: {} });
