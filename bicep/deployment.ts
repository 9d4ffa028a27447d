/** What a Bicep file deploys, its modules included. */
import { dirname, resolve } from 'node:path';
import { evaluate, expandLoop, type Locals, type Surroundings } from './evaluate.ts';
import { parseBicep } from './parse.ts';
import type { Expression, Resource, Statement } from './syntax.ts';
import {
  type Callable,
  isObject,
  knownText,
  Lazy,
  type ObjectValue,
  type Origin,
  Text,
  Unknown,
  type Value,
} from './value.ts';

/** A resource that is deployed. */
export interface DeployedResource {
  /** Without version: `Microsoft.ApiManagement/service/apis`. */
  readonly type: string;
  /** One name for each segment of the type after the provider; unknown parts printed as `${…}`. */
  readonly names: readonly string[];
  readonly body: ObjectValue;
  readonly file: string;
  /** Line of the declaration, from 1. */
  readonly line: number;
  /** Whether it hangs on a condition that is not known. */
  readonly conditional: boolean;
}

/** Something that could not be read or followed. */
export interface DeploymentProblem {
  readonly file: string;
  readonly line: number;
  readonly message: string;
}

export interface Deployment {
  readonly resources: readonly DeployedResource[];
  readonly problems: readonly DeploymentProblem[];
  /** Every Bicep file that was read. */
  readonly files: readonly string[];
}

export interface DeploymentOptions {
  /** Values of the main file's parameters. */
  readonly parameters: ObjectValue;
  /** Content of a file by absolute path; undefined when it can't be had, or must not be. */
  readonly read: (path: string) => string | undefined;
  /** Resource types that are wanted; others are not worked out. */
  readonly wanted: (type: string) => boolean;
}

const maximumDepth = 20;
const maximumSteps = 2_000_000;
const maximumResources = 5_000;

class TooMuch extends Error {}

/** Follows a deployment from its main file. Never throws for what files hold; what is not understood is a problem. */
export function followDeployment(main: string, options: DeploymentOptions): Deployment {
  const world = new World(options);
  try {
    world.file(main, options.parameters, 0)?.deploy();
  } catch (error) {
    if (!(error instanceof TooMuch)) throw error;
    world.problems.push({ file: main, line: 1, message: error.message });
  }
  return { resources: world.resources, problems: world.problems, files: [...world.files] };
}

/** What all files of a deployment share. */
class World {
  readonly options: DeploymentOptions;
  readonly resources: DeployedResource[] = [];
  readonly problems: DeploymentProblem[] = [];
  readonly files = new Set<string>();
  private steps = 0;

  constructor(options: DeploymentOptions) {
    this.options = options;
  }

  step(): void {
    if (++this.steps > maximumSteps) throw new TooMuch('the deployment takes too many steps to work out');
  }

  add(resource: DeployedResource): void {
    if (this.resources.length >= maximumResources) throw new TooMuch(`more than ${maximumResources} resources`);
    this.resources.push(resource);
  }

  file(path: string, parameters: ObjectValue, depth: number): FileScope | undefined {
    const text = depth > maximumDepth ? undefined : this.options.read(path);
    if (text === undefined) return undefined;
    return new FileScope(this, path, text, parameters, depth);
  }
}

/** A file with values for its parameters. */
class FileScope implements Surroundings {
  readonly text: string;
  readonly path: string;
  private readonly world: World;
  private readonly depth: number;
  private readonly parameters: ObjectValue;
  private readonly statements = new Map<string, Statement>();
  private readonly values = new Map<string, Value>();
  private readonly pending = new Set<string>();
  private readonly lineStarts: number[] = [0];

  constructor(world: World, path: string, text: string, parameters: ObjectValue, depth: number) {
    this.world = world;
    this.path = path;
    this.text = text;
    this.parameters = parameters;
    this.depth = depth;
    for (let index = text.indexOf('\n'); index >= 0; index = text.indexOf('\n', index + 1))
      this.lineStarts.push(index + 1);
    const { statements, problems } = parseBicep(text);
    if (!world.files.has(path)) {
      for (const { offset, message } of problems) world.problems.push({ ...this.origin(offset), message });
    }
    world.files.add(path);
    for (const statement of statements) {
      // An output may have the name of something else.
      if (statement.kind !== 'output') this.statements.set(statement.name, statement);
      else this.statements.set(`output ${statement.name}`, statement);
    }
  }

  step(): void {
    this.world.step();
  }

  origin(offset: number): Origin {
    let low = 0;
    let high = this.lineStarts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.lineStarts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return { file: this.path, line: low + 1 };
  }

