/** JSONPath as Newtonsoft.Json parses it: fields, indexes, slices, `..`, wildcards and filter expressions. */
import { throwNet } from '../core/exception.ts';
import { argumentNull } from '../primitives/argument-errors.ts';
import type { PathFilter, Query, QueryOperator, QuerySide } from './json-path-filter.ts';

/** Throws Newtonsoft.Json.JsonException. */
function fail(message: string): never {
  return throwNet('Newtonsoft.Json.JsonException', message);
}

const OPEN_INDEXER = 'Path ended with open indexer.';
const OPEN_QUERY = 'Path ended with open query.';
const INDEXER = 'Unexpected character while parsing path indexer: ';

const operators: readonly (readonly [text: string, operator: QueryOperator])[] = [
  ['===', 'StrictEquals'],
  ['==', 'Equals'],
  ['=~', 'RegexEquals'],
  ['!==', 'StrictNotEquals'],
  ['!=', 'NotEquals'],
  ['<>', 'NotEquals'],
  ['<=', 'LessThanOrEquals'],
  ['<', 'LessThan'],
  ['>=', 'GreaterThanOrEquals'],
  ['>', 'GreaterThan'],
];

class PathParser {
  readonly text: string;
  at = 0;
  constructor(text: string) {
    this.text = text;
  }

  main(): PathFilter[] {
    const filters: PathFilter[] = [];
    let start = 0;
    this.skipSpaces();
    if (this.at === this.text.length) return filters;
    if (this.text[this.at] === '$') {
      if (this.text.length === 1) return filters;
      const next = this.text[this.at + 1];
      if (next === '.' || next === '[') {
        this.at++;
        start = this.at;
      }
    }
    if (!this.path(filters, start, false)) {
      const last = this.at;
      this.skipSpaces();
      if (this.at < this.text.length) fail(`Unexpected character while parsing path: ${this.text[last]}`);
    }
    return filters;
  }

  /** Reads filters up to the end of the path. @returns whether the text ended as well */
  path(filters: PathFilter[], from: number, query: boolean): boolean {
    let start = from;
    let scan = false;
    let followingIndexer = false;
    let followingDot = false;
    let ended = false;
    const field = (): void => {
      if (this.at > start) {
        filters.push(memberFilter(this.text.slice(start, this.at), scan));
        scan = false;
      }
    };
    while (this.at < this.text.length && !ended) {
      const ch = this.text[this.at] as string;
      switch (ch) {
        case '[':
        case '(':
          field();
          filters.push(this.indexer(ch, scan));
          scan = false;
          this.at++;
          start = this.at;
          followingIndexer = true;
          followingDot = false;
          break;
        case ']':
        case ')':
        case ' ':
          ended = true;
          break;
        case '.':
          field();
          if (this.text[this.at + 1] === '.') {
            scan = true;
            this.at++;
          }
          this.at++;
          start = this.at;
          followingIndexer = false;
          followingDot = true;
          break;
        default:
          if (query && '=<!>|&'.includes(ch)) ended = true;
          else {
            if (followingIndexer) fail(`Unexpected character following indexer: ${ch}`);
            this.at++;
          }
      }
    }
    const atEnd = this.at === this.text.length;
    if (this.at > start) filters.push(memberFilter(this.text.slice(start, this.at).trimEnd(), scan));
    else if (followingDot && (atEnd || query)) fail('Unexpected end while parsing path.');
    return atEnd;
  }

  indexer(open: string, scan: boolean): PathFilter {
    this.at++;
    const close = open === '[' ? ']' : ')';
    this.ensure(OPEN_INDEXER);
    this.skipSpaces();
    this.ensure(OPEN_INDEXER);
    const ch = this.text[this.at];
    if (ch === "'") return this.quotedField(close, scan);
    return ch === '?' ? this.query(close, scan) : this.arrayIndexer(close);
  }

