import { type CallInfo, declarations, defineType, type Ref } from '../core/define.ts';
import { throwNet } from '../core/exception.ts';
import { T, type TypeRef } from '../core/type-ref.ts';
import { EnumValue } from '../core/values.ts';
import { trim } from '../text/white-space.ts';
import { argument, required } from './argument-errors.ts';
import { enumDeclaration, formatEnum } from './enum-text.ts';

const nameOf = (type: TypeRef): string => (type.kind === 'named' ? type.name : '');

type Outcome = { value: number } | { error: 'empty' | 'unknown' | 'overflow' };

function parseNames(type: TypeRef, text: string, ignoreCase: boolean): Outcome {
  const body = trim(text);
  if (body === '') return { error: 'empty' };
  if (/^[-+]?\d+$/.test(body)) {
    const value = Number(body);
    return Math.abs(value) > 0x7fffffff ? { error: 'overflow' } : { value };
  }
  const declaration = enumDeclaration(nameOf(type), declarations().enums);
  let value = 0;
  for (const part of body.split(',')) {
    const name = trim(part);
    const entry = Object.entries(declaration?.values ?? {}).find(([known]) =>
      ignoreCase ? known.toLowerCase() === name.toLowerCase() : known === name,
    );
    if (!entry) return { error: 'unknown' };
    value |= entry[1];
  }
  return { value };
}

/** `Enum.Parse`: names, comma-separated names or a number. Throws System.ArgumentException for anything else. */
export function parseEnum(type: TypeRef, text: string | null, ignoreCase: boolean): EnumValue {
  const result = parseNames(type, required(text, 'value'), ignoreCase);
  if ('value' in result) return new EnumValue(type, result.value);
  if (result.error === 'empty') argument('Must specify valid information for parsing in the string.', 'value');
  if (result.error === 'overflow')
    throwNet('System.OverflowException', 'Value was either too large or too small for an Int32.');
  return argument(`Requested value '${text}' was not found.`);
}

function tryParse(text: string | null, ignoreCase: boolean, result: Ref, call: CallInfo): boolean {
  const type = call.typeArgs[0] ?? T.object;
  const parsed: Outcome = text === null ? { error: 'empty' } : parseNames(type, text, ignoreCase);
  result.value = new EnumValue(type, 'value' in parsed ? parsed.value : 0);
  return 'value' in parsed;
}

/** A System.Type as an argument: whatever object carries the type it stands for. */
interface TypeObject {
  readonly represents: TypeRef;
}

const text = (self: EnumValue, format: string | null): string => formatEnum(self, format, declarations().enums);
const byType = (type: TypeObject | null): TypeRef => required(type, 'enumType').represents;

defineType({
  name: 'System.Enum',
  kind: 'class',
  base: 'ValueType',
  interfaces: ['IComparable', 'IFormattable'],
  members: {
    'static object Parse(Type enumType, string value)': (type: TypeObject | null, value: string | null) =>
      parseEnum(byType(type), value, false),
    'static object Parse(Type enumType, string value, bool ignoreCase)': (
      type: TypeObject | null,
      value: string | null,
      ignoreCase: boolean,
    ) => parseEnum(byType(type), value, ignoreCase),
    'static TEnum Parse<TEnum>(string value)': (value: string | null, call: CallInfo) =>
      parseEnum(call.typeArgs[0] ?? T.object, value, false),
    'static TEnum Parse<TEnum>(string value, bool ignoreCase)': (
      value: string | null,
      ignoreCase: boolean,
      call: CallInfo,
    ) => parseEnum(call.typeArgs[0] ?? T.object, value, ignoreCase),
    'static bool TryParse<TEnum>(string value, out TEnum result)': (
      value: string | null,
      result: Ref,
      call: CallInfo,
    ) => tryParse(value, false, result, call),
    'static bool TryParse<TEnum>(string value, bool ignoreCase, out TEnum result)': (
      value: string | null,
      ignoreCase: boolean,
      result: Ref,
      call: CallInfo,
    ) => tryParse(value, ignoreCase, result, call),
    'string ToString()': (self: EnumValue) => text(self, null),
    'string ToString(string format)': text,
    'bool Equals(object obj)': (self: EnumValue, other: unknown) =>
      other instanceof EnumValue && other.type === self.type && other.value === self.value,
    'int GetHashCode()': (self: EnumValue) => self.value | 0,
    'int CompareTo(object target)': (self: EnumValue, other: unknown) => {
      if (other === null) return 1;
      if (!(other instanceof EnumValue) || other.type !== self.type) {
        return argument(
          `Object must be the same type as the enum. The type passed in was '${other instanceof EnumValue ? nameOf(other.type) : 'System.Object'}'; the enum type was '${nameOf(self.type)}'.`,
        );
      }
      return Math.sign(self.value - other.value);
    },
    'bool HasFlag(Enum flag)': (self: EnumValue, flag: EnumValue | null) => {
      const wanted = required(flag, 'flag');
      return (self.value & wanted.value) === wanted.value;
    },
  },
});