  load(path: string): { text: string; file: string } | undefined {
    const file = resolve(dirname(this.path), path);
    const text = this.world.options.read(file);
    return text === undefined ? undefined : { text, file };
  }

  symbol(name: string): Value | undefined {
    const known = this.values.get(name);
    if (known !== undefined) return known;
    const statement = this.statements.get(name);
    if (!statement) return undefined;
    // Something that is defined by itself has no value.
    if (this.pending.has(name)) return new Unknown(name);
    this.pending.add(name);
    const value = this.define(statement);
    this.pending.delete(name);
    this.values.set(name, value);
    return value;
  }

  private define(statement: Statement): Value {
    switch (statement.kind) {
      case 'parameter': {
        const { name, fallback } = statement;
        if (Object.hasOwn(this.parameters, name)) return this.parameters[name] ?? null;
        return fallback ? evaluate(fallback, this) : new Unknown(name, { type: 'parameter', path: [name] });
      }
      case 'variable':
      case 'output':
        return evaluate(statement.value, this);
      case 'function':
        return evaluate(statement.lambda, this) as Callable;
      case 'resource':
        return single(statement.body, this.instances(statement, undefined, new Map()));
      case 'module':
        return single(statement.body, this.moduleInstances(statement));
    }
  }

  /** An output's value, as a module's `outputs` give it. */
  output(name: string): Value {
    return this.symbol(`output ${name}`) ?? new Unknown(`outputs.${name}`);
  }

  /** A resource's instances: one, or one for each turn of its loop. Conditions that are false leave none. */
  instances(resource: Resource, parent: ResourceInstance | undefined, locals: Locals): ResourceInstance[] {
    const turns = resource.body.kind === 'for' ? expandLoop(resource.body, this, locals) : [locals];
    const body = resource.body.kind === 'for' ? resource.body.body : resource.body;
    return turns.flatMap((turn) => {
      const condition = resource.condition ? evaluate(resource.condition, this, turn) : true;
      if (condition === false) return [];
      return [new ResourceInstance(this, resource, body, parent, turn, condition !== true)];
    });
  }

  private moduleInstances(module: Extract<Statement, { kind: 'module' }>): ModuleInstance[] {
    const turns = module.body.kind === 'for' ? expandLoop(module.body, this, new Map()) : [new Map<string, Value>()];
    const body = module.body.kind === 'for' ? module.body.body : module.body;
    return turns.flatMap((turn) => {
      if (module.condition && evaluate(module.condition, this, turn) === false) return [];
      const value = evaluate(body, this, turn);
      const parameters = value !== null && isObject(value) ? value.params : undefined;
      const file = resolve(dirname(this.path), module.path);
      const inner = this.world.file(file, parameters && isObject(parameters) ? parameters : {}, this.depth + 1);
      if (!inner && !/^(?:br|ts)[:/]/.test(module.path)) {
        this.world.problems.push({
          ...this.origin(module.start),
          message: `the module '${module.path}' can't be read`,
        });
      }
      return [new ModuleInstance(inner, value)];
    });
  }

  /** Adds what the file deploys to the world. */
  deploy(): void {
    for (const { kind, name } of this.statements.values()) {
      if (kind !== 'resource' && kind !== 'module') continue;
      const value = this.symbol(name);
      for (const instance of Array.isArray(value) ? value : [value]) {
        if (instance instanceof ResourceInstance) this.deployResource(instance);
        else if (instance instanceof ModuleInstance) instance.scope?.deploy();
      }
    }
  }

  private deployResource(instance: ResourceInstance): void {
    const { resource, type } = instance;
    if (!resource.existing && this.world.options.wanted(type)) {
      this.world.add({
        type,
        names: instance.names,
        body: instance.body,
        ...this.origin(resource.start),
        conditional: instance.conditional,
      });
    }
    const object = instance.object;
    if (object.kind !== 'object') return;
    for (const nested of object.resources) {
      for (const inner of this.instances(nested, instance, instance.locals)) this.deployResource(inner);
    }
  }
}

/** The one instance of a declaration without loop; the array of those of a loop. */
function single(body: Expression, instances: readonly (ResourceInstance | ModuleInstance)[]): Value {
  return body.kind === 'for' ? [...instances] : (instances[0] ?? null);
}

/** A resource as expressions see it. */
class ResourceInstance extends Lazy {
  readonly resource: Resource;
  readonly object: Expression;
  readonly locals: Locals;
  readonly conditional: boolean;
  private readonly scope: FileScope;
  private readonly nestedIn: ResourceInstance | undefined;
  private evaluated: ObjectValue | undefined;
  private evaluating = false;

