import { Unknown, type Value } from './value.ts';

const booleans = new Map(
  ['1', 't', 'T', 'TRUE', 'true', 'True', '0', 'f', 'F', 'FALSE', 'false', 'False'].map((text, index) => [
    text,
    index < 6,
  ]),
);

/**
 * A value that a parameter is given, as azd hands it on: texts of variables become what the parameter's type asks for, and
 * a variable that is not set leaves it to its default, where its type is not text. (A text without default is asked for,
 * and hooks set it, so it stays unknown.)
 * @param type as Bicep or a template writes it
 * @returns undefined where the default counts
 */
export function givenValue(value: Value, type: string): Value | undefined {
  const wanted = type.trim().toLowerCase();
  if (value instanceof Unknown) {
    const unset = value.reference?.type === 'environment';
    return unset && (/^(?:bool|int|array|object|secureobject)\b/.test(wanted) || wanted.endsWith('[]'))
      ? undefined
      : value;
  }
  if (typeof value !== 'string') return value;
  if (wanted === 'bool') return booleans.get(value) ?? value;
  return wanted === 'int' && /^[+-]?\d{1,15}$/.test(value) ? Number(value) : value;
}
