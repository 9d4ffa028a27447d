/** Works out expressions of one file, as far as that is possible without deploying. */
import { callFunction, parseJson, parseYaml, publicCloud, selected } from './functions.ts';
import type { Expression, Property } from './syntax.ts';
import {
  allItems,
  Callable,
  commonOrigin,
  isObject,
  knownText,
  Lazy,
  type ObjectValue,
  type Origin,
  partsOf,
  Text,
  textOf,
  Unknown,
  type Value,
  wholeFile,
} from './value.ts';

/** What an expression can see besides its own locals. */
export interface Surroundings {
  /** The file's text, for what an Unknown is called. */
  readonly text: string;
  /** A parameter, variable, resource, module or function of the file; undefined when there is none. */
  symbol(name: string): Value | undefined;
  /** Content of a file beside this one; undefined when it can't be had. */
  load(path: string): { readonly text: string; readonly file: string } | undefined;
  /** Where in the file an offset is. */
  origin(offset: number): Origin;
  /** Counts a step; throws when there have been too many. */
  step(): void;
  /** Tells that a condition which nobody knows is taken to be true. */
  assume?(condition: Expression): void;
}

/** Names of the loops and lambdas around an expression, with their values. */
export type Locals = ReadonlyMap<string, Value>;
const noLocals: Locals = new Map();

/** Evaluates an expression. */
export function evaluate(expression: Expression, around: Surroundings, locals: Locals = noLocals): Value {
  return new Evaluation(around, locals).value(expression);
}

/** Namespaces that functions can be written with. */
const namespaces = new Set(['sys', 'az']);

class Evaluation {
  private readonly around: Surroundings;
  private readonly locals: Locals;

  constructor(around: Surroundings, locals: Locals) {
    this.around = around;
    this.locals = locals;
  }

  private unknown(node: Expression, reference?: Unknown['reference']): Unknown {
    return new Unknown(this.around.text.slice(node.start, node.end).replace(/\s+/g, ' '), reference);
  }

  value(node: Expression): Value {
    this.around.step();
    switch (node.kind) {
      case 'string':
        return this.string(node);
      case 'number':
      case 'boolean':
        return node.value;
      case 'null':
        return null;
      case 'name':
        return this.named(node);
      case 'array':
        return allItems(node.items.map((item) => this.item(item))) ?? this.unknown(node);
      case 'object':
        return this.object(node.properties);
      case 'spread':
        return this.value(node.value);
      case 'member':
        return this.member(this.value(node.object), node.name, node, node.safe);
      case 'index':
        return this.index(this.value(node.object), this.value(node.index), node, node.safe);
      case 'call':
        return this.call(node);
      case 'unary':
        return this.unary(node);
      case 'binary':
        return this.binary(node);
      case 'conditional': {
        const condition = this.value(node.condition);
        if (typeof condition === 'boolean') return this.value(condition ? node.whenTrue : node.whenFalse);
        const either = [this.value(node.whenTrue), this.value(node.whenFalse)] as const;
        if (!either.some(isMarkup)) return this.unknown(node);
        // a text in the place of elements would be no policy: what nobody knows is taken to be so
        this.around.assume?.(node.condition);
        return either[0];
      }
      case 'lambda':
        return new Callable((args) =>
          this.within(node.parameters.map((name, index) => [name, args[index] ?? null])).value(node.body),
        );
      case 'for':
        return this.loop(node);
    }
  }

  private within(added: readonly (readonly [string, Value])[]): Evaluation {
    return new Evaluation(this.around, new Map([...this.locals, ...added]));
  }

  /** A local, else what the file defines; null is a value of either. */
  private named(node: Extract<Expression, { kind: 'name' }>): Value {
    const value = this.locals.has(node.name) ? this.locals.get(node.name) : this.around.symbol(node.name);
    return value === undefined ? this.unknown(node) : value;
  }

  private item(node: Expression): Value[] {
    const value = this.value(node);
    return node.kind === 'spread' && Array.isArray(value) ? value : [value];
  }

  private string({ parts, multiline, start, end }: Extract<Expression, { kind: 'string' }>): Value {
    const [only] = parts;
    if (parts.length === 1 && only && 'expression' in only) {
      const value = this.value(only.expression);
      if (value instanceof Text || typeof value === 'string') return value;
    }
    const first = parts.find((part) => 'text' in part);
    const isMarkup = parts.some((part) => 'text' in part && part.text.includes('<'));
    const written = { text: this.around.text, start, end, escapes: !multiline };
    const place = first && 'text' in first && (multiline || isMarkup) ? this.around.origin(first.start) : undefined;
    const holes: Value[] = [];
    const all = parts.flatMap((part) => {
      if ('text' in part) return [part.text];
      const value = this.value(part.expression);
      holes.push(value);
      return partsOf(value, this.around.text.slice(part.expression.start, part.expression.end));
    });
    const own = place && new Text([], { ...place, written });
    return textOf(all, commonOrigin([own, ...holes]));
  }

  private object(properties: readonly Property[]): ObjectValue {
    const result: Record<string, Value> = {};
    for (const { key, value } of properties) {
      if (key.kind === 'spread') {
        const spread = this.value(key);
        if (spread !== null && isObject(spread)) Object.assign(result, spread);
        continue;
      }
      const name = this.value(key);
      const text = knownText(name);
      if (text !== undefined && text !== '__proto__') result[text] = this.value(value);
    }
    return result;
  }

