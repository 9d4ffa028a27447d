/** Works out expressions and templates of Terraform, as far as that is possible without a plan. */
import {
  commonOrigin,
  isObject,
  knownText,
  Lazy,
  type ObjectValue,
  partsOf,
  Text,
  textOf,
  Unknown,
  type Value,
} from '../../../bicep/value.ts';
import { fileFunction } from './file-functions.ts';
import { callFunction } from './functions.ts';
import { parseTemplate } from './hcl-parse.ts';
import { HclSyntaxError } from './hcl-reader.ts';
import type { Expression, TemplatePart } from './hcl-syntax.ts';
import { Instances } from './instances.ts';
import type { Surroundings } from './surroundings.ts';

/** Names of the loops around an expression, with their values. */
export type Locals = ReadonlyMap<string, Value>;

/** Evaluates an expression; `Unknown` for what only a plan can tell. */
export function evaluate(node: Expression, around: Surroundings, locals: Locals): Value {
  return new Evaluation(around, locals).value(node);
}

/** What a template was made of: stretches of its text, and the texts in its holes. */
interface Made {
  readonly ranges: [number, number][];
  readonly holes: Text[];
}

class Evaluation {
  private readonly around: Surroundings;
  private readonly locals: Locals;

  constructor(around: Surroundings, locals: Locals) {
    this.around = around;
    this.locals = locals;
  }

  private unknown(node: { start: number; end: number }, reference?: Unknown['reference']): Unknown {
    return new Unknown(this.around.text.slice(node.start, node.end).replace(/\s+/g, ' '), reference);
  }

  value(node: Expression): Value {
    this.around.step();
    switch (node.kind) {
      case 'literal':
        return node.value;
      case 'template':
        return this.template(node);
      case 'tuple':
        return node.items.map((item) => this.value(item));
      case 'object':
        return this.object(node.entries);
      case 'name':
        return this.locals.get(node.name) ?? this.around.root(node.name) ?? this.unknown(node);
      case 'member':
        return this.member(this.value(node.object), node.name, node);
      case 'index':
        return this.index(this.value(node.object), this.value(node.index), node);
      case 'splat': {
        const object = this.value(node.object);
        const items = itemsOf(object);
        if (!items) return this.unknown(node);
        return items.map((each) => node.rest.reduce<Value>((value, name) => this.member(value, name, node), each));
      }
      case 'call':
        return this.call(node);
      case 'unary': {
        const value = this.value(node.operand);
        if (node.operator === '!' && typeof value === 'boolean') return !value;
        if (node.operator === '-' && typeof value === 'number') return -value;
        return this.unknown(node);
      }
      case 'binary':
        return this.binary(node);
      case 'conditional': {
        const condition = this.value(node.condition);
        if (typeof condition !== 'boolean') return this.unknown(node);
        return this.value(condition ? node.whenTrue : node.whenFalse);
      }
      case 'for':
        return this.loop(node);
    }
  }

  private within(names: readonly string[], key: Value, value: Value): Evaluation {
    const [first = '', second] = names;
    const added: [string, Value][] =
      second === undefined
        ? [[first, value]]
        : [
            [first, key],
            [second, value],
          ];
    return new Evaluation(this.around, new Map([...this.locals, ...added]));
  }

  private template({ parts, heredoc, start, end }: Extract<Expression, { kind: 'template' }>): Value {
    const [only] = parts;
    if (parts.length === 1 && only?.kind === 'hole') {
      const value = this.value(only.expression);
      return typeof value === 'number' || typeof value === 'boolean' ? String(value) : value;
    }
    const isMarkup = parts.some((part) => part.kind === 'text' && part.text.includes('<'));
    const place = only && (heredoc || isMarkup) ? this.around.origin(only.start) : undefined;
    // inside a template, its own text is not what the file says
    const written = { text: this.around.text, start, end, escapes: !heredoc };
    const made: Made = { ranges: [], holes: [] };
    const all = this.parts(parts, made);
    const origin =
      place && !this.around.inTemplate ? { ...place, written: { ...written, ranges: made.ranges } } : place;
    return textOf(all, commonOrigin([origin && new Text([], origin), ...made.holes]));
  }

