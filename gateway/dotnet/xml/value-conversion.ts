/** `(int)element` and its relatives: the conversions of XElement and XAttribute. */
import type { CallInfo, Members } from '../core/define.ts';
import { T, type TypeRef } from '../core/type-ref.ts';
import { argumentNull } from '../primitives/argument-errors.ts';
import { parseGuid } from '../primitives/guid.ts';
import { integerTypes } from '../primitives/virtual.ts';
import { invariantCulture } from '../text/culture.ts';
import { NumberStyles, parseDecimal, parseFloatingPoint, parseInteger, raise } from '../text/number-parse.ts';
import { parseText } from '../time/date-time.ts';
import { parseOffset } from '../time/date-time-offset.ts';
import { TimeSpan } from '../time/time-span.ts';
import { readBoolean, readDuration } from './xml-convert.ts';

const ROUNDTRIP_KIND = 128;
const SIGN_AND_WHITE = NumberStyles.AllowLeadingSign | NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite;

function integer(type: TypeRef, words: string): (text: string) => unknown {
  const { bits, signed } = integerTypes.get(type) ?? { bits: 32, signed: true };
  return (text) => {
    const result = parseInteger(text, bits, signed, SIGN_AND_WHITE, invariantCulture);
    if (!result.ok) return raise(result.reason, text, words);
    return bits === 64 ? result.value : Number(result.value);
  };
}

function floating(single: boolean): (text: string) => unknown {
  return (text) => {
    const word = text.trim();
    if (word === 'INF') return Number.POSITIVE_INFINITY;
    if (word === '-INF') return Number.NEGATIVE_INFINITY;
    const styles = NumberStyles.Float & ~NumberStyles.AllowTrailingSign;
    const result = parseFloatingPoint(word, single, styles, invariantCulture);
    return result.ok ? result.value : raise(result.reason, word, 'a Double');
  };
}

const structs: Readonly<Record<string, (text: string, call: CallInfo) => unknown>> = {
  bool: readBoolean,
  int: integer(T.int, 'an Int32'),
  uint: integer(T.uint, 'a UInt32'),
  long: integer(T.long, 'an Int64'),
  ulong: integer(T.ulong, 'a UInt64'),
  float: floating(true),
  double: floating(false),
  decimal: (text) => {
    const styles = SIGN_AND_WHITE | NumberStyles.AllowDecimalPoint;
    const result = parseDecimal(text, styles, invariantCulture);
    return result.ok ? result.value : raise(result.reason, text, 'a Decimal');
  },
  DateTime: (text, call) => parseText(text, invariantCulture, ROUNDTRIP_KIND, call),
  DateTimeOffset: (text, call) => parseOffset(text, invariantCulture, 0, call),
  TimeSpan: (text) => new TimeSpan(readDuration(text)),
  Guid: (text) => parseGuid(text),
};

/** The explicit conversion operators of a type whose value is text. @param parameter how .NET names the operand */
export function valueConversions<V>(type: string, parameter: string, textOf: (value: V) => string): Members {
  const members: Record<string, (value: V | null, call: CallInfo) => unknown> = {
    [`static explicit operator string(${type} ${parameter})`]: (value) => (value === null ? null : textOf(value)),
  };
  for (const [keyword, convert] of Object.entries(structs)) {
    members[`static explicit operator ${keyword}(${type} ${parameter})`] = (value, call) =>
      value === null ? argumentNull(parameter) : convert(textOf(value), call);
    members[`static explicit operator ${keyword}?(${type} ${parameter})`] = (value, call) =>
      value === null ? null : convert(textOf(value), call);
  }
  return members;
}
