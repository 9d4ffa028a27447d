import type { Comparer, EqualityComparer } from '../collections/comparer.ts';
import { type CallInfo, defineType, type Runtime } from '../core/define.ts';
import { named, type TypeRef } from '../core/type-ref.ts';
import { type EnumValue, NetObject } from '../core/values.ts';
import { required } from '../primitives/argument-errors.ts';
import { stringHash } from '../primitives/hash.ts';
import { compare, equal, type Key } from '../primitives/virtual.ts';
import { foldOrdinal } from './casing.ts';
import { collator, withoutIgnorable } from './collation.ts';
import { cultureOf, currentCulture, invariantCulture } from './culture.ts';
import { type Comparison, compareStrings, comparisonOf, equalStrings } from './string-comparison.ts';

const comparerType = named('System.StringComparer');

/** System.StringComparer. */
class StringComparer extends NetObject implements Comparer, EqualityComparer {
  readonly rule: (runtime: Runtime) => Comparison;
  constructor(rule: (runtime: Runtime) => Comparison) {
    super();
    this.rule = rule;
  }
  override get netType(): TypeRef {
    return comparerType;
  }
  compareValues(a: unknown, b: unknown, runtime: Runtime): number {
    if (typeof a === 'string' || typeof b === 'string' || a === null || b === null)
      return compareStrings(a as string | null, b as string | null, this.rule(runtime));
    return compare(a, b, runtime);
  }
  keyOf(value: unknown, runtime: Runtime): Key {
    if (typeof value !== 'string') return value;
    const { culture, ignoreCase } = this.rule(runtime);
    if (!culture) return ignoreCase ? foldOrdinal(value) : value;
    return cultureKey(value, ignoreCase, collator(culture, ignoreCase));
  }
}

const representatives = new Map<Intl.Collator, string[]>();

/** A key for strings that are equal by culture: the first one met among those that look alike. */
function cultureKey(text: string, ignoreCase: boolean, order: Intl.Collator): string {
  const plain = withoutIgnorable(text).normalize('NFC');
  if (/^[\x20-\x7e]*$/.test(plain)) return ignoreCase ? plain.toLowerCase() : plain;
  const known = representatives.get(order) ?? [];
  representatives.set(order, known);
  const found = known.find((each) => order.compare(each, plain) === 0);
  if (found !== undefined) return found;
  if (known.length < 1000) known.push(plain);
  return plain;
}

const fixed = (comparison: Comparison): StringComparer => new StringComparer(() => comparison);
const comparers = {
  Ordinal: fixed({ culture: null, ignoreCase: false }),
  OrdinalIgnoreCase: fixed({ culture: null, ignoreCase: true }),
  InvariantCulture: fixed({ culture: invariantCulture, ignoreCase: false }),
  InvariantCultureIgnoreCase: fixed({ culture: invariantCulture, ignoreCase: true }),
  CurrentCulture: new StringComparer((runtime) => ({ culture: currentCulture(runtime), ignoreCase: false })),
  CurrentCultureIgnoreCase: new StringComparer((runtime) => ({ culture: currentCulture(runtime), ignoreCase: true })),
};

const order = (self: StringComparer, a: unknown, b: unknown, call: CallInfo): number =>
  self.compareValues(a, b, call.runtime);

defineType({
  name: 'System.StringComparer',
  kind: 'class',
  interfaces: ['IComparer<string>', 'IEqualityComparer<string>'],
  members: {
    ...Object.fromEntries(
      Object.entries(comparers).map(([name, comparer]) => [`static StringComparer ${name} { get; }`, () => comparer]),
    ),
    'static StringComparer FromComparison(StringComparison comparisonType)': (
      comparison: EnumValue,
      call: CallInfo,
    ) => {
      comparisonOf(comparison.value, call.runtime);
      return new StringComparer((runtime) => comparisonOf(comparison.value, runtime));
    },
    'static StringComparer Create(CultureInfo culture, bool ignoreCase)': (
      culture: unknown,
      ignoreCase: boolean,
      call: CallInfo,
    ) => fixed({ culture: cultureOf(required(culture, 'culture'), call.runtime), ignoreCase }),
    'int Compare(string x, string y)': order,
    'int Compare(object x, object y)': order,
    'bool Equals(string x, string y)': (self: StringComparer, a: string | null, b: string | null, call: CallInfo) =>
      equalStrings(a, b, self.rule(call.runtime)),
    'bool Equals(object x, object y)': (self: StringComparer, a: unknown, b: unknown, call: CallInfo) =>
      typeof a === 'string' && typeof b === 'string' ? equalStrings(a, b, self.rule(call.runtime)) : equal(a, b),
    'int GetHashCode(string obj)': (self: StringComparer, value: string | null, call: CallInfo) =>
      stringHash(String(self.keyOf(required(value, 'obj'), call.runtime))),
  },
});