  /** The text that template parts come to. */
  parts(parts: readonly TemplatePart[], made: Made): (string | Unknown)[] {
    return parts.flatMap((part) => this.part(part, made));
  }

  private part(part: TemplatePart, made: Made): readonly (string | Unknown)[] {
    switch (part.kind) {
      case 'text':
        made.ranges.push([part.start, part.end]);
        return [part.text];
      case 'hole': {
        made.ranges.push([part.start, part.end]);
        const value = this.value(part.expression);
        if (value instanceof Text) made.holes.push(value);
        return partsOf(value, this.around.text.slice(part.expression.start, part.expression.end));
      }
      case 'if': {
        const condition = this.value(part.condition);
        // a text in the place of elements would be no policy: what nobody knows is taken to be so
        return this.parts(condition === false ? part.whenFalse : part.whenTrue, made);
      }
      case 'for': {
        const turns = entries(this.value(part.source)) ?? [
          [new Unknown(part.names[0] ?? 'each'), new Unknown(part.names.at(-1) ?? 'each')],
        ];
        return turns.flatMap(([key, value]) => this.within(part.names, key, value).parts(part.body, made));
      }
    }
  }

  private object(items: readonly { readonly key: Expression; readonly value: Expression }[]): ObjectValue {
    const result: Record<string, Value> = {};
    for (const { key, value } of items) {
      const evaluated = this.value(key);
      const name = knownText(evaluated) ?? (typeof evaluated === 'number' ? String(evaluated) : undefined);
      if (name !== undefined && name !== '__proto__') result[name] = this.value(value);
    }
    return result;
  }

  private member(object: Value, name: string, node: { start: number; end: number }): Value {
    if (object instanceof Lazy) return object.member(name);
    if (object instanceof Unknown) {
      const { reference } = object;
      return this.unknown(node, reference && { type: reference.type, path: [...reference.path, name] });
    }
    if (object !== null && isObject(object) && Object.hasOwn(object, name)) return object[name] ?? null;
    return this.unknown(node);
  }

  private index(object: Value, index: Value, node: Expression): Value {
    if (object instanceof Instances) {
      const key = typeof index === 'number' ? index : knownText(index);
      return (key === undefined ? undefined : object.item(key)) ?? this.unknown(node);
    }
    if (typeof index === 'number') {
      if (Array.isArray(object)) return object[index] ?? this.unknown(node);
      // An index into what is not known, or was not made by count.
      return object instanceof Unknown || object instanceof Lazy ? object : this.unknown(node);
    }
    const key = knownText(index);
    return key === undefined ? this.unknown(node) : this.member(object, key, node);
  }

  private call(node: Extract<Expression, { kind: 'call' }>): Value {
    if (node.name === 'try' || node.name === 'can') {
      const values = node.arguments.map((argument) => this.value(argument));
      if (node.name === 'can') return !(values[0] instanceof Unknown);
      return values.find((value) => !(value instanceof Unknown)) ?? this.unknown(node);
    }
    const args = node.arguments.map((argument) => this.value(argument));
    const last = args.at(-1);
    if (node.expand && Array.isArray(last)) args.splice(-1, 1, ...last);
    const found = fileFunction(node.name, args, this.around, templateText) ?? callFunction(node.name, args);
    return found ?? this.unknown(node);
  }

  private binary(node: Extract<Expression, { kind: 'binary' }>): Value {
    const left = this.value(node.left);
    const right = this.value(node.right);
    const { operator } = node;
    if (operator === '&&' && (left === false || right === false)) return false;
    if (operator === '||' && (left === true || right === true)) return true;
    if ((operator === '==' || operator === '!=') && isEmptyAndNot(left, right)) return operator === '!=';
    return compute(operator, knownText(left) ?? left, knownText(right) ?? right) ?? this.unknown(node);
  }

