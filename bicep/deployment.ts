/** What a Bicep file deploys, its modules included. */
import { dirname, resolve } from 'node:path';
import { evaluate, expandLoop, type Locals, type Surroundings } from './evaluate.ts';
import { givenValue } from './given-value.ts';
import { ImportedFile, ModuleInstance } from './module-instance.ts';
import { isInRegistry, isUnknownService, RegistryOutputs, registryResources } from './registry-module.ts';
import { ResourceInstance } from './resource-instance.ts';
import { SourceFile } from './source-file.ts';
import type { Expression, Property, Resource, Statement } from './syntax.ts';
import { type Callable, isObject, type ObjectValue, type Origin, Unknown, type Value } from './value.ts';

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
  /** Line of what says the format of its text, such as that of a policy. */
  readonly formatLine?: number;
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
  /** Modules and resources of loops without a turn: what would be deployed with other parameters. */
  readonly idle: readonly DeploymentProblem[];
  /** Every Bicep file that was read. */
  readonly files: readonly string[];
}

export interface DeploymentOptions {
  /** Values of the main file's parameters. */
  readonly parameters: ObjectValue;
  /** Content of a file by absolute path; undefined when it can't be had, or must not be. */
  readonly read: (path: string) => string | undefined;
  /** File of parameters in Bicep's own form, whose values `parameters` wins over. */
  readonly parameterFile?: string;
  /** Resource types that are wanted; others are not worked out. */
  readonly wanted: (type: string) => boolean;
}

const maximumDepth = 20;
const maximumSteps = 500_000;
const maximumModules = 1_000;
const maximumResources = 5_000;

class TooMuch extends Error {}

/** Follows a deployment from its main file. Never throws for what files hold; what is not understood is a problem. */
export function followDeployment(main: string, options: DeploymentOptions): Deployment {
  const world = new World(options);
  try {
    const parameters = options.parameterFile === undefined ? {} : world.parametersOf(options.parameterFile);
    world.file(main, { ...parameters, ...options.parameters }, 0)?.deploy();
  } catch (error) {
    if (!(error instanceof TooMuch)) throw error;
    world.problems.push({ file: main, line: 1, message: error.message });
  }
  return { resources: world.resources, problems: world.problems, idle: world.idle, files: world.files };
}

/** What all files of a deployment share. */
class World {
  readonly options: DeploymentOptions;
  readonly resources: DeployedResource[] = [];
  readonly problems: DeploymentProblem[] = [];
  readonly idle: DeploymentProblem[] = [];
  private readonly sources = new Map<string, SourceFile>();
  private steps = 0;
  private modules = 0;

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

  get files(): string[] {
    return [...this.sources.keys()];
  }

  /** What a parameter file assigns. */
  parametersOf(path: string): ObjectValue {
    const scope = this.file(path, {}, 0);
    return Object.fromEntries((scope?.parameterNames ?? []).map((name) => [name, scope?.symbol(name) ?? null]));
  }

  file(path: string, parameters: ObjectValue, depth: number): FileScope | undefined {
    if (depth > maximumDepth || ++this.modules > maximumModules) {
      throw new TooMuch(`modules are nested deeper than ${maximumDepth}, or there are more than ${maximumModules}`);
    }
    let source = this.sources.get(path);
    if (!source) {
      const text = this.options.read(path);
      if (text === undefined) return undefined;
      source = new SourceFile(path, text);
      for (const { offset, message } of source.syntax.problems)
        this.problems.push({ ...source.origin(offset), message });
      this.sources.set(path, source);
    }
    return new FileScope(this, source, parameters, depth);
  }
}

/** A file with values for its parameters. */
class FileScope implements Surroundings {
  private readonly source: SourceFile;
  private readonly world: World;
  private readonly depth: number;
  private readonly parameters: ObjectValue;
  private readonly statements = new Map<string, Statement>();
  private readonly values = new Map<string, Value>();
  private readonly pending = new Set<string>();

  constructor(world: World, source: SourceFile, parameters: ObjectValue, depth: number) {
    this.world = world;
    this.source = source;
    this.parameters = parameters;
    this.depth = depth;
    for (const statement of source.syntax.statements) {
      // An output may have the name of something else.
      const key = statement.kind === 'output' ? `output ${statement.name}` : statement.name;
      this.statements.set(key, statement);
    }
  }

  /** Parameters with a value of their own. */
  get parameterNames(): string[] {
    return this.source.syntax.statements.flatMap((each) =>
      each.kind === 'parameter' && each.fallback ? [each.name] : [],
    );
  }

  get text(): string {
    return this.source.text;
  }

  step(): void {
    this.world.step();
  }

  origin(offset: number): Origin {
    return this.source.origin(offset);
  }

  assume({ start, end }: Expression): void {
    const condition = this.text.slice(start, end).replace(/\s+/g, ' ');
    const place = this.source.origin(start);
    const message = `'${condition}' is known only when deployed, and is taken to be true: give 'parameters' in the configuration`;
    const told = this.world.problems.some((each) => each.file === place.file && each.message === message);
    if (!told) this.world.problems.push({ ...place, message });
  }

