/** System.DateTimeOffset: `ParseExact` and `TryParseExact`. */
import { type CallInfo, defineType, type Ref } from '../core/define.ts';
import type { EnumValue, NetArray } from '../core/values.ts';
import { required } from '../primitives/argument-errors.ts';
import { cultureOf } from '../text/culture.ts';
import { parseExact } from './date-time-exact.ts';
import { type DateTimeFailure, FORMAT, raiseDateTime } from './date-time-failure.ts';
import { fromParsed } from './date-time-offset.ts';
import { checkOffsetStyles } from './date-time-styles.ts';
import { DateTimeOffset } from './date-time-value.ts';
import { attempt, firstFitting } from './exact-formats.ts';
import { ticksFromUnix } from './ticks.ts';

type Text = string | null;

function read(source: string, format: string, provider: unknown, styles: number, call: CallInfo) {
  const now = ticksFromUnix(call.runtime.now());
  return fromParsed(parseExact(source, format, cultureOf(provider, call.runtime), styles, now), styles);
}

function result(source: string, value: DateTimeOffset | DateTimeFailure): DateTimeOffset {
  return value instanceof DateTimeOffset ? value : raiseDateTime(source, value);
}

function one(text: Text, format: Text, provider: unknown, styles: number, call: CallInfo): DateTimeOffset {
  checkOffsetStyles(styles);
  const source = required(text, 'input');
  return result(source, read(source, required(format, 'format'), provider, styles, call));
}

function any(text: Text, formats: NetArray | null, provider: unknown, styles: number, call: CallInfo): DateTimeOffset {
  checkOffsetStyles(styles);
  const source = required(text, 'input');
  const value = firstFitting(formats, (format) => {
    const parsed = read(source, format, provider, styles, call);
    return parsed instanceof DateTimeOffset ? parsed : undefined;
  });
  return result(source, value ?? FORMAT);
}

function store(target: Ref, value: DateTimeOffset | undefined): boolean {
  target.value = value ?? DateTimeOffset.minValue;
  return value !== undefined;
}

defineType({
  name: 'System.DateTimeOffset',
  kind: 'struct',
  members: {
    'static DateTimeOffset ParseExact(string input, string format, IFormatProvider formatProvider)': (
      text: Text,
      format: Text,
      provider: unknown,
      call: CallInfo,
    ) => one(text, format, provider, 0, call),
    'static DateTimeOffset ParseExact(string input, string format, IFormatProvider formatProvider, DateTimeStyles styles)':
      (text: Text, format: Text, provider: unknown, styles: EnumValue, call: CallInfo) =>
        one(text, format, provider, styles.value, call),
    'static DateTimeOffset ParseExact(string input, string[] formats, IFormatProvider formatProvider, DateTimeStyles styles)':
      (text: Text, formats: NetArray | null, provider: unknown, styles: EnumValue, call: CallInfo) =>
        any(text, formats, provider, styles.value, call),
    'static bool TryParseExact(string input, string format, IFormatProvider formatProvider, DateTimeStyles styles, out DateTimeOffset result)':
      (text: Text, format: Text, provider: unknown, styles: EnumValue, target: Ref, call: CallInfo) => {
        checkOffsetStyles(styles.value);
        return store(
          target,
          attempt(() => one(text, format, provider, styles.value, call)),
        );
      },
    'static bool TryParseExact(string input, string[] formats, IFormatProvider formatProvider, DateTimeStyles styles, out DateTimeOffset result)':
      (text: Text, formats: NetArray | null, provider: unknown, styles: EnumValue, target: Ref, call: CallInfo) => {
        checkOffsetStyles(styles.value);
        return store(
          target,
          attempt(() => any(text, formats, provider, styles.value, call)),
        );
      },
  },
});
