/** Evaluation of JSONPath filters over a token tree. */
import type { Runtime } from '../core/define.ts';
import { throwNet } from '../core/exception.ts';
import { T } from '../core/type-ref.ts';
import { Boxed } from '../core/values.ts';
import { indexOutOfRange } from '../primitives/argument-errors.ts';
import { Regex } from '../regex/regex-value.ts';
import { JArray } from './tree/array.ts';
import { JConstructor } from './tree/constructor.ts';
import { JContainer } from './tree/container.ts';
import { JObject } from './tree/object.ts';
import { JProperty } from './tree/property.ts';
import type { JToken } from './tree/token.ts';
import { JValue } from './tree/value.ts';
import { compareValues, valuesEqual } from './value-comparison.ts';

export type QueryOperator =
  | 'Exists'
  | 'Equals'
  | 'NotEquals'
  | 'StrictEquals'
  | 'StrictNotEquals'
  | 'RegexEquals'
  | 'LessThan'
  | 'LessThanOrEquals'
  | 'GreaterThan'
  | 'GreaterThanOrEquals';

/** One side of a comparison: a path, a literal or a regular expression. */
export type QuerySide =
  | { readonly path: PathFilter[] }
  | { readonly value: string | bigint | number | boolean | null }
  | { readonly regex: string };

/** A filter expression. */
export type Query =
  | { readonly kind: 'and' | 'or'; readonly parts: Query[] }
  | {
      readonly kind: 'compare';
      readonly operator: QueryOperator;
      readonly left: QuerySide;
      readonly right: QuerySide | null;
    };

/** One step of a path. */
export type PathFilter =
  | { readonly kind: 'root' }
  | { readonly kind: 'field' | 'scan'; readonly name: string | null }
  | { readonly kind: 'fields' | 'scanFields'; readonly names: readonly string[] }
  | { readonly kind: 'index'; readonly index: number | null }
  | { readonly kind: 'indexes'; readonly indexes: readonly number[] }
  | { readonly kind: 'slice'; readonly start: number | null; readonly end: number | null; readonly step: number | null }
  | { readonly kind: 'query' | 'queryScan'; readonly query: Query };

/** What evaluation needs besides the tokens. */
export interface PathContext {
  readonly root: JToken;
  readonly runtime: Runtime;
  /** Whether a step that finds nothing is an error. */
  readonly strict: boolean;
}

function fail(message: string): never {
  return throwNet('Newtonsoft.Json.JsonException', message);
}

/** All tokens below a token in document order, properties included. */
export function* descendants(token: JToken): Iterable<JToken> {
  for (const child of token.children) {
    yield child;
    yield* descendants(child);
  }
}

/** The tokens that a path selects. */
export function evaluatePath(filters: readonly PathFilter[], start: JToken, context: PathContext): Iterable<JToken> {
  let current: Iterable<JToken> = [start];
  for (const filter of filters) current = step(filter, current, context);
  return current;
}

function* step(filter: PathFilter, tokens: Iterable<JToken>, context: PathContext): Iterable<JToken> {
  for (const token of tokens) {
    context.runtime.charge(1);
    yield* one(filter, token, context);
  }
}

function* one(filter: PathFilter, token: JToken, context: PathContext): Iterable<JToken> {
  switch (filter.kind) {
    case 'root':
      yield context.root;
      return;
    case 'field':
      yield* field(filter.name, token, context);
      return;
    case 'fields':
      yield* fields(filter.names, token, context);
      return;
    case 'scan':
      if (filter.name === null) yield token;
      for (const each of descendants(token)) {
        context.runtime.charge(1);
        if (each instanceof JProperty) {
          if (each.name === filter.name) yield each.value;
        } else if (filter.name === null) yield each;
      }
      return;
    case 'scanFields':
      for (const each of descendants(token)) {
        context.runtime.charge(1);
        if (each instanceof JProperty && filter.names.includes(each.name)) yield each.value;
      }
      return;
    case 'index':
      yield* index(filter.index, token, context);
      return;
    case 'indexes':
      for (const each of filter.indexes) yield* index(each, token, context);
      return;
    case 'slice':
      yield* slice(filter, token, context);
      return;
    case 'query':
      for (const child of token.children) if (matches(filter.query, child, context)) yield child;
      return;
    default:
      if (matches(filter.query, token, context)) yield token;
      if (token instanceof JContainer) {
        for (const each of descendants(token)) if (matches(filter.query, each, context)) yield each;
      }
  }
}

function* field(name: string | null, token: JToken, context: PathContext): Iterable<JToken> {
  if (!(token instanceof JObject)) {
    if (context.strict) fail(`Property '${name ?? '*'}' not valid on ${token.className}.`);
    return;
  }
  if (name === null) {
    for (const property of token.properties) yield property.value;
    return;
  }
  const value = token.get(name);
  if (value) yield value;
  else if (context.strict) fail(`Property '${name}' does not exist on JObject.`);
}

function* fields(names: readonly string[], token: JToken, context: PathContext): Iterable<JToken> {
  if (!(token instanceof JObject)) {
    if (context.strict)
      fail(`Properties ${names.map((name) => `'${name}'`).join(', ')} not valid on ${token.className}.`);
    return;
  }
  for (const name of names) {
    const value = token.get(name);
    if (value) yield value;
    if (context.strict) fail(`Property '${name}' does not exist on JObject.`);
  }
}