  load(path: string): { text: string; file: string } | undefined {
    const file = resolve(dirname(this.source.path), path);
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
        const value = Object.hasOwn(this.parameters, name) ? (this.parameters[name] ?? null) : undefined;
        const given = value === undefined ? undefined : givenValue(value, statement.type);
        if (given !== undefined) return given;
        return fallback ? evaluate(fallback, this) : (value ?? new Unknown(name, { type: 'parameter', path: [name] }));
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
      case 'import': {
        const file = this.world.file(resolve(dirname(this.source.path), statement.path), {}, this.depth + 1);
        const symbol = (name: string): Value => file?.symbol(name) ?? new Unknown(name);
        return statement.from === undefined ? new ImportedFile(symbol) : symbol(statement.from);
      }
    }
  }

  /** An output's value, as a module's `outputs` give it. */
  output(name: string): Value {
    return this.symbol(`output ${name}`) ?? new Unknown(`outputs.${name}`);
  }

  /** A resource's instances: one, or one for each turn of its loop. Conditions that are false leave none. */
  private instances(
    resource: Resource,
    parent: ResourceInstance | undefined,
    locals: Locals,
    scope: Surroundings = this,
  ): ResourceInstance[] {
    const turns = resource.body.kind === 'for' ? expandLoop(resource.body, scope, locals) : [locals];
    if (
      turns.length === 0 &&
      resource.body.kind === 'for' &&
      this.world.options.wanted(resource.type.replace(/@.*$/, ''))
    )
      this.tellIdle(resource, resource.body.source);
    const body = resource.body.kind === 'for' ? resource.body.body : resource.body;
    return turns.flatMap((turn) => {
      const condition = resource.condition ? evaluate(resource.condition, scope, turn) : true;
      if (condition === false) return [];
      return [
        new ResourceInstance(scope, resource, body, parent, turn, condition !== true, (nested, outer, inside) =>
          this.instances(nested, outer, outer.locals, inside),
        ),
      ];
    });
  }

  private moduleInstances(module: Extract<Statement, { kind: 'module' }>): ModuleInstance[] {
    const turns = module.body.kind === 'for' ? expandLoop(module.body, this, new Map()) : [new Map<string, Value>()];
    if (turns.length === 0 && module.body.kind === 'for') this.tellIdle(module, module.body.source);
    const body = module.body.kind === 'for' ? module.body.body : module.body;
    return turns.flatMap((turn) => {
      const condition = module.condition ? evaluate(module.condition, this, turn) : true;
      if (condition === false) {
        const written = module.condition ? this.text.slice(module.condition.start, module.condition.end) : '';
        const what = written.replace(/\s+/g, ' ').replace(/^\((.*)\)$/, '$1');
        const message = `'${module.name}' is left out, because its condition is false (${what}): give 'parameters' in the configuration`;
        this.world.idle.push({ ...this.origin(module.start), message });
        return [];
      }
      const value = evaluate(body, this, turn);
      const given = value !== null && isObject(value) ? value.params : undefined;
      const parameters = given !== undefined && given !== null && isObject(given) ? given : {};
      if (isInRegistry(module.path)) {
        const place = { ...this.origin(module.start), conditional: condition !== true };
        if (isUnknownService(module.path)) {
          const message = `the module '${module.path}' is in a registry, so what it deploys is not loaded`;
          this.world.problems.push({ ...this.origin(module.start), message });
        }
        const file = {
          output: (name: string) => new Unknown(`outputs.${name}`),
          deploy: () => this.addAll(registryResources(module.path, parameters, place)),
        };
        return [new ModuleInstance(file, value, new RegistryOutputs(module.path, module.name, parameters))];
      }
      const file = resolve(dirname(this.source.path), module.path);
      const inner = this.world.file(file, parameters, this.depth + 1);
      if (!inner) {
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

  private tellIdle({ name, start }: { readonly name: string; readonly start: number }, source: Expression): void {
    const items = this.text.slice(source.start, source.end);
    const message = `'${name}' loops over '${items}', which is empty: give 'parameters' in the configuration`;
    this.world.idle.push({ ...this.origin(start), message });
  }

  /** Of the property that says the format of a text. */
  private formatLine(object: Expression): { readonly formatLine?: number } {
    const format = property(property(object, 'properties')?.value, 'format')?.key;
    return format ? { formatLine: this.origin(format.start).line } : {};
  }

  private addAll(resources: readonly DeployedResource[]): void {
    for (const resource of resources) if (this.world.options.wanted(resource.type)) this.world.add(resource);
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
        ...this.formatLine(instance.object),
      });
    }
    for (const { name } of instance.declared) {
      const nested = instance.nested(name);
      for (const inner of Array.isArray(nested) ? nested : [nested])
        if (inner instanceof ResourceInstance) this.deployResource(inner);
    }
  }
}

/** The one instance of a declaration without loop; the array of those of a loop. */
function single(body: Expression, instances: readonly (ResourceInstance | ModuleInstance)[]): Value {
  return body.kind === 'for' ? [...instances] : (instances[0] ?? null);
}

/** The property of an object as written. */
function property(object: Expression | undefined, name: string): Property | undefined {
  if (object?.kind !== 'object') return undefined;
  return object.properties.find(
    ({ key }) =>
      key.kind === 'string' && key.parts.length === 1 && key.parts.some((part) => 'text' in part && part.text === name),
  );
}
