import { isObject, Lazy, mostItems, Text, textOf, Unknown, type Value } from '../../../bicep/value.ts';

/** What `jsonencode` gives: a text that still knows the value it was made of, unknown parts included. */
export class JsonText extends Text {
  readonly value: Value;
  constructor(value: Value) {
    super(partsOfJson(value));
    this.value = value;
  }
}

const quoted = (text: string): string => JSON.stringify(text).slice(1, -1);

function partsOfJson(value: Value): (string | Unknown)[] {
  const text = textOf(jsonParts(value, { items: mostItems }));
  return text instanceof Text ? [...text.parts] : [text];
}

function jsonParts(value: Value, left: { items: number }): (string | Unknown)[] {
  left.items -= 1;
  if (left.items < 0) return [new Unknown('jsonencode()')];
  if (value instanceof Unknown) return [value];
  if (value instanceof Text)
    return ['"', ...value.parts.map((part) => (typeof part === 'string' ? quoted(part) : part)), '"'];
  if (Array.isArray(value))
    return ['[', ...value.flatMap((each, index) => [...(index === 0 ? [] : [',']), ...jsonParts(each, left)]), ']'];
  if (value instanceof Lazy) return [new Unknown('jsonencode()')];
  if (value !== null && isObject(value)) {
    const members = Object.entries(value).flatMap(([key, each], index) => [
      `${index === 0 ? '' : ','}${JSON.stringify(key)}:`,
      ...jsonParts(each, left),
    ]);
    return ['{', ...members, '}'];
  }
  return [JSON.stringify(value) ?? 'null'];
}