function* index(wanted: number | null, token: JToken, context: PathContext): Iterable<JToken> {
  const isList = token instanceof JArray || token instanceof JConstructor;
  if (!isList) {
    if (context.strict) fail(`Index ${wanted ?? '*'} not valid on ${token.className}.`);
    return;
  }
  if (wanted === null) {
    yield* token.children;
    return;
  }
  if (token.children.length <= wanted) {
    if (context.strict) fail(`Index ${wanted} outside the bounds of ${token.className}.`);
    return;
  }
  yield token.children[wanted] ?? indexOutOfRange('index');
}

function* slice(filter: Extract<PathFilter, { kind: 'slice' }>, token: JToken, context: PathContext): Iterable<JToken> {
  if (filter.step === 0) fail('Step cannot be zero.');
  if (!(token instanceof JArray)) {
    if (context.strict) fail(`Array slice is not valid on ${token.className}.`);
    return;
  }
  const count = token.children.length;
  const stride = filter.step ?? 1;
  let start = filter.start ?? (stride > 0 ? 0 : count - 1);
  let stop = filter.end ?? (stride > 0 ? count : -1);
  if (filter.start !== null && filter.start < 0) start = count + start;
  if (filter.end !== null && filter.end < 0) stop = count + stop;
  if (stride > 0) start = Math.max(start, 0);
  start = Math.min(start, stride > 0 ? count : count - 1);
  stop = Math.min(Math.max(stop, -1), count);
  const inside = (at: number): boolean => (stride > 0 ? at < stop : at > stop);
  if (!inside(start)) {
    if (context.strict) fail(`Array slice of ${filter.start ?? '*'} to ${filter.end ?? '*'} returned no results.`);
    return;
  }
  for (let at = start; inside(at); at += stride) yield token.children[at] ?? indexOutOfRange('index');
}

function matches(query: Query, token: JToken, context: PathContext): boolean {
  context.runtime.charge(1);
  if (query.kind !== 'compare') {
    const test = (part: Query): boolean => matches(part, token, context);
    return query.kind === 'and' ? query.parts.every(test) : query.parts.some(test);
  }
  const lefts = side(query.left, token, context);
  if (query.operator === 'Exists') {
    for (const _ of lefts) return true;
    return false;
  }
  const rights = query.right ? [...side(query.right, token, context)] : [];
  for (const left of lefts) {
    for (const right of rights) if (compare(query.operator, left, right, query.right, context)) return true;
  }
  return false;
}

function side(source: QuerySide, token: JToken, context: PathContext): Iterable<JToken> {
  if ('path' in source) return evaluatePath(source.path, token, { ...context, strict: false });
  if ('regex' in source) return [JValue.of(source.regex)];
  const { value } = source;
  if (typeof value === 'bigint') return [JValue.of(new Boxed(T.long, value))];
  return [JValue.of(typeof value === 'number' ? new Boxed(T.double, value) : value)];
}

function compare(
  operator: QueryOperator,
  left: JToken,
  right: JToken,
  source: QuerySide | null,
  context: PathContext,
): boolean {
  if (!(left instanceof JValue) || !(right instanceof JValue)) return operator === 'NotEquals';
  switch (operator) {
    case 'Equals':
      return looselyEqual(left, right);
    case 'NotEquals':
      return !looselyEqual(left, right);
    case 'StrictEquals':
      return strictlyEqual(left, right);
    case 'StrictNotEquals':
      return !strictlyEqual(left, right);
    case 'LessThan':
      return compareValues(left, right) < 0;
    case 'LessThanOrEquals':
      return compareValues(left, right) <= 0;
    case 'GreaterThan':
      return compareValues(left, right) > 0;
    case 'GreaterThanOrEquals':
      return compareValues(left, right) >= 0;
    case 'RegexEquals':
      return matchesRegex(left, source && 'regex' in source ? source.regex : String(right.value), context);
    default:
      return true;
  }
}

const isNumber = (value: JValue): boolean => value.type === 'Integer' || value.type === 'Float';

function looselyEqual(value: JValue, query: JValue): boolean {
  if (valuesEqual(value, query)) return true;
  if (isNumber(value) && isNumber(query) && value.type !== query.type) return compareValues(value, query) === 0;
  if (query.type !== 'String') return false;
  switch (value.type) {
    case 'Date':
    case 'Bytes':
    case 'Guid':
    case 'TimeSpan':
    case 'Uri':
      return value.toJson(null) === JValue.of(query.value).toJson(null);
    default:
      return false;
  }
}

function strictlyEqual(value: JValue, query: JValue): boolean {
  if (isNumber(value) && isNumber(query) && value.type !== query.type) return compareValues(value, query) === 0;
  return value.type === query.type && valuesEqual(value, query);
}

const regexFlags: Readonly<Record<string, number>> = { i: 1, m: 2, s: 16, x: 4 };

function matchesRegex(input: JValue, expression: string, context: PathContext): boolean {
  if (input.type !== 'String') return false;
  const end = expression.lastIndexOf('/');
  let options = 0;
  for (const flag of expression.slice(end + 1)) options |= regexFlags[flag] ?? 0;
  return new Regex(expression.slice(1, end), options, null, context.runtime).isMatch(
    String(input.value),
    context.runtime,
  );
}
