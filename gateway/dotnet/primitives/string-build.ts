/** System.String: static members that put strings together. */

import { elements } from '../collections/enumerate.ts';
import { box } from '../core/box.ts';
import type { CallInfo, Members } from '../core/define.ts';
import { T } from '../core/type-ref.ts';
import type { NetArray } from '../core/values.ts';
import { compositeFormat } from '../text/composite-format.ts';
import { cultureOf } from '../text/culture.ts';
import { atMost, nonNegative, required } from './argument-errors.ts';
import { toText } from './virtual.ts';

function joinTexts(separator: string | null, values: Iterable<string>, call: CallInfo): string {
  const parts: string[] = [];
  let length = 0;
  for (const value of values) {
    length = value.length + (separator?.length ?? 0) + 1;
    call.runtime.charge(length);
    parts.push(value);
  }
  return parts.join(separator ?? '');
}

function* texts(values: Iterable<unknown>, call: CallInfo): Iterable<string> {
  for (const value of values) yield toText(value, call.runtime);
}

/** Texts of elements of static type `T`, the method's type argument. */
function* typedTexts(values: Iterable<unknown>, call: CallInfo): Iterable<string> {
  const type = call.typeArgs[0] ?? T.object;
  for (const value of values) yield toText(box(value, type), call.runtime);
}

const format = (text: string | null, args: readonly unknown[], provider: unknown, call: CallInfo): string =>
  compositeFormat(required(text, 'format'), args, cultureOf(provider, call.runtime), call.runtime);

const concat = (values: readonly (string | null)[], call: CallInfo): string => {
  let length = 0;
  for (const value of values) length += value?.length ?? 0;
  call.runtime.charge(length);
  return values.map((value) => value ?? '').join('');
};

type Text = string | null;

export const stringBuild: Members = {
  'static string Format(string format, object arg0)': (text: Text, a: unknown, call: CallInfo) =>
    format(text, [a], null, call),
  'static string Format(string format, object arg0, object arg1)': (
    text: Text,
    a: unknown,
    b: unknown,
    call: CallInfo,
  ) => format(text, [a, b], null, call),
  'static string Format(string format, object arg0, object arg1, object arg2)': (
    text: Text,
    a: unknown,
    b: unknown,
    c: unknown,
    call: CallInfo,
  ) => format(text, [a, b, c], null, call),
  'static string Format(string format, params object[] args)': (text: Text, args: NetArray | null, call: CallInfo) =>
    format(required(text, 'format'), [...required(args, 'args').items], null, call),
  'static string Format(IFormatProvider provider, string format, object arg0)': (
    provider: unknown,
    text: Text,
    a: unknown,
    call: CallInfo,
  ) => format(text, [a], provider, call),
  'static string Format(IFormatProvider provider, string format, object arg0, object arg1)': (
    provider: unknown,
    text: Text,
    a: unknown,
    b: unknown,
    call: CallInfo,
  ) => format(text, [a, b], provider, call),
  'static string Format(IFormatProvider provider, string format, object arg0, object arg1, object arg2)': (
    provider: unknown,
    text: Text,
    a: unknown,
    b: unknown,
    c: unknown,
    call: CallInfo,
  ) => format(text, [a, b, c], provider, call),
  'static string Format(IFormatProvider provider, string format, params object[] args)': (
    provider: unknown,
    text: Text,
    args: NetArray | null,
    call: CallInfo,
  ) => format(text, [...required(args, 'args').items], provider, call),
  'static string Concat(object arg0)': (a: unknown, call: CallInfo) => toText(a, call.runtime),
  'static string Concat(object arg0, object arg1)': (a: unknown, b: unknown, call: CallInfo) =>
    concat([toText(a, call.runtime), toText(b, call.runtime)], call),
  'static string Concat(object arg0, object arg1, object arg2)': (a: unknown, b: unknown, c: unknown, call: CallInfo) =>
    concat([toText(a, call.runtime), toText(b, call.runtime), toText(c, call.runtime)], call),
  'static string Concat(params object[] args)': (args: NetArray | null, call: CallInfo) =>
    joinTexts(null, texts(required(args, 'args'), call), call),
  'static string Concat(string str0, string str1)': (a: Text, b: Text, call: CallInfo) => concat([a, b], call),
  'static string Concat(string str0, string str1, string str2)': (a: Text, b: Text, c: Text, call: CallInfo) =>
    concat([a, b, c], call),
  'static string Concat(string str0, string str1, string str2, string str3)': (
    a: Text,
    b: Text,
    c: Text,
    d: Text,
    call: CallInfo,
  ) => concat([a, b, c, d], call),
  'static string Concat(params string[] values)': (values: NetArray | null, call: CallInfo) =>
    concat(required(values, 'values').items as Text[], call),
  'static string Concat(IEnumerable<string> values)': (values: unknown, call: CallInfo) =>
    joinTexts(null, texts(elements(required(values, 'values')), call), call),
  'static string Concat<T>(IEnumerable<T> values)': (values: unknown, call: CallInfo) =>
    joinTexts(null, typedTexts(elements(required(values, 'values')), call), call),
  'static string Join(string separator, params string[] value)': (
    separator: Text,
    values: NetArray | null,
    call: CallInfo,
  ) => joinTexts(separator, texts(required(values, 'value'), call), call),
  'static string Join(string separator, params object[] values)': (
    separator: Text,
    values: NetArray | null,
    call: CallInfo,
  ) => joinTexts(separator, texts(required(values, 'values'), call), call),
  'static string Join(string separator, string[] value, int startIndex, int count)': (
    separator: Text,
    values: NetArray | null,
    start: number,
    count: number,
    call: CallInfo,
  ) => {
    const items = required(values, 'value').items as Text[];
    nonNegative(start, 'startIndex');
    nonNegative(count, 'count');
    atMost(start, items.length - count, 'startIndex');
    return joinTexts(separator, texts(items.slice(start, start + count), call), call);
  },
  'static string Join(string separator, IEnumerable<string> values)': (
    separator: Text,
    values: unknown,
    call: CallInfo,
  ) => joinTexts(separator, texts(elements(required(values, 'values')), call), call),
  'static string Join<T>(string separator, IEnumerable<T> values)': (
    separator: Text,
    values: unknown,
    call: CallInfo,
  ) => joinTexts(separator, typedTexts(elements(required(values, 'values')), call), call),
  'static string Join(char separator, params string[] value)': (
    separator: number,
    values: NetArray | null,
    call: CallInfo,
  ) => joinTexts(String.fromCharCode(separator), texts(required(values, 'value'), call), call),
  'static string Join(char separator, params object[] values)': (
    separator: number,
    values: NetArray | null,
    call: CallInfo,
  ) => joinTexts(String.fromCharCode(separator), texts(required(values, 'values'), call), call),
  'static string Join<T>(char separator, IEnumerable<T> values)': (
    separator: number,
    values: unknown,
    call: CallInfo,
  ) => joinTexts(String.fromCharCode(separator), typedTexts(elements(required(values, 'values')), call), call),
};