  private loop(node: Extract<Expression, { kind: 'for' }>): Value {
    const turns = entries(this.value(node.source));
    if (!turns) return this.unknown(node);
    const kept = turns
      .map(([key, value]) => this.within(node.names, key, value))
      .filter((turn) => !node.condition || turn.value(node.condition) !== false);
    const { key } = node;
    if (!key) return kept.map((turn) => turn.value(node.value));
    const result: Record<string, Value> = {};
    for (const turn of kept) {
      const name = knownText(turn.value(key));
      if (name !== undefined && name !== '__proto__') result[name] = turn.value(node.value);
    }
    return result;
  }
}

/**
 * What a template comes to.
 * @param template text, with its origin where it is a file's
 * @param step counts a step; throws when there have been too many
 */
export function templateText(
  template: Value,
  variables: Value,
  step: () => void,
  load?: Surroundings['load'],
): Value | undefined {
  const text = knownText(template);
  if (text === undefined) return undefined;
  const origin = template instanceof Text ? template.origin : undefined;
  const known = variables !== null && isObject(variables) ? variables : {};
  const around: Surroundings = {
    text,
    root: (name) => (Object.hasOwn(known, name) ? known[name] : undefined),
    load: load ?? (() => undefined),
    origin: () => origin ?? { file: '', line: 1 },
    inTemplate: true,
    step,
  };
  try {
    const made: Made = { ranges: [], holes: [] };
    const parts = new Evaluation(around, new Map()).parts(parseTemplate(text), made);
    const written = origin?.written?.text === text ? { ...origin.written, ranges: made.ranges } : origin?.written;
    return textOf(parts, origin && { ...origin, ...(written ? { written } : {}) });
  } catch (error) {
    // What is no template is a policy with `${` of its own, which Terraform would refuse; it is loaded as it stands.
    if (error instanceof HclSyntaxError) return new Text([text], origin);
    throw error;
  }
}

/** What a splat goes through: a list, instances, or one thing as a list of it. */
function itemsOf(value: Value): Value[] | undefined {
  if (Array.isArray(value)) return value;
  if (value instanceof Instances) return value.all.map(([, each]) => each);
  if (value === null) return [];
  return value instanceof Lazy || isObject(value) ? [value] : undefined;
}

/** Keys and values of what can be looped over; undefined when that is not known. */
export function entries(value: Value): [Value, Value][] | undefined {
  if (value instanceof Instances) return value.all;
  if (Array.isArray(value)) return value.map((item, index) => [index, item]);
  if (value !== null && isObject(value))
    return Object.keys(value)
      .sort()
      .map((key) => [key, value[key] ?? null]);
  return undefined;
}

/** Whether one of two values is empty text and the other has some, whatever is not known of it. */
function isEmptyAndNot(a: Value, b: Value): boolean {
  const hasText = (value: Value): boolean =>
    value instanceof Text && value.parts.some((part) => typeof part === 'string' && part !== '');
  return (knownText(a) === '' && hasText(b)) || (knownText(b) === '' && hasText(a));
}

function compute(operator: string, left: Value, right: Value): Value | undefined {
  if (typeof left === 'object' && left !== null) return undefined;
  if (typeof right === 'object' && right !== null) return undefined;
  if (operator === '==') return left === right;
  if (operator === '!=') return left !== right;
  if (typeof left === 'boolean' && typeof right === 'boolean') return operator === '&&' ? left && right : left || right;
  if (typeof left !== 'number' || typeof right !== 'number') return undefined;
  switch (operator) {
    case '+':
      return left + right;
    case '-':
      return left - right;
    case '*':
      return left * right;
    case '/':
      return right === 0 ? undefined : left / right;
    case '%':
      return right === 0 ? undefined : left % right;
    case '<':
      return left < right;
    case '<=':
      return left <= right;
    case '>':
      return left > right;
    case '>=':
      return left >= right;
    default:
      return undefined;
  }
}
