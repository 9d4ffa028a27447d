/** What expressions of one template come to, as far as that is possible without deploying. */
import { publicCloud } from '../../../bicep/functions.ts';
import { givenValue } from '../../../bicep/given-value.ts';
import type { OriginOf } from '../../../bicep/text-origins.ts';
import {
  Callable,
  commonOrigin,
  isObject,
  knownText,
  Lazy,
  type ObjectValue,
  partsOf,
  Text,
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
import { callArmFunction } from './arm-functions.ts';
import { isJsonObject, type Json } from './arm-json.ts';
import { parseId, resourceId } from './resource-id.ts';
import { userFunction } from './user-function.ts';

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

/** A loop of a property or variable. */
interface Loop {
  readonly name: string;
  readonly count: Json;
  readonly input: Json;
}

const isLoop = (value: Json): value is { readonly [key: string]: Json } & Loop =>
  isJsonObject(value) && typeof value.name === 'string' && value.count !== undefined && value.input !== undefined;

const deepestCall = 20;
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
  private readonly functions: Json | undefined;
  private readonly depth: number;
  /** Where texts of the template stand. */
  private readonly originOf: OriginOf;
  private steps = 0;

  /** @param depth how many functions of the template this is inside of */
  constructor(
    parameters: ObjectValue,
    template: { readonly [key: string]: Json },
    outputsOf: DeploymentOutputs,
    symbols: (name: string) => { readonly type: string; readonly of: string } | undefined,
    originOf: OriginOf = () => undefined,
    depth = 0,
  ) {
    this.originOf = originOf;
    this.parameters = parameters;
    this.functions = template.functions;
    this.depth = depth;
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
    if (Array.isArray(data)) return data.map((each: Json, index) => this.inside(data, index, each));
    const result: Record<string, Value> = {};
    for (const [key, inner] of Object.entries(data)) {
      if (key === 'copy' && Array.isArray(inner) && inner.every(isLoop)) {
        for (const loop of inner) if (loop.name !== '__proto__') result[loop.name] = this.repeated(loop);
        continue;
      }
      const name = isArmExpression(key) ? knownText(this.text(key)) : key;
      if (name !== undefined && name !== '__proto__') result[name] = this.inside(data, key, inner);
    }
    return result;
  }

  /** What an object or array holds; texts that may be policies keep their place. */
  private inside(holder: object, key: PropertyKey, data: Json): Value {
    const origin = typeof data === 'string' ? this.originOf(holder, key) : undefined;
    const value = this.value(data);
    if (!origin || !(value instanceof Text || typeof value === 'string')) return value;
    return new Text(partsOf(value, ''), commonOrigin([value, new Text([], origin)]));
  }

  /** The items of a `copy` of a property or variable. */
  private repeated(loop: Loop): Value {
    const { name, count, input } = loop;
    const turns = this.value(count);
    if (typeof turns !== 'number') return new Unknown(name);
    return Array.from({ length: Math.min(Math.max(turns, 0), mostTurns) }, (_, index) =>
      this.within(name, index, () => this.inside(loop, 'input', input)),
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
        return first !== undefined && this.bound.has(first) ? (this.bound.get(first) ?? null) : new Unknown(source);
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
        const own = this.ownFunction(called);
        // null is a value that functions give
        const result = own ? own(args) : callArmFunction(called, args);
        return result === undefined ? new Unknown(source, own ? undefined : { type: `${name}()`, path: [] }) : result;
      }
    }
  }

  /** A function that the template declares, as `NAMESPACE.NAME`: it sees its parameters, and the template's functions. */
  private ownFunction(called: string): ((args: readonly Value[]) => Value | undefined) | undefined {
    const declared = userFunction(this.functions, called);
    if (!declared) return undefined;
    return (args) => {
      if (this.depth >= deepestCall) return undefined;
      const parameters = Object.fromEntries(declared.parameters.map((name, index) => [name, args[index] ?? null]));
      const template = { functions: this.functions ?? null };
      const scope = new ArmScope(parameters, template, this.outputsOf, this.symbols, this.originOf, this.depth + 1);
      scope.steps = this.steps;
      const value = scope.value(declared.value);
      this.steps = scope.steps;
      return value;
    };
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
    const same = (each: string): boolean => each.toLowerCase() === name.toLowerCase();
    const key = Object.keys(this.parameters).find(same);
    const value = key === undefined ? undefined : (this.parameters[key] ?? null);
    const own = isJsonObject(this.defaults) ? Object.keys(this.defaults).find(same) : undefined;
    const declared = isJsonObject(this.defaults) && own !== undefined ? this.defaults[own] : undefined;
    const type = isJsonObject(declared) && typeof declared.type === 'string' ? declared.type : '';
    const given = value === undefined ? undefined : givenValue(value, type);
    if (given !== undefined) return given;
    if (!isJsonObject(declared) || declared.defaultValue === undefined) {
      return value ?? new Unknown(name, { type: 'parameter', path: [name] });
    }
    return this.once(`parameter ${name}`, name, () =>
      this.inside(declared, 'defaultValue', declared.defaultValue ?? null),
    );
  }

  private variable(name: string, source: string): Value {
    const variables = isJsonObject(this.variables) ? this.variables : {};
    const key = Object.keys(variables).find((each) => each.toLowerCase() === name.toLowerCase());
    const declared = key === undefined ? undefined : variables[key];
    if (declared !== undefined)
      return this.once(`variable ${name}`, name, () => this.inside(variables, key ?? '', declared));
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