  arrayIndexer(close: string): PathFilter {
    let start = this.at;
    let end: number | null = null;
    const indexes: number[] = [];
    const bounds: (number | null)[] = [null, null, null];
    let colons = 0;
    const number = (): number | null => {
      const digits = this.text.slice(start, end ?? this.at);
      return digits === '' ? null : toInt(digits);
    };
    const next = (): void => {
      this.at++;
      this.skipSpaces();
      start = this.at;
      end = null;
    };
    while (this.at < this.text.length) {
      const ch = this.text[this.at] as string;
      if (ch === ' ') {
        end = this.at;
        this.skipSpaces();
      } else if (ch === close) {
        const value = number();
        if (colons > 0) {
          if (value !== null) bounds[Math.min(colons, 2)] = value;
          return { kind: 'slice', start: bounds[0] ?? null, end: bounds[1] ?? null, step: bounds[2] ?? null };
        }
        if (value === null) return fail('Array index expected.');
        return indexes.length > 0 ? { kind: 'indexes', indexes: [...indexes, value] } : { kind: 'index', index: value };
      } else if (ch === ',') {
        indexes.push(number() ?? fail('Array index expected.'));
        next();
      } else if (ch === '*') {
        this.at++;
        this.ensure(OPEN_INDEXER);
        this.skipSpaces();
        if (this.text[this.at] !== close) fail(INDEXER + (this.text[this.at] ?? ''));
        return { kind: 'index', index: null };
      } else if (ch === ':') {
        const value = number();
        if (value !== null) bounds[Math.min(colons, 2)] = value;
        colons++;
        next();
      } else if ((!/\d/.test(ch) && ch !== '-') || end !== null) fail(INDEXER + ch);
      else this.at++;
    }
    return fail(OPEN_INDEXER);
  }

  quotedField(close: string, scan: boolean): PathFilter {
    const fields: string[] = [];
    while (this.at < this.text.length) {
      fields.push(this.quoted());
      this.skipSpaces();
      this.ensure(OPEN_INDEXER);
      const ch = this.text[this.at];
      if (ch === close) {
        if (fields.length > 1) return scan ? { kind: 'scanFields', names: fields } : { kind: 'fields', names: fields };
        return scan ? { kind: 'scan', name: fields[0] ?? '' } : { kind: 'field', name: fields[0] ?? '' };
      }
      if (ch !== ',') fail(INDEXER + ch);
      this.at++;
      this.skipSpaces();
    }
    return fail(OPEN_INDEXER);
  }

  quoted(): string {
    let out = '';
    this.at++;
    while (this.at < this.text.length) {
      let ch = this.text[this.at++] as string;
      if (ch === "'") return out;
      if (ch === '\\' && this.at < this.text.length) {
        ch = this.text[this.at++] as string;
        const escaped = { b: '\b', t: '\t', n: '\n', f: '\f', r: '\r', '\\': '\\', '"': '"', "'": "'", '/': '/' }[ch];
        out += escaped ?? fail(`Unknown escape character: \\${ch}`);
      } else out += ch;
    }
    return fail('Path ended with an open string.');
  }

  query(close: string, scan: boolean): PathFilter {
    this.at++;
    this.ensure(OPEN_INDEXER);
    if (this.text[this.at] !== '(') fail(INDEXER + (this.text[this.at] ?? ''));
    this.at++;
    const query = this.expression();
    this.at++;
    this.ensure(OPEN_INDEXER);
    this.skipSpaces();
    if (this.text[this.at] !== close) fail(INDEXER + (this.text[this.at] ?? ''));
    return scan ? { kind: 'queryScan', query } : { kind: 'query', query };
  }

