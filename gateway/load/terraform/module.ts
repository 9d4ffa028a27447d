/** What a Terraform configuration declares, its local modules included. */
import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { isObject, Lazy, type ObjectValue, type Origin, Unknown, type Value } from '../../../bicep/value.ts';
import { entries, evaluate, type Locals, type Surroundings } from './evaluate.ts';
import type { Attribute, Block, Body } from './hcl-syntax.ts';
import { resourceId } from './resource-id.ts';
import { SourceFile } from './source-file.ts';

/** A resource that is declared, or a call of a module whose files are not here. */
export interface DeclaredResource {
  /** `azurerm_api_management_api`; for a module, the last part of its source. */
  readonly type: string;
  readonly module: boolean;
  /** Attributes, and nested blocks as lists under their type. */
  readonly body: ObjectValue;
  readonly file: string;
  /** From 1. */
  readonly line: number;
}

export interface ConfigurationProblem {
  readonly file: string;
  readonly line: number;
  readonly message: string;
}

export interface ConfigurationOptions {
  /** Values of the root module's variables. */
  readonly variables?: ObjectValue;
  readonly read: (path: string) => string | undefined;
  readonly wanted: (type: string) => boolean;
}

const maximumDepth = 20;
const maximumSteps = 500_000;
const maximumResources = 5_000;

class TooMuch extends Error {}

/** Follows a configuration from its folder. Never throws for what files hold; what is not understood is a problem. */
export function followConfiguration(
  folder: string,
  options: ConfigurationOptions,
): { readonly resources: readonly DeclaredResource[]; readonly problems: readonly ConfigurationProblem[] } {
  const world = new World(folder, options);
  try {
    new Module(world, folder, options.variables ?? {}, 0).declare();
  } catch (error) {
    if (!(error instanceof TooMuch)) throw error;
    world.problems.push({ file: folder, line: 1, message: error.message });
  }
  return world;
}

class World {
  /** Where Terraform runs: what paths are relative to. */
  readonly root: string;
  readonly options: ConfigurationOptions;
  readonly resources: DeclaredResource[] = [];
  readonly problems: ConfigurationProblem[] = [];
  private steps = 0;

  constructor(root: string, options: ConfigurationOptions) {
    this.root = root;
    this.options = options;
  }

  step(): void {
    if (++this.steps > maximumSteps) throw new TooMuch('the configuration takes too many steps to work out');
  }

  add(resource: DeclaredResource): void {
    if (this.resources.length >= maximumResources) throw new TooMuch(`more than ${maximumResources} resources`);
    this.resources.push(resource);
  }
}

/** A block with the file it stands in. */
interface Placed {
  readonly block: Block;
  readonly file: SourceFile;
}

/** A folder of files with values for its variables. */
class Module {
  readonly folder: string;
  private readonly world: World;
  private readonly depth: number;
  private readonly inputs: ObjectValue;
  private readonly blocks: Placed[] = [];
  private readonly locals = new Map<string, { attribute: Attribute; file: SourceFile }>();
  private readonly values = new Map<string, Value>();
  private readonly pending = new Set<string>();

  constructor(world: World, folder: string, inputs: ObjectValue, depth: number) {
    if (depth > maximumDepth) throw new TooMuch(`modules are nested deeper than ${maximumDepth}`);
    this.world = world;
    this.folder = folder;
    this.inputs = inputs;
    this.depth = depth;
    for (const name of filesIn(folder)) {
      const path = join(folder, name);
      const text = world.options.read(path);
      if (text === undefined) continue;
      const file = new SourceFile(path, text);
      for (const { offset, message } of file.problems) world.problems.push({ ...file.origin(offset), message });
      for (const block of file.body.blocks) {
        if (block.type !== 'locals') this.blocks.push({ block, file });
        else for (const attribute of block.body.attributes) this.locals.set(attribute.name, { attribute, file });
      }
    }
  }

  get isEmpty(): boolean {
    return this.blocks.length === 0;
  }

  private around(file: SourceFile): Surroundings {
    return {
      text: file.text,
      root: (name) => this.root(name),
      load: (path) => {
        const absolute = resolve(this.world.root, path);
        const text = this.world.options.read(absolute);
        return text === undefined ? undefined : { text, file: absolute };
      },
      origin: (offset) => file.origin(offset),
      step: () => this.world.step(),
    };
  }

  /** A value that is worked out once; something defined by itself is unknown. */
  private once(key: string, compute: () => Value): Value {
    const known = this.values.get(key);
    if (known !== undefined) return known;
    if (this.pending.has(key)) return new Unknown(key);
    this.pending.add(key);
    const value = compute();
    this.pending.delete(key);
    this.values.set(key, value);
    return value;
  }

  private root(name: string): Value | undefined {
    switch (name) {
      case 'var':
        return new Members((member) => this.variable(member));
      case 'local':
        return new Members((member) => this.local(member));
      case 'module':
        return new Members((member) => this.module(member));
      case 'data':
        return new Members((type) => new Members((label) => this.resource('data', type, label)));
      case 'path':
        return { module: this.folder, root: this.world.root, cwd: this.world.root };
      default:
        return this.blocks.some(({ block }) => block.type === 'resource' && block.labels[0] === name)
          ? new Members((label) => this.resource('resource', name, label))
          : undefined;
    }
  }

  private find(type: string, ...labels: readonly string[]): Placed | undefined {
    return this.blocks.find(
      ({ block }) => block.type === type && labels.every((label, index) => block.labels[index] === label),
    );
  }

