/** Where texts with elements stand in data: they may be policies. */
import { type Document, isCollection, isMap, isScalar, isSeq } from 'yaml';
import { type JsonPlace, jsonTree } from './json-tree.ts';
import type { Origin } from './value.ts';

/** Where the text that an object or array holds under a key was written; undefined for what is no policy. */
export type OriginOf = (holder: object, key: PropertyKey) => Origin | undefined;

const mayBePolicy = (value: unknown): value is string => typeof value === 'string' && value.includes('<');

class Origins {
  private readonly known = new Map<object, Map<PropertyKey, Origin>>();
  private readonly file: string;
  private readonly text: string;
  /** The last offset that was asked for, and its line. */
  private last = { offset: 0, line: 1 };

  constructor(file: string, text: string) {
    this.file = file;
    this.text = text;
  }

  add(holder: object, key: PropertyKey, start: number, end: number, escapes: boolean): void {
    const origins = this.known.get(holder) ?? new Map<PropertyKey, Origin>();
    this.known.set(holder, origins);
    const { text, file } = this;
    const { offset, line: before } = start < this.last.offset ? { offset: 0, line: 1 } : this.last;
    const line = before + text.slice(offset, start).split('\n').length - 1;
    this.last = { offset: start, line };
    origins.set(key, { file, line, written: { text, start, end, escapes } });
  }

  readonly of: OriginOf = (holder, key) => this.known.get(holder)?.get(key);
}

/** The offset behind a string that starts at `start`. */
function endOfString(text: string, start: number): number {
  let offset = start + 1;
  while (offset < text.length && text[offset] !== '"') offset += text[offset] === '\\' ? 2 : 1;
  return offset + 1;
}

/**
 * Of JSON.
 * @param data what the text is parsed to
 */
export function jsonOrigins(text: string, data: unknown, file: string): OriginOf {
  const origins = new Origins(file, text);
  if (!text.includes('<')) return origins.of;
  const walk = (value: unknown, place: JsonPlace | undefined): void => {
    if (typeof value !== 'object' || value === null) return;
    for (const [name, inner] of Object.entries(value)) {
      const key = Array.isArray(value) ? Number(name) : name;
      const at = place?.members?.get(key);
      if (mayBePolicy(inner) && at) origins.add(value, key, at.offset + 1, endOfString(text, at.offset) - 1, true);
      else walk(inner, at);
    }
  };
  walk(data, jsonTree(text));
  return origins.of;
}

/** Of YAML. Where an alias repeats a text, nothing is known. */
export function yamlOrigins(text: string, document: Document, data: unknown, file: string): OriginOf {
  const origins = new Origins(file, text);
  const one = (holder: object, key: PropertyKey, value: unknown, node: unknown): void => {
    if (isCollection(node)) walk(value, node);
    if (!isScalar(node) || !mayBePolicy(value) || !node.range) return;
    origins.add(holder, key, node.range[0], node.range[1], node.type === 'QUOTE_DOUBLE');
  };
  const walk = (value: unknown, node: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    if (isSeq(node) && Array.isArray(value))
      for (const [index, inner] of node.items.entries()) one(value, index, value[index], inner);
    if (!isMap(node) || Array.isArray(value)) return;
    for (const { key, value: inner } of node.items) {
      const name = isScalar(key) ? String(key.value) : '';
      if (Object.hasOwn(value, name)) one(value, name, (value as Record<string, unknown>)[name], inner);
    }
  };
  walk(data, document.contents);
  return origins.of;
}
