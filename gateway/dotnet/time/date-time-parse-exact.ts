/** System.DateTime: `ParseExact` and `TryParseExact`. */
import { type CallInfo, defineType, type Ref } from '../core/define.ts';
import type { EnumValue, NetArray } from '../core/values.ts';
import { required } from '../primitives/argument-errors.ts';
import { cultureOf } from '../text/culture.ts';
import { fromParsed, present } from './date-time.ts';
import { parseExact } from './date-time-exact.ts';
import { type DateTimeFailure, FORMAT, raiseDateTime } from './date-time-failure.ts';
import { checkStyles } from './date-time-styles.ts';
import { DateTime } from './date-time-value.ts';
import { attempt, firstFitting } from './exact-formats.ts';

type Text = string | null;

function read(source: string, format: string, provider: unknown, styles: number, call: CallInfo) {
  const parsed = parseExact(source, format, cultureOf(provider, call.runtime), styles, present(styles, call));
  return fromParsed(parsed, styles);
}

function result(source: string, value: DateTime | DateTimeFailure): DateTime {
  return value instanceof DateTime ? value : raiseDateTime(source, value);
}

function one(text: Text, format: Text, provider: unknown, styles: number, call: CallInfo): DateTime {
  checkStyles(styles, 'style');
  const source = required(text, 's');
  return result(source, read(source, required(format, 'format'), provider, styles, call));
}

function any(text: Text, formats: NetArray | null, provider: unknown, styles: number, call: CallInfo): DateTime {
  checkStyles(styles, 'style');
  const source = required(text, 's');
  const value = firstFitting(formats, (format) => {
    const parsed = read(source, format, provider, styles, call);
    return parsed instanceof DateTime ? parsed : undefined;
  });
  return result(source, value ?? FORMAT);
}

function store(target: Ref, value: DateTime | undefined): boolean {
  target.value = value ?? DateTime.minValue;
  return value !== undefined;
}

defineType({
  name: 'System.DateTime',
  kind: 'struct',
  members: {
    'static DateTime ParseExact(string s, string format, IFormatProvider provider)': (
      text: Text,
      format: Text,
      provider: unknown,
      call: CallInfo,
    ) => one(text, format, provider, 0, call),
    'static DateTime ParseExact(string s, string format, IFormatProvider provider, DateTimeStyles style)': (
      text: Text,
      format: Text,
      provider: unknown,
      style: EnumValue,
      call: CallInfo,
    ) => one(text, format, provider, style.value, call),
    'static DateTime ParseExact(string s, string[] formats, IFormatProvider provider, DateTimeStyles style)': (
      text: Text,
      formats: NetArray | null,
      provider: unknown,
      style: EnumValue,
      call: CallInfo,
    ) => any(text, formats, provider, style.value, call),
    'static bool TryParseExact(string s, string format, IFormatProvider provider, DateTimeStyles style, out DateTime result)':
      (text: Text, format: Text, provider: unknown, style: EnumValue, target: Ref, call: CallInfo) => {
        checkStyles(style.value, 'style');
        return store(
          target,
          attempt(() => one(text, format, provider, style.value, call)),
        );
      },
    'static bool TryParseExact(string s, string[] formats, IFormatProvider provider, DateTimeStyles style, out DateTime result)':
      (text: Text, formats: NetArray | null, provider: unknown, style: EnumValue, target: Ref, call: CallInfo) => {
        checkStyles(style.value, 'style');
        return store(
          target,
          attempt(() => any(text, formats, provider, style.value, call)),
        );
      },
  },
});