  private variable(name: string): Value {
    return this.once(`var.${name}`, () => {
      if (Object.hasOwn(this.inputs, name)) return this.inputs[name] ?? null;
      const placed = this.find('variable', name);
      const fallback = placed?.block.body.attributes.find((attribute) => attribute.name === 'default');
      if (placed && fallback) return evaluate(fallback.value, this.around(placed.file), new Map());
      return new Unknown(`var.${name}`, { type: 'variable', path: [name] });
    });
  }

  private local(name: string): Value {
    return this.once(`local.${name}`, () => {
      const local = this.locals.get(name);
      return local ? evaluate(local.attribute.value, this.around(local.file), new Map()) : new Unknown(`local.${name}`);
    });
  }

  private module(name: string): Value {
    return this.once(`module.${name}`, () => {
      const placed = this.find('module', name);
      const [instance] = placed ? this.instances(placed) : [];
      return instance
        ? (this.called(placed as Placed, instance) ?? new Unknown(`module.${name}`))
        : new Unknown(`module.${name}`);
    });
  }

  /** A resource or data source as expressions see it; of several instances, the first. */
  private resource(kind: 'resource' | 'data', type: string, label: string): Value {
    return this.once(`${kind}.${type}.${label}`, () => {
      const source = kind === 'data' ? `data.${type}.${label}` : `${type}.${label}`;
      const placed = this.find(kind, type, label);
      const [instance] = placed ? this.instances(placed) : [];
      const own = placed && instance ? this.body(placed.block.body, placed.file, instance) : {};
      return new Members((name) => {
        // Terraform's `each` and `[0]` after a resource choose an instance, of which only one is looked at.
        if (Object.hasOwn(own, name)) return own[name] ?? null;
        const id = name === 'id' ? resourceId(type, own) : undefined;
        return id ?? new Unknown(`${source}.${name}`, { type, path: [name] });
      });
    });
  }

  /** The locals of each instance that `count` or `for_each` makes. */
  private instances({ block, file }: Placed): Locals[] {
    const attribute = (name: string) => block.body.attributes.find((each) => each.name === name);
    const forEach = attribute('for_each');
    const count = attribute('count');
    const around = this.around(file);
    if (forEach) {
      const source = evaluate(forEach.value, around, new Map());
      const turns = entries(source) ?? [[new Unknown('each.key'), new Unknown('each.value')]];
      return turns.map(([key, value]) => new Map([['each', { key: Array.isArray(source) ? value : key, value }]]));
    }
    if (!count) return [new Map()];
    const number = evaluate(count.value, around, new Map());
    const length = typeof number === 'number' ? Math.min(Math.max(number, 0), 1000) : 1;
    return Array.from({ length }, (_, index) => new Map([['count', { index }]]));
  }

  private body(body: Body, file: SourceFile, locals: Locals): ObjectValue {
    const around = this.around(file);
    const result: Record<string, Value> = {};
    for (const { name, value } of body.attributes) result[name] = evaluate(value, around, locals);
    for (const block of body.blocks) {
      const list = result[block.type];
      const inner = this.body(block.body, file, locals);
      result[block.type] = Array.isArray(list) ? [...list, inner] : [inner];
    }
    return result;
  }

  /** The outputs of a module call; undefined when its files are not here. */
  private called(placed: Placed, locals: Locals): Value | undefined {
    const inner = this.inner(placed, locals);
    return inner && new Members((name) => inner.output(name));
  }

  private inner({ block, file }: Placed, locals: Locals): Module | undefined {
    const inputs = this.body(block.body, file, locals);
    const { source } = inputs;
    if (typeof source !== 'string' || !/^\.\.?\//.test(source)) return undefined;
    const inner = new Module(this.world, resolve(this.folder, source), inputs, this.depth + 1);
    return inner.isEmpty ? undefined : inner;
  }

  output(name: string): Value {
    return this.once(`output.${name}`, () => {
      const placed = this.find('output', name);
      const value = placed?.block.body.attributes.find((attribute) => attribute.name === 'value');
      return placed && value
        ? evaluate(value.value, this.around(placed.file), new Map())
        : new Unknown(`output.${name}`);
    });
  }

  /** Adds what the module declares to the world. */
  declare(): void {
    for (const placed of this.blocks) {
      const { block, file } = placed;
      const origin = file.origin(block.start);
      if (block.type === 'resource') {
        const [type = ''] = block.labels;
        if (!this.world.options.wanted(type)) continue;
        for (const locals of this.instances(placed)) {
          this.world.add({ type, module: false, body: this.body(block.body, file, locals), ...origin });
        }
      } else if (block.type === 'module') {
        for (const locals of this.instances(placed)) {
          const inner = this.inner(placed, locals);
          if (inner) inner.declare();
          else this.absent(placed, locals, origin);
        }
      }
    }
  }

  /** A call of a module that is not here: its name and inputs may still say what it makes. */
  private absent({ block, file }: Placed, locals: Locals, origin: Origin): void {
    const body = this.body(block.body, file, locals);
    const source = typeof body.source === 'string' ? body.source : '';
    const type = source.replace(/\?.*$/, '').replace(/\/+$/, '').split('/').at(-1) ?? '';
    if (this.world.options.wanted(type)) this.world.add({ type, module: true, body, ...origin });
  }
}

/** Something with members that are worked out when asked for. */
class Members extends Lazy {
  private readonly get: (name: string) => Value;
  constructor(get: (name: string) => Value) {
    super();
    this.get = get;
  }
  override member(name: string): Value {
    return this.get(name);
  }
}

function filesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
      .filter((name) => name.endsWith('.tf'))
      .sort();
  } catch {
    return [];
  }
}

/** Whether a value is an object, for readers of resource bodies. */
export function blockOf(value: Value | undefined): ObjectValue | undefined {
  const first = Array.isArray(value) ? value[0] : value;
  return first !== undefined && first !== null && isObject(first) ? first : undefined;
}