  expression(): Query {
    let root: Query | null = null;
    let parent: Extract<Query, { kind: 'and' | 'or' }> | null = null;
    while (this.at < this.text.length) {
      const left = this.side();
      let operator: QueryOperator = 'Exists';
      let right: QuerySide | null = null;
      if (!')|&'.includes(this.text[this.at] ?? '')) {
        operator = this.operator();
        right = this.side();
      }
      const compare: Query = { kind: 'compare', operator, left, right };
      const ch = this.text[this.at];
      if (ch === ')') {
        if (!parent) return compare;
        parent.parts.push(compare);
        return root ?? parent;
      }
      const kind = ch === '&' ? 'and' : ch === '|' ? 'or' : null;
      if (kind === null) continue;
      if (!this.match(kind === 'and' ? '&&' : '||')) this.unexpected();
      if (parent?.kind !== kind) {
        const group: Extract<Query, { kind: 'and' | 'or' }> = { kind, parts: [] };
        parent?.parts.push(group);
        parent = group;
        root ??= group;
      }
      parent.parts.push(compare);
    }
    return fail(OPEN_QUERY);
  }

  side(): QuerySide {
    this.skipSpaces();
    const ch = this.text[this.at];
    if (ch === '$' || ch === '@') {
      const filters: PathFilter[] = ch === '$' ? [{ kind: 'root' }] : [];
      this.at++;
      if (this.path(filters, this.at, true)) fail(OPEN_QUERY);
      this.skipSpaces();
      this.ensure(OPEN_QUERY);
      return { path: filters };
    }
    const value = this.literal();
    this.skipSpaces();
    this.ensure(OPEN_QUERY);
    return value;
  }

  literal(): QuerySide {
    const ch = this.text[this.at] ?? '';
    if (ch === "'") return { value: this.quoted() };
    if (/[\d-]/.test(ch)) {
      const start = this.at++;
      while (this.at < this.text.length && !' )'.includes(this.text[this.at] ?? '')) this.at++;
      const digits = this.text.slice(start, this.at);
      if (this.at < this.text.length && /^-?\d+$/.test(digits)) return { value: BigInt(digits) };
      if (this.at < this.text.length && /^-?\d*\.?\d*([eE][-+]?\d+)?$/.test(digits)) return { value: Number(digits) };
      this.at = Math.min(this.at, this.text.length - 1);
      return this.unexpected();
    }
    if (ch === 't' && this.match('true')) return { value: true };
    if (ch === 'f' && this.match('false')) return { value: false };
    if (ch === 'n' && this.match('null')) return { value: null };
    if (ch === '/') return { regex: this.regex() };
    return this.unexpected();
  }

  regex(): string {
    const start = this.at++;
    while (this.at < this.text.length) {
      const ch = this.text[this.at];
      if (ch === '\\' && this.at + 1 < this.text.length) this.at += 2;
      else if (ch === '/') {
        this.at++;
        while (/\p{L}/u.test(this.text[this.at] ?? '')) this.at++;
        return this.text.slice(start, this.at);
      } else this.at++;
    }
    return fail('Path ended with an open regex.');
  }

  operator(): QueryOperator {
    if (this.at + 1 >= this.text.length) fail(OPEN_QUERY);
    for (const [text, operator] of operators) if (this.match(text)) return operator;
    return fail('Could not read query operator.');
  }

  match(text: string): boolean {
    if (!this.text.startsWith(text, this.at)) return false;
    this.at += text.length;
    return true;
  }

  unexpected(): never {
    return fail(`Unexpected character while parsing path query: ${this.text[this.at]}`);
  }

  skipSpaces(): void {
    while (this.text[this.at] === ' ') this.at++;
  }

  ensure(message: string): void {
    if (this.at >= this.text.length) fail(message);
  }
}

function memberFilter(member: string, scan: boolean): PathFilter {
  const name = member === '*' ? null : member;
  return scan ? { kind: 'scan', name } : { kind: 'field', name };
}

function toInt(digits: string): number {
  const value = Number(digits);
  if (!/^-?\d+$/.test(digits))
    throwNet('System.FormatException', `The input string '${digits}' was not in a correct format.`);
  if (value !== (value | 0))
    throwNet('System.OverflowException', 'Value was either too large or too small for an Int32.');
  return value;
}

/** Parses a path. Throws Newtonsoft.Json.JsonException when it is malformed. */
export function parsePath(text: string | null): PathFilter[] {
  return new PathParser(text ?? argumentNull('expression')).main();
}
