/** System.Double and System.Single. They differ in precision only, so one table declares both. */
import { type CallInfo, defineType, type Members, type Ref } from '../core/define.ts';
import { throwNet } from '../core/exception.ts';
import { T, type TypeRef } from '../core/type-ref.ts';
import { Boxed } from '../core/values.ts';
import { cultureOf, currentCulture } from '../text/culture.ts';
import { formatFloat } from '../text/number-format.ts';
import { checkFloatStyles, NumberStyles, parseFloatingPoint, raise } from '../text/number-parse.ts';
import { intHash } from './hash.ts';
import { compareNumbers } from './virtual.ts';

/** What both types accept when no style is given: Float and thousands. */
const DEFAULT_STYLES = NumberStyles.Float | NumberStyles.AllowThousands;

function members(keyword: string, name: string, type: TypeRef, single: boolean): Members {
  const parse = (text: string | null, styles: number, provider: unknown, call: CallInfo): number => {
    if (text === null) throwNet('System.ArgumentNullException', "Value cannot be null. (Parameter 's')");
    checkFloatStyles(styles);
    call.runtime.charge(text.length);
    const result = parseFloatingPoint(text, single, styles, cultureOf(provider, call.runtime));
    return result.ok ? result.value : raise(result.reason, text, `a ${name}`);
  };
  const tryParse = (text: string | null, styles: number, provider: unknown, out: Ref, call: CallInfo): boolean => {
    checkFloatStyles(styles);
    const result =
      text === null ? undefined : parseFloatingPoint(text, single, styles, cultureOf(provider, call.runtime));
    out.value = result?.ok ? result.value : 0;
    return result?.ok === true;
  };
  const same = (a: number, b: number): boolean => a === b || (Number.isNaN(a) && Number.isNaN(b));
  return {
    [`const ${keyword} MinValue`]: single ? -3.4028234663852886e38 : -Number.MAX_VALUE,
    [`const ${keyword} MaxValue`]: single ? 3.4028234663852886e38 : Number.MAX_VALUE,
    [`const ${keyword} Epsilon`]: single ? 1.401298464324817e-45 : Number.MIN_VALUE,
    [`const ${keyword} NaN`]: Number.NaN,
    [`const ${keyword} PositiveInfinity`]: Number.POSITIVE_INFINITY,
    [`const ${keyword} NegativeInfinity`]: Number.NEGATIVE_INFINITY,
    'string ToString()': (self: number, call: CallInfo) =>
      formatFloat(self, single, null, currentCulture(call.runtime), call.runtime),
    'string ToString(string format)': (self: number, format: string | null, call: CallInfo) =>
      formatFloat(self, single, format, currentCulture(call.runtime), call.runtime),
    'string ToString(IFormatProvider provider)': (self: number, provider: unknown, call: CallInfo) =>
      formatFloat(self, single, null, cultureOf(provider, call.runtime), call.runtime),
    'string ToString(string format, IFormatProvider provider)': (
      self: number,
      format: string | null,
      provider: unknown,
      call: CallInfo,
    ) => formatFloat(self, single, format, cultureOf(provider, call.runtime), call.runtime),
    [`bool Equals(${keyword} obj)`]: (self: number, other: number) => same(self, other),
    'bool Equals(object obj)': (self: number, other: unknown) =>
      other instanceof Boxed && other.type === type && same(self, Number(other.value)),
    'int GetHashCode()': (self: number) => intHash(self, type),
    [`int CompareTo(${keyword} value)`]: (self: number, other: number) => compareNumbers(self, other),
    'int CompareTo(object value)': (self: number, other: unknown) => {
      if (other === null) return 1;
      if (other instanceof Boxed && other.type === type) return compareNumbers(self, Number(other.value));
      return throwNet('System.ArgumentException', `Object must be of type ${name}.`);
    },
    [`static bool IsNaN(${keyword} d)`]: (value: number) => Number.isNaN(value),
    [`static bool IsInfinity(${keyword} d)`]: (value: number) => Math.abs(value) === Number.POSITIVE_INFINITY,
    [`static bool IsPositiveInfinity(${keyword} d)`]: (value: number) => value === Number.POSITIVE_INFINITY,
    [`static bool IsNegativeInfinity(${keyword} d)`]: (value: number) => value === Number.NEGATIVE_INFINITY,
    [`static bool IsFinite(${keyword} d)`]: (value: number) => Number.isFinite(value),
    [`static bool IsNegative(${keyword} d)`]: (value: number) => value < 0 || Object.is(value, -0),
    [`static ${keyword} Parse(string s)`]: (text: string | null, call: CallInfo) =>
      parse(text, DEFAULT_STYLES, null, call),
    [`static ${keyword} Parse(string s, NumberStyles style)`]: (
      text: string | null,
      style: { value: number },
      call: CallInfo,
    ) => parse(text, style.value, null, call),
    [`static ${keyword} Parse(string s, IFormatProvider provider)`]: (
      text: string | null,
      provider: unknown,
      call: CallInfo,
    ) => parse(text, DEFAULT_STYLES, provider, call),
    [`static ${keyword} Parse(string s, NumberStyles style, IFormatProvider provider)`]: (
      text: string | null,
      style: { value: number },
      provider: unknown,
      call: CallInfo,
    ) => parse(text, style.value, provider, call),
    [`static bool TryParse(string s, out ${keyword} result)`]: (text: string | null, result: Ref, call: CallInfo) =>
      tryParse(text, DEFAULT_STYLES, null, result, call),
    [`static bool TryParse(string s, NumberStyles style, IFormatProvider provider, out ${keyword} result)`]: (
      text: string | null,
      style: { value: number },
      provider: unknown,
      result: Ref,
      call: CallInfo,
    ) => tryParse(text, style.value, provider, result, call),
  };
}

for (const [keyword, name, type, single] of [
  ['double', 'Double', T.double, false],
  ['float', 'Single', T.float, true],
] as const) {
  defineType({
    name: `System.${name}`,
    kind: 'struct',
    interfaces: ['IComparable', 'IFormattable', `IComparable<${keyword}>`, `IEquatable<${keyword}>`],
    members: members(keyword, name, type, single),
  });
}
