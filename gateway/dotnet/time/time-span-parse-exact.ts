/** System.TimeSpan: `ParseExact` and `TryParseExact`. */
import { type CallInfo, defineEnum, defineType, type Ref } from '../core/define.ts';
import { throwNet } from '../core/exception.ts';
import type { EnumValue, NetArray } from '../core/values.ts';
import { required } from '../primitives/argument-errors.ts';
import { type Culture, cultureOf } from '../text/culture.ts';
import { attempt, firstFitting } from './exact-formats.ts';
import { TimeSpan } from './time-span.ts';
import { parseTimeSpanExact } from './time-span-exact.ts';

defineEnum({ name: 'System.Globalization.TimeSpanStyles', flags: true, values: { None: 0, AssumeNegative: 1 } });

type Text = string | null;
type Formats = string | NetArray | null;

function fail(reason: 'format' | 'overflow' | 'input', source: string): never {
  if (reason === 'input') throwNet('System.FormatException', 'Input string was not in a correct format.');
  if (reason === 'format')
    throwNet('System.FormatException', `String '${source}' was not recognized as a valid TimeSpan.`);
  return throwNet(
    'System.OverflowException',
    `The TimeSpan string '${source}' could not be parsed because at least one of the numeric components is out of range or contains too many digits.`,
  );
}

function one(text: Text, format: Text, culture: Culture, styles: number): TimeSpan {
  const source = required(text, 'input');
  const result = parseTimeSpanExact(source, required(format, 'format'), culture, styles !== 0);
  return typeof result === 'bigint' ? new TimeSpan(result) : fail(result, source);
}

function any(text: Text, formats: NetArray | null, culture: Culture, styles: number): TimeSpan {
  const source = required(text, 'input');
  const ticks = firstFitting(formats, (format) => {
    const result = parseTimeSpanExact(source, format, culture, styles !== 0);
    return typeof result === 'bigint' ? result : undefined;
  });
  return ticks === undefined ? fail('format', source) : new TimeSpan(ticks);
}

function parse(text: Text, formats: Formats, provider: unknown, styles: number, call: CallInfo): TimeSpan {
  const culture = cultureOf(provider, call.runtime);
  return formats === null || typeof formats === 'string'
    ? one(text, formats, culture, styles)
    : any(text, formats, culture, styles);
}

function tryParse(
  text: Text,
  formats: Formats,
  provider: unknown,
  styles: number,
  result: Ref,
  call: CallInfo,
): boolean {
  const value = attempt(() => parse(text, formats, provider, styles, call));
  result.value = value ?? TimeSpan.zero;
  return value !== undefined;
}

const parseList = (text: Text, formats: NetArray | null, provider: unknown, styles: number, call: CallInfo): TimeSpan =>
  any(text, formats, cultureOf(provider, call.runtime), styles);

defineType({
  name: 'System.TimeSpan',
  kind: 'struct',
  members: {
    'static TimeSpan ParseExact(string input, string format, IFormatProvider formatProvider)': (
      text: Text,
      format: Text,
      provider: unknown,
      call: CallInfo,
    ) => parse(text, format, provider, 0, call),
    'static TimeSpan ParseExact(string input, string format, IFormatProvider formatProvider, System.Globalization.TimeSpanStyles styles)':
      (text: Text, format: Text, provider: unknown, styles: EnumValue, call: CallInfo) =>
        parse(text, format, provider, styles.value, call),
    'static TimeSpan ParseExact(string input, string[] formats, IFormatProvider formatProvider)': (
      text: Text,
      formats: NetArray | null,
      provider: unknown,
      call: CallInfo,
    ) => parseList(text, formats, provider, 0, call),
    'static TimeSpan ParseExact(string input, string[] formats, IFormatProvider formatProvider, System.Globalization.TimeSpanStyles styles)':
      (text: Text, formats: NetArray | null, provider: unknown, styles: EnumValue, call: CallInfo) =>
        parseList(text, formats, provider, styles.value, call),
    'static bool TryParseExact(string input, string format, IFormatProvider formatProvider, out TimeSpan result)': (
      text: Text,
      format: Text,
      provider: unknown,
      result: Ref,
      call: CallInfo,
    ) => tryParse(text, format, provider, 0, result, call),
    'static bool TryParseExact(string input, string format, IFormatProvider formatProvider, System.Globalization.TimeSpanStyles styles, out TimeSpan result)':
      (text: Text, format: Text, provider: unknown, styles: EnumValue, result: Ref, call: CallInfo) =>
        tryParse(text, format, provider, styles.value, result, call),
    'static bool TryParseExact(string input, string[] formats, IFormatProvider formatProvider, out TimeSpan result)': (
      text: Text,
      formats: NetArray | null,
      provider: unknown,
      result: Ref,
      call: CallInfo,
    ) => tryParse(text, formats, provider, 0, result, call),
    'static bool TryParseExact(string input, string[] formats, IFormatProvider formatProvider, System.Globalization.TimeSpanStyles styles, out TimeSpan result)':
      (text: Text, formats: NetArray | null, provider: unknown, styles: EnumValue, result: Ref, call: CallInfo) =>
        tryParse(text, formats, provider, styles.value, result, call),
  },
});
