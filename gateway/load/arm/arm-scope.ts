/** What expressions of one template come to, as far as that is possible without deploying. */
import { callFunction, publicCloud } from '../../../bicep/functions.ts';
import {
  Callable,
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
import {
  type ArmExpression,
  ArmSyntaxError,
  armLiteral,
  isArmExpression,
  parseArmExpression,
} from './arm-expression.ts';

/** Something of a deployed resource: unknown but for its name and where it belongs. */
class ResourceReference extends Lazy {
  private readonly source: string;
  private readonly type: string;
  private readonly of: string;
  private readonly path: readonly string[];

  constructor(source: string, type: string, of: string, path: readonly string[] = []) {
    super();
    this.source = source;
    this.type = type;
    this.of = of;
    this.path = path;
  }

  override member(name: string): Value {
    // with 'Full' the properties are one step further in
    const path = name === 'properties' && this.path.length === 0 ? [] : [...this.path, name];
    const source = `${this.source}.${name}`;
    if (path.length === 0) return new ResourceReference(source, this.type, this.of, path);
    return new Unknown(source, { type: this.type, path, of: this.of });
  }
}

/** Outputs of a nested deployment: `reference(…).outputs.NAME.value`. */
export type DeploymentOutputs = (deployment: string) => ((name: string) => Value) | undefined;

class Outputs extends Lazy {
  private readonly output: (name: string) => Value;
  constructor(output: (name: string) => Value) {
    super();
    this.output = output;
  }
  override member(name: string): Value {
    if (name === 'outputs') return this;
    return { value: this.output(name) };
  }
}

/** Functions that Bicep has operators for. */
const operators: Readonly<Record<string, (args: readonly Value[]) => Value | undefined>> = {
  add: numbers((a, b) => a + b),
  sub: numbers((a, b) => a - b),
  mul: numbers((a, b) => a * b),
  div: numbers((a, b) => Math.trunc(a / b)),
  mod: numbers((a, b) => a % b),
  greater: numbersOrTexts((a, b) => a > b),
  greaterorequals: numbersOrTexts((a, b) => a >= b),
  less: numbersOrTexts((a, b) => a < b),
  lessorequals: numbersOrTexts((a, b) => a <= b),
  and: (args) => (args.includes(false) ? false : args.every((each) => each === true) ? true : undefined),
  or: (args) => (args.includes(true) ? true : args.every((each) => each === false) ? false : undefined),
  not: ([value]) => (typeof value === 'boolean' ? !value : undefined),
  equals: ([a, b]) => {
    const left = knownText(a) ?? a;
    const right = knownText(b) ?? b;
    if (left === undefined || right === undefined) return undefined;
    if ((typeof left === 'object' && left !== null) || (typeof right === 'object' && right !== null)) return undefined;
    return left === right;
  },
  createarray: (args) => [...args],
  createobject: (args) => {
    const result: Record<string, Value> = {};
    for (let index = 0; index + 1 < args.length; index += 2) {
      const name = knownText(args[index]);
      if (name !== undefined && name !== '__proto__') result[name] = args[index + 1] ?? null;
    }
    return result;
  },
  null: () => null,
  true: () => true,
  false: () => false,
};

/** Functions of Bicep by the names that templates call them in any case. */
const cased = new Map(
  [
    'concat',
    'format',
    'replace',
    'toLower',
    'toUpper',
    'trim',
    'uniqueString',
    'guid',
    'substring',
    'split',
    'join',
    'length',
    'empty',
    'contains',
    'coalesce',
    'first',
    'last',
    'union',
    'take',
    'skip',
    'string',
    'int',
    'bool',
    'json',
    'startsWith',
    'endsWith',
    'indexOf',
    'padLeft',
    'range',
    'min',
    'max',
    'flatten',
    'array',
    'items',
    'uriComponent',
    'uriComponentToString',
    'base64',
    'base64ToString',
    'base64ToJson',
    'uri',
    'lastIndexOf',
    'intersection',
    'objectKeys',
    'shallowMerge',
    'tryGet',
    'map',
    'filter',
    'reduce',
    'sort',
    'toObject',
    'groupBy',
    'mapValues',
  ].map((name) => [name.toLowerCase(), name]),
);

function numbers(compute: (a: number, b: number) => number): (args: readonly Value[]) => Value | undefined {
  return ([a, b]) => (typeof a === 'number' && typeof b === 'number' ? compute(a, b) : undefined);
}

function numbersOrTexts(
  compute: (a: number | string, b: number | string) => boolean,
): (args: readonly Value[]) => Value | undefined {
  return ([a, b]) => {
    const left = typeof a === 'number' ? a : knownText(a);
    const right = typeof b === 'number' ? b : knownText(b);
    return typeof left === typeof right && left !== undefined && right !== undefined ? compute(left, right) : undefined;
  };
}

/** Data with its expressions as written. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** Whether a JSON value is an object. */
export const isJsonObject = (value: Json | undefined): value is { readonly [key: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A loop of a property or variable. */
interface Loop {
  readonly name: string;
  readonly count: Json;
  readonly input: Json;
}

const isLoop = (value: Json): value is { readonly [key: string]: Json } & Loop =>
  isJsonObject(value) && typeof value.name === 'string' && value.count !== undefined && value.input !== undefined;

const most = 500_000;
/** Azure's own limit of a loop. */
const mostTurns = 800;
/** Variables that wait for each other; the stack is finite. */
const mostWaiting = 200;

/** A template's parameters, variables and loops. */
export class ArmScope {
  private readonly parameters: ObjectValue;
  private readonly defaults: Json | undefined;
  private readonly variables: Json | undefined;
  private readonly outputsOf: DeploymentOutputs;
  /** Symbolic names of resources: name -> type and name. */
  private readonly symbols: (name: string) => { readonly type: string; readonly of: string } | undefined;
  private readonly cache = new Map<string, Value>();
  private readonly pending = new Set<string>();
  private readonly loops = new Map<string, number>();
  /** What the parameters of the lambdas around an expression are. */
  private readonly bound = new Map<string, Value>();
  private steps = 0;

  constructor(
    parameters: ObjectValue,
    template: { readonly [key: string]: Json },
    outputsOf: DeploymentOutputs,
    symbols: (name: string) => { readonly type: string; readonly of: string } | undefined,
  ) {
    this.parameters = parameters;
    this.defaults = template.parameters;
    this.variables = template.variables;
    this.outputsOf = outputsOf;
    this.symbols = symbols;
  }

  /** Runs with the index of a `copy` loop. */
  within<T>(loop: string, index: number, action: () => T): T {
    const before = this.loops.get(loop);
    this.loops.set(loop, index);
    this.loops.set('', index);
    try {
      return action();
    } finally {
      if (before === undefined) this.loops.delete(loop);
      else this.loops.set(loop, before);
    }
  }

  /** Data with its expressions worked out. */
  value(data: Json | undefined): Value {
    if (++this.steps > most) throw new ArmSyntaxError('the template takes too many steps to work out');
    if (data === undefined || data === null) return null;
    if (typeof data === 'string') return this.text(data);
    if (typeof data !== 'object') return data;
    if (Array.isArray(data)) return data.map((each: Json) => this.value(each));
    const result: Record<string, Value> = {};
    for (const [key, inner] of Object.entries(data)) {
      if (key === 'copy' && Array.isArray(inner) && inner.every(isLoop)) {
        for (const loop of inner) if (loop.name !== '__proto__') result[loop.name] = this.repeated(loop);
        continue;
      }
      const name = isArmExpression(key) ? knownText(this.text(key)) : key;
      if (name !== undefined && name !== '__proto__') result[name] = this.value(inner);
    }
    return result;
  }

  /** The items of a `copy` of a property or variable. */
  private repeated({ name, count, input }: Loop): Value {
    const turns = this.value(count);
    if (typeof turns !== 'number') return new Unknown(name);
    return Array.from({ length: Math.min(Math.max(turns, 0), mostTurns) }, (_, index) =>
      this.within(name, index, () => this.value(input)),
    );
  }

  private text(text: string): Value {
    if (!isArmExpression(text)) return armLiteral(text);
    try {
      return this.evaluate(parseArmExpression(text.slice(1, -1)));
    } catch (error) {
      if (error instanceof ArmSyntaxError) return new Unknown(text.slice(1, -1));
      throw error;
    }
  }

  private evaluate(node: ArmExpression): Value {
    switch (node.kind) {
      case 'literal':
        return node.value;
      case 'member':
        return this.member(this.evaluate(node.object), node.name, node.source);
      case 'index': {
        const index = this.evaluate(node.index);
        const object = this.evaluate(node.object);
        if (Array.isArray(object) && typeof index === 'number') return object[index] ?? null;
        const key = knownText(index);
        return key === undefined ? new Unknown(node.source) : this.member(object, key, node.source);
      }
      case 'call':
        return this.call(node);
    }
  }

  private member(object: Value, name: string, source: string): Value {
    if (object instanceof Lazy) return object.member(name);
    if (object instanceof Unknown) {
      const { reference } = object;
      return new Unknown(source, reference && { ...reference, path: [...reference.path, name] });
    }
    if (object === null || !isObject(object)) return new Unknown(source);
    const key = Object.keys(object).find((each) => each.toLowerCase() === name.toLowerCase());
    return key === undefined ? new Unknown(source) : (object[key] ?? null);
  }

  private call({ name, args: nodes, source }: Extract<ArmExpression, { kind: 'call' }>): Value {
    const called = name.toLowerCase();
    if (called === 'if') {
      const [condition, whenTrue, whenFalse] = nodes;
      const decided = condition && this.evaluate(condition);
      const chosen = decided === true ? whenTrue : decided === false ? whenFalse : undefined;
      return chosen ? this.evaluate(chosen) : new Unknown(source);
    }
    if (called === 'lambda') return this.lambda(nodes);
    const args = nodes.map((node) => this.evaluate(node));
    const first = knownText(args[0]);
    switch (called) {
      case 'lambdavariables':
        return (first === undefined ? undefined : this.bound.get(first)) ?? new Unknown(source);
      case 'parameters':
        return first === undefined ? new Unknown(source) : this.parameter(first);
      case 'variables':
        return first === undefined ? new Unknown(source) : this.variable(first, source);
      case 'copyindex': {
        const loop = typeof args[0] === 'string' ? args[0] : '';
        const shift = args.find((each) => typeof each === 'number') ?? 0;
        return (this.loops.get(loop) ?? 0) + shift;
      }
      case 'resourceid':
      case 'subscriptionresourceid':
      case 'tenantresourceid':
      case 'extensionresourceid':
        return resourceId(args);
      case 'reference':
        return this.reference(args[0] ?? null, source);
      case 'environment':
        return publicCloud;
      default: {
        const known = cased.get(called);
        const result = operators[called]?.(args) ?? (known === undefined ? undefined : callFunction(known, args));
        return result ?? new Unknown(source, { type: `${name}()`, path: [] });
      }
    }
  }

  /** `lambda('name', …, expression)` */
  private lambda(nodes: readonly ArmExpression[]): Value {
    const body = nodes.at(-1);
    const names = nodes.slice(0, -1).map((node) => knownText(this.evaluate(node)) ?? '');
    return new Callable((args) => {
      const before = new Map(this.bound);
      for (const [index, name] of names.entries()) this.bound.set(name, args[index] ?? null);
      try {
        return body ? this.evaluate(body) : null;
      } finally {
        this.bound.clear();
        for (const [name, value] of before) this.bound.set(name, value);
      }
    });
  }

  private parameter(name: string): Value {
    const given = Object.keys(this.parameters).find((each) => each.toLowerCase() === name.toLowerCase());
    if (given !== undefined) return this.parameters[given] ?? null;
    const declared = isJsonObject(this.defaults) ? this.defaults[name] : undefined;
    if (!isJsonObject(declared) || declared.defaultValue === undefined) {
      return new Unknown(name, { type: 'parameter', path: [name] });
    }
    return this.once(`parameter ${name}`, name, () => this.value(declared.defaultValue));
  }

  private variable(name: string, source: string): Value {
    const variables = isJsonObject(this.variables) ? this.variables : {};
    const key = Object.keys(variables).find((each) => each.toLowerCase() === name.toLowerCase());
    const declared = key === undefined ? undefined : variables[key];
    if (declared !== undefined) return this.once(`variable ${name}`, name, () => this.value(declared));
    const { copy } = variables;
    const loop = Array.isArray(copy) ? copy.filter(isLoop).find((each) => each.name === name) : undefined;
    return loop ? this.once(`variable ${name}`, name, () => this.repeated(loop)) : new Unknown(source);
  }

  /** A value worked out once; what is defined by itself has none. */
  private once(key: string, name: string, compute: () => Value): Value {
    const known = this.cache.get(key);
    if (known !== undefined) return known;
    if (this.pending.has(key) || this.pending.size >= mostWaiting) return new Unknown(name);
    this.pending.add(key);
    const value = compute();
    this.pending.delete(key);
    this.cache.set(key, value);
    return value;
  }

  private reference(target: Value, source: string): Value {
    const text = knownText(target) ?? (target instanceof Text ? target.toString() : undefined);
    if (text === undefined) return new Unknown(source);
    const symbol = this.symbols(text);
    const { type, of } = symbol ?? parseId(text);
    if (type.toLowerCase() === 'microsoft.resources/deployments') {
      const outputs = this.outputsOf(of);
      if (outputs) return new Outputs(outputs);
    }
    return new ResourceReference(symbol ? text : (of.split('/').at(-1) ?? text), type, of);
  }
}

/** `/providers/TYPE/NAME…` of the arguments of resourceId(): scopes come before the type. */
function resourceId(args: readonly Value[]): Value {
  const at = args.findIndex((each) => /^[A-Za-z0-9.]+\.[A-Za-z0-9.]+\//.test(knownText(each) ?? ''));
  const type = knownText(args[at]);
  if (at < 0 || type === undefined) return new Unknown('resourceId()');
  const [provider = '', ...segments] = type.split('/');
  const names = args.slice(at + 1);
  const parts = segments.flatMap((segment, index) => [`/${segment}/`, ...partsOf(names[index] ?? '', segment)]);
  return textOf([`/providers/${provider}`, ...parts]);
}

/** Type and name of an id. */
function parseId(id: string): { readonly type: string; readonly of: string } {
  const [, provider = '', rest = ''] = /\/providers\/([^/]+)\/(?!.*\/providers\/)(.*)$/.exec(id) ?? [];
  const parts = rest.split('/');
  return {
    type: [provider, ...parts.filter((_part, index) => index % 2 === 0)].join('/'),
    of: parts.filter((_part, index) => index % 2 === 1).join('/') || id,
  };
}
