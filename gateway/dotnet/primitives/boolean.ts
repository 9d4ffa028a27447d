import { defineType, type Ref } from '../core/define.ts';
import { throwNet } from '../core/exception.ts';
import { WHITE_SPACE } from '../text/white-space.ts';
import { argument, required } from './argument-errors.ts';

const around = new RegExp(`^[${WHITE_SPACE}\\0]+|[${WHITE_SPACE}\\0]+$`, 'g');

/** `Boolean.TryParse`: True or False in any case, white space and null characters around it. */
function parseBoolean(text: string | null): boolean | undefined {
  if (text === null) return undefined;
  const word = text.replace(around, '').toLowerCase();
  return word === 'true' ? true : word === 'false' ? false : undefined;
}

/** `Boolean.Parse`. Throws System.FormatException for anything else. */
export function requireBoolean(text: string | null): boolean {
  const value = parseBoolean(required(text, 'value'));
  if (value === undefined)
    throwNet('System.FormatException', `String '${text}' was not recognized as a valid Boolean.`);
  return value;
}

defineType({
  name: 'System.Boolean',
  kind: 'struct',
  interfaces: ['IComparable', 'IComparable<bool>', 'IEquatable<bool>'],
  members: {
    'static string TrueString { get; }': () => 'True',
    'static string FalseString { get; }': () => 'False',
    'static bool Parse(string value)': requireBoolean,
    'static bool TryParse(string value, out bool result)': (text: string | null, result: Ref) => {
      const value = parseBoolean(text);
      result.value = value ?? false;
      return value !== undefined;
    },
    'string ToString()': (self: boolean) => (self ? 'True' : 'False'),
    'string ToString(IFormatProvider provider)': (self: boolean) => (self ? 'True' : 'False'),
    'bool Equals(bool obj)': (self: boolean, other: boolean) => self === other,
    'bool Equals(object obj)': (self: boolean, other: unknown) => self === other,
    'int GetHashCode()': (self: boolean) => (self ? 1 : 0),
    'int CompareTo(bool value)': (self: boolean, other: boolean) => Number(self) - Number(other),
    'int CompareTo(object obj)': (self: boolean, other: unknown) => {
      if (other === null) return 1;
      if (typeof other !== 'boolean') argument('Object must be of type Boolean.');
      return Number(self) - Number(other);
    },
  },
});