  constructor(
    scope: FileScope,
    resource: Resource,
    object: Expression,
    nestedIn: ResourceInstance | undefined,
    locals: Locals,
    conditional: boolean,
  ) {
    super();
    this.scope = scope;
    this.resource = resource;
    this.object = object;
    this.nestedIn = nestedIn;
    this.locals = locals;
    this.conditional = conditional;
  }

  get type(): string {
    const own = this.resource.type.replace(/@.*$/, '');
    return this.nestedIn && !own.includes('.') ? `${this.nestedIn.type}/${own}` : own;
  }

  get body(): ObjectValue {
    if (this.evaluated) return this.evaluated;
    if (this.evaluating) return {};
    this.evaluating = true;
    const value = evaluate(this.object, this.scope, this.locals);
    this.evaluating = false;
    this.evaluated = value !== null && isObject(value) ? value : {};
    return this.evaluated;
  }

  get names(): string[] {
    const { name, parent } = this.body;
    const own = printed(name ?? new Unknown('name'));
    const outer = this.nestedIn ?? (parent instanceof ResourceInstance ? parent : undefined);
    return outer ? [...outer.names, own] : splitName(name ?? null);
  }

  override member(name: string): Value {
    const { type, names } = this;
    if (name === 'id') {
      const provider = type.split('/');
      const path = provider.slice(1).flatMap((segment, index) => [segment, names[index] ?? '']);
      return `/providers/${provider[0]}/${path.join('/')}`;
    }
    if (name === 'type') return type;
    if (name === 'name') return this.body.name ?? new Unknown(`${this.resource.name}.name`);
    const value = Object.hasOwn(this.body, name) ? this.body[name] : undefined;
    return new ResourceMember(`${this.resource.name}.${name}`, type, [name], value).settle();
  }
}

/** Part of a resource: what its declaration says, and unknown beyond it. */
class ResourceMember extends Lazy {
  private readonly source: string;
  private readonly type: string;
  private readonly path: readonly string[];
  private readonly value: Value | undefined;

  constructor(source: string, type: string, path: readonly string[], value: Value | undefined) {
    super();
    this.source = source;
    this.type = type;
    this.path = path;
    this.value = value;
  }

  /** The value itself, unless it is an object, which the service may add to. */
  settle(): Value {
    const { value } = this;
    // `properties` is where services put what they decide.
    if (value === undefined)
      return this.path.at(-1) === 'properties' ? this : new Unknown(this.source, { type: this.type, path: this.path });
    return value !== null && isObject(value) ? this : value;
  }

  override member(name: string): Value {
    const value =
      this.value !== undefined && this.value !== null && isObject(this.value) ? this.value[name] : undefined;
    const path = this.path[0] === 'properties' ? [...this.path.slice(1), name] : [...this.path, name];
    const source = `${this.source}.${name}`;
    if (value === undefined) return new Unknown(source, { type: this.type, path });
    return value !== null && isObject(value) ? new ResourceMember(source, this.type, path, value) : value;
  }
}

/** A module as expressions see it. */
class ModuleInstance extends Lazy {
  readonly scope: FileScope | undefined;
  private readonly value: Value;

  constructor(scope: FileScope | undefined, value: Value) {
    super();
    this.scope = scope;
    this.value = value;
  }

  override member(name: string): Value {
    const { scope, value } = this;
    if (name === 'outputs') return new ModuleOutputs(scope);
    if (value !== null && isObject(value) && Object.hasOwn(value, name)) return value[name] ?? null;
    return new Unknown(name);
  }
}

class ModuleOutputs extends Lazy {
  private readonly scope: FileScope | undefined;
  constructor(scope: FileScope | undefined) {
    super();
    this.scope = scope;
  }
  override member(name: string): Value {
    return this.scope?.output(name) ?? new Unknown(`outputs.${name}`);
  }
}

function printed(value: Value): string {
  if (value instanceof Unknown) return `\${${value.source}}`;
  if (value instanceof Text) return value.toString();
  return knownText(value) ?? String(value);
}

/** The segments of a name such as `${apim}/api/policy`; slashes inside unknown parts don't count. */
function splitName(name: Value): string[] {
  if (!(name instanceof Text)) return printed(name).split('/');
  const segments = [''];
  for (const part of name.parts) {
    const pieces = typeof part === 'string' ? part.split('/') : [printed(part)];
    segments[segments.length - 1] += pieces[0] ?? '';
    segments.push(...pieces.slice(1));
  }
  return segments;
}