  private member(object: Value, name: string, node: Expression, safe = false): Value {
    if (safe && object === null) return null;
    if (object instanceof Lazy) return object.member(name);
    if (object instanceof Unknown) {
      const { reference } = object;
      return this.unknown(node, reference && { ...reference, path: [...reference.path, name] });
    }
    if (object !== null && isObject(object))
      return Object.hasOwn(object, name) ? (object[name] ?? null) : safe ? null : this.unknown(node);
    return this.unknown(node);
  }

  private index(object: Value, index: Value, node: Expression, safe = false): Value {
    if (Array.isArray(object) && typeof index === 'number') return object[index] ?? (safe ? null : this.unknown(node));
    const key = knownText(index);
    return key === undefined ? this.unknown(node) : this.member(object, key, node, safe);
  }

  private call(node: Extract<Expression, { kind: 'call' }>): Value {
    const args = node.arguments.map((argument) => this.value(argument));
    if (node.object && !(node.object.kind === 'name' && namespaces.has(node.object.name))) {
      const object = this.value(node.object);
      const called = object instanceof Lazy ? object.member(node.name) : undefined;
      if (called instanceof Callable) return called.call(args);
      return called instanceof Unknown ? this.unknown(node, called.reference) : this.unknown(node);
    }
    const own = this.around.symbol(node.name);
    if (own instanceof Callable) return own.call(args);
    const path = knownText(args[0]);
    switch (node.name) {
      case 'loadTextContent': {
        const loaded = path === undefined ? undefined : this.around.load(path);
        return loaded ? new Text([loaded.text], wholeFile(loaded.file, loaded.text)) : this.unknown(node);
      }
      case 'loadJsonContent':
      case 'loadYamlContent': {
        const loaded = path === undefined ? undefined : this.around.load(path);
        const parse = node.name === 'loadJsonContent' ? parseJson : parseYaml;
        const parsed = loaded && parse(loaded.text, loaded.file);
        return (parsed === undefined ? undefined : selected(parsed, knownText(args[1]))) ?? this.unknown(node);
      }
      case 'loadFileAsBase64': {
        const loaded = path === undefined ? undefined : this.around.load(path);
        return loaded ? Buffer.from(loaded.text, 'utf8').toString('base64') : this.unknown(node);
      }
      case 'environment':
        return publicCloud;
      default: {
        // null is a value that functions give
        const result = callFunction(node.name, args);
        return result === undefined ? this.unknown(node, { type: `${node.name}()`, path: [] }) : result;
      }
    }
  }

  private unary(node: Extract<Expression, { kind: 'unary' }>): Value {
    const value = this.value(node.operand);
    if (node.operator === '!' && typeof value === 'boolean') return !value;
    if (node.operator === '-' && typeof value === 'number') return -value;
    return this.unknown(node);
  }

  private binary(node: Extract<Expression, { kind: 'binary' }>): Value {
    const left = this.value(node.left);
    if (node.operator === '??') return left === null ? this.value(node.right) : left;
    if (node.operator === '&&' && left === false) return false;
    if (node.operator === '||' && left === true) return true;
    const right = this.value(node.right);
    if (node.operator === '&&' && right === false) return false;
    if (node.operator === '||' && right === true) return true;
    return compute(node.operator, left, right) ?? this.unknown(node);
  }

  private loop(node: Extract<Expression, { kind: 'for' }>): Value {
    return expandLoop(node, this.around, this.locals).map((locals) => evaluate(node.body, this.around, locals));
  }
}

/** The locals of each turn of a loop; one turn over an unknown item when its items are not known. */
export function expandLoop(node: Extract<Expression, { kind: 'for' }>, around: Surroundings, locals: Locals): Locals[] {
  const source = evaluate(node.source, around, locals);
  const items = Array.isArray(source) ? source : [new Unknown(node.item)];
  return items
    .map(
      (item, index) =>
        new Map<string, Value>([
          ...locals,
          [node.item, item],
          ...(node.index === undefined ? [] : [[node.index, index] as const]),
        ]),
    )
    .filter((turn) => !node.condition || evaluate(node.condition, around, turn) !== false);
}

/** Whether a value is a stretch of a policy: elements, comments, or attributes of one. */
function isMarkup(value: Value): boolean {
  if (typeof value !== 'string' && !(value instanceof Text)) return false;
  return /<[A-Za-z!/]|^\s+[\w-]+\s*=\s*"/.test(value.toString());
}

function compute(operator: string, left: Value, right: Value): Value | undefined {
  if (operator === '&&' || operator === '||')
    return typeof left === 'boolean' && typeof right === 'boolean'
      ? operator === '&&'
        ? left && right
        : left || right
      : undefined;
  if (typeof left === 'number' && typeof right === 'number') {
    switch (operator) {
      case '+':
        return left + right;
      case '-':
        return left - right;
      case '*':
        return left * right;
      case '/':
        return right === 0 ? undefined : Math.trunc(left / right);
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
    }
  }
  const a = knownText(left) ?? left;
  const b = knownText(right) ?? right;
  if (typeof a === 'object' && a !== null) return undefined;
  if (typeof b === 'object' && b !== null) return undefined;
  switch (operator) {
    case '==':
      return a === b;
    case '!=':
      return a !== b;
    case '=~':
      return String(a).toLowerCase() === String(b).toLowerCase();
    case '!~':
      return String(a).toLowerCase() !== String(b).toLowerCase();
    default:
      return undefined;
  }
}
