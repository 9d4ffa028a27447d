import { box } from '../core/box.ts';
import type { NetDecimal } from '../core/decimal.ts';
import { type CallInfo, defineType } from '../core/define.ts';
import { T, type TypeRef } from '../core/type-ref.ts';
import type { EnumValue } from '../core/values.ts';
import { required } from '../primitives/argument-errors.ts';
import { deserializeText } from './deserialize.ts';
import { newLineFor } from './j-token.ts';
import { writePrimitive } from './json-text.ts';
import { toToken } from './serializer.ts';

function serialize(value: unknown, newLine: string | null, call: CallInfo): string {
  const text = toToken(value, call.runtime).toJson(newLine);
  call.runtime.charge(text.length);
  return text;
}

/** `JsonConvert.ToString(x)` for the primitives that have an overload. */
const toStrings: Record<string, (value: never) => unknown> = {};
for (const [keyword, type] of [
  ['bool', T.bool],
  ['char', T.char],
  ['int', T.int],
  ['long', T.long],
  ['double', T.double],
  ['float', T.float],
  ['string', T.string],
  ['object', T.object],
] as [string, TypeRef][]) {
  toStrings[`static string ToString(${keyword} value)`] = (value: unknown) =>
    writePrimitive(box(value, type)) ?? 'null';
}

defineType({
  name: 'Newtonsoft.Json.JsonConvert',
  kind: 'class',
  members: {
    'static string True { get; }': () => 'true',
    'static string False { get; }': () => 'false',
    'static string Null { get; }': () => 'null',
    'static string Undefined { get; }': () => 'undefined',
    ...toStrings,
    'static string ToString(decimal value)': (value: NetDecimal) => writePrimitive(value) ?? 'null',
    'static string ToString(DateTime value)': (value: unknown) => writePrimitive(value) ?? 'null',
    'static string ToString(Guid value)': (value: unknown) => writePrimitive(value) ?? 'null',
    'static string SerializeObject(object value)': (value: unknown, call: CallInfo) => serialize(value, null, call),
    'static string SerializeObject(object value, Formatting formatting)': (
      value: unknown,
      formatting: EnumValue,
      call: CallInfo,
    ) => serialize(value, newLineFor(formatting, call), call),
    'static object DeserializeObject(string value)': (text: string | null, call: CallInfo) =>
      deserializeText(required(text, 'value'), T.object, call.runtime),
    'static T DeserializeObject<T>(string value)': (text: string | null, call: CallInfo) =>
      deserializeText(required(text, 'value'), call.typeArgs[0] ?? T.object, call.runtime),
  },
});
