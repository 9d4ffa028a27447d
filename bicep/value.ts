/** What Bicep expressions give, as far as it can be known without deploying. */

/** Something that only a deployment decides: a parameter without value, a property of a resource, a listKeys(). */
export class Unknown {
  /** The expression as written, for messages and as a stand-in. */
  readonly source: string;
  /**
   * Resource type and path of members, when it is a property of a resource: `gatewayUrl` of an API Management service;
   * `of` is the name of that resource.
   */
  readonly reference: { readonly type: string; readonly path: readonly string[]; readonly of?: string } | undefined;
  constructor(source: string, reference?: Unknown['reference']) {
    this.source = source;
    this.reference = reference;
  }
}

/** Where a text was written: the file, and the line its first character is on, from 1. */
export interface Origin {
  readonly file: string;
  readonly line: number;
  /** The stretch that the text was written as; the line is its beginning where it is left out. */
  readonly written?: Written;
}

/** A stretch of a file. */
export interface Written {
  /** The file's text. */
  readonly text: string;
  /** Offsets of the stretch, its end exclusive. */
  readonly start: number;
  readonly end: number;
  /** Whether backslashes in it escape, as in strings of JSON. */
  readonly escapes: boolean;
  /** Those parts of the stretch that the text is made of, in its order, where that is not all of it once. */
  readonly ranges?: readonly (readonly [start: number, end: number])[];
  /** Other stretches that the text has words of. */
  readonly others?: readonly Written[];
}

/** The origin of a text that is a whole file. */
export const wholeFile = (file: string, text: string): Origin => ({
  file,
  line: 1,
  written: { text, start: 0, end: text.length, escapes: false },
});

/** A text with unknown parts, or one whose origin matters because it may be a policy. */
export class Text {
  readonly parts: readonly (string | Unknown)[];
  readonly origin: Origin | undefined;
  constructor(parts: readonly (string | Unknown)[], origin?: Origin) {
    this.parts = parts;
    this.origin = origin;
  }
  /** Unknown parts printed as `${…}`. */
  toString(): string {
    return this.parts.map((part) => (typeof part === 'string' ? part : `\${${part.source}}`)).join('');
  }
  get isKnown(): boolean {
    return this.parts.every((part) => typeof part === 'string');
  }
}

/** A lambda, or a function of the file. */
export class Callable {
  readonly call: (args: readonly Value[]) => Value;
  constructor(call: (args: readonly Value[]) => Value) {
    this.call = call;
  }
}

/** A value whose members are worked out when they are asked for: a resource or a module. */
export abstract class Lazy {
  abstract member(name: string): Value;
}

/** What an expression comes to; `Unknown` for what only a deployment can tell. */
export type Value = null | boolean | number | string | Text | Unknown | Callable | Lazy | Value[] | ObjectValue;
/** An object literal: its members by name. */
export interface ObjectValue {
  readonly [key: string]: Value;
}

/** Whether a value is an object literal, worked out. */
export function isObject(value: Value): value is ObjectValue {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof Text) &&
    !(value instanceof Unknown) &&
    !(value instanceof Callable) &&
    !(value instanceof Lazy)
  );
}

/** The text of a value that is completely known text; undefined otherwise. */
export function knownText(value: Value | undefined): string | undefined {
  if (typeof value === 'string') return value;
  return value instanceof Text && value.isKnown ? value.toString() : undefined;
}

/** Characters of a text, and items of a list, that are worked out; more would be an attempt to exhaust the machine. */
export const mostCharacters = 8 * 1024 * 1024;
export const mostItems = 100_000;

/** Items of all lists together, where that is not too many. */
export function allItems(lists: readonly (readonly Value[])[]): Value[] | undefined {
  return lists.reduce((sum, each) => sum + each.length, 0) > mostItems ? undefined : lists.flat();
}

/** Text as a value: a plain string when nothing more is to be said of it. */
export function textOf(parts: readonly (string | Unknown)[], origin?: Origin): string | Text {
  const length = parts.reduce((sum, part) => sum + (typeof part === 'string' ? part.length : 0), 0);
  if (length > mostCharacters || parts.length > mostItems) return new Text([new Unknown('a text without end')], origin);
  const merged: (string | Unknown)[] = [];
  for (const part of parts) {
    const last = merged.at(-1);
    if (typeof part === 'string' && typeof last === 'string') merged[merged.length - 1] = last + part;
    else if (part !== '') merged.push(part);
  }
  if (!origin && merged.every((part) => typeof part === 'string')) return merged.join('');
  return new Text(merged, origin);
}

/** The parts that a value contributes to a text. */
export function partsOf(value: Value, source: string): readonly (string | Unknown)[] {
  if (typeof value === 'string') return [value];
  if (typeof value === 'number' || typeof value === 'boolean') return [String(value)];
  if (value instanceof Text) return value.parts;
  if (value instanceof Unknown) return [value];
  return [new Unknown(source)];
}

/** Stretches besides the first that are remembered of a text. */
const mostOthers = 20;

/**
 * The origin of a text that is made of several: where the first of them was written that was anywhere.
 * @param values in the order of their weight
 */
export function commonOrigin(values: readonly (Value | undefined)[]): Origin | undefined {
  const origins = values.flatMap((value) => (value instanceof Text && value.origin ? [value.origin] : []));
  const [first, ...more] = origins;
  const own = first?.written;
  if (!own || more.length === 0) return first;
  const all = [
    ...(own.others ?? []),
    ...more.flatMap(({ written }) => (written ? [written, ...(written.others ?? [])] : [])),
  ];
  const others = [...new Set(all)].filter((each) => each !== own && each.text === own.text).slice(0, mostOthers);
  return { ...first, written: { ...own, others } };
}

/** A value as JSON has it; undefined where it holds something that is not known, no data, or far too much. */
export function plainData(value: Value, left = { items: mostItems }): unknown {
  if (value === null || typeof value !== 'object') return value;
  const text = knownText(value);
  if (text !== undefined) return text;
  left.items -= 1;
  if (left.items < 0) return undefined;
  if (Array.isArray(value)) {
    const items: unknown[] = [];
    for (const each of value) {
      const item = plainData(each, left);
      if (item === undefined) return undefined;
      items.push(item);
    }
    return items;
  }
  if (!isObject(value)) return undefined;
  const members: [string, unknown][] = [];
  for (const [key, inner] of Object.entries(value)) {
    const member = plainData(inner, left);
    if (member === undefined) return undefined;
    members.push([key, member]);
  }
  return Object.fromEntries(members);
}
