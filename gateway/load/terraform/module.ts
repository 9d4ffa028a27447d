/** What a Terraform configuration declares, its local modules included. */
import { resolve } from 'node:path';
import { knownText, type ObjectValue, type Origin, Unknown, type Value } from '../../../bicep/value.ts';
import { computedAttribute } from './computed-attributes.ts';
import { entries, evaluate, type Locals, templateText } from './evaluate.ts';
import { filesMatching } from './file-set.ts';
import type { Attribute, Block, Body } from './hcl-syntax.ts';
import { Instances, Members } from './instances.ts';
import { withOptionalAttributes } from './optional-attributes.ts';
import type { SourceFile } from './source-file.ts';
import type { Surroundings } from './surroundings.ts';
import {
  type ConfigurationOptions,
  type ConfigurationProblem,
  type DeclaredResource,
  TooMuch,
  World,
} from './world.ts';

const maximumDepth = 20;
/** Sources of modules that are about API Management, by what they are called. */
const ofManagement = /api[-_]?m(?:anagement|gmt)|\bapim\b|[-_/]apim[-_/?]/i;
/** Instances of one block; nobody has more of a kind. */
const maximumInstances = 1_000;

/** Follows a configuration from its folder. Never throws for what files hold; what is not understood is a problem. */
export function followConfiguration(
  folder: string,
  options: ConfigurationOptions,
): { readonly resources: readonly DeclaredResource[]; readonly problems: readonly ConfigurationProblem[] } {
  const world = new World(folder, options);
  try {
    new Module(world, folder, options.variables ?? {}, '', 0).declare();
  } catch (error) {
    if (!(error instanceof TooMuch)) throw error;
    world.problems.push({ file: folder, line: 1, message: error.message });
  }
  return world;
}

/** A block with the file it stands in. */
interface Placed {
  readonly block: Block;
  readonly file: SourceFile;
}

/** One instance of a block: its key among several, and what `each` and `count` are in it. */
interface Instance {
  readonly key?: string | number;
  readonly locals: Locals;
}

/** A folder of files with values for its variables. */
class Module {
  readonly folder: string;
  private readonly world: World;
  private readonly depth: number;
  private readonly inputs: ObjectValue;
  /** Of the module in the configuration, with a dot at its end; empty for the root. */
  private readonly address: string;
  private readonly blocks: Placed[] = [];
  private readonly locals = new Map<string, { attribute: Attribute; file: SourceFile }>();
  private readonly values = new Map<string, Value>();
  private readonly pending = new Set<string>();
  private readonly calls = new Map<string, Module | undefined>();

  constructor(world: World, folder: string, inputs: ObjectValue, address: string, depth: number) {
    if (depth > maximumDepth) throw new TooMuch(`modules are nested deeper than ${maximumDepth}`);
    world.call();
    this.world = world;
    this.folder = folder;
    this.inputs = inputs;
    this.address = address;
    this.depth = depth;
    for (const file of world.filesIn(folder)) {
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
      list: (path, pattern) => filesMatching(resolve(this.world.root, path), pattern, this.world.options.root),
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
    const value = this.world.nested(compute) ?? new Unknown(key);
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
      const placed = this.find('variable', name);
      const said = (attribute: string) => placed?.block.body.attributes.find((each) => each.name === attribute);
      const typed = (value: Value): Value => {
        const type = said('type');
        if (!placed || !type) return value;
        return withOptionalAttributes(value, type.value, (node) => evaluate(node, this.around(placed.file), new Map()));
      };
      if (Object.hasOwn(this.inputs, name)) return typed(this.inputs[name] ?? null);
      const fallback = said('default');
      if (placed && fallback) return typed(evaluate(fallback.value, this.around(placed.file), new Map()));
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
      if (!placed) return new Unknown(`module.${name}`);
      return this.each(placed, (instance) => this.called(placed, instance) ?? this.outputsOfAbsent(placed, instance));
    });
  }

  /** One value of a block, or its instances where it has several. */
  private each(placed: Placed, value: (instance: Instance) => Value): Value {
    const instances = this.instances(placed);
    const [only] = instances;
    if (only && only.key === undefined) return value(only);
    return new Instances(
      new Map(instances.flatMap((each) => (each.key === undefined ? [] : [[each.key, value(each)] as const]))),
    );
  }

  /** Outputs of a module that is not here: many hand on what they are given under the same name. */
  private outputsOfAbsent({ block, file }: Placed, { locals }: Instance): Value {
    const source = `module.${block.labels[0] ?? ''}`;
    const inputs = this.body(block.body, file, locals);
    return new Members((name) =>
      Object.hasOwn(inputs, name) ? (inputs[name] ?? null) : new Unknown(`${source}.${name}`),
    );
  }

  /** A resource or data source as expressions see it. */
  private resource(kind: 'resource' | 'data', type: string, label: string): Value {
    const source = kind === 'data' ? `data.${type}.${label}` : `${type}.${label}`;
    return this.once(`${kind}.${type}.${label}`, () => {
      const placed = this.find(kind, type, label);
      const address = `${this.address}${source}`;
      const one = (own: ObjectValue): Value =>
        new Members((name) => {
          if (Object.hasOwn(own, name)) return own[name] ?? null;
          if (type === 'template_file' && name === 'rendered') return this.rendered(own);
          return computedAttribute(name, { type, label, address, source, own });
        });
      if (!placed) return one({});
      return this.each(placed, ({ locals }) => one(this.body(placed.block.body, placed.file, locals)));
    });
  }

  /** What the data source `template_file` makes of its template. */
  private rendered({ template, vars }: ObjectValue): Value {
    const text = knownText(template);
    const step = () => this.world.step();
    return (
      (text === undefined ? undefined : templateText(template ?? null, vars ?? null, step)) ?? new Unknown('rendered')
    );
  }

  /** The instances that `count` or `for_each` makes of a block. */
  private instances({ block, file }: Placed): Instance[] {
    const attribute = (name: string) => block.body.attributes.find((each) => each.name === name);
    const forEach = attribute('for_each');
    const count = attribute('count');
    const around = this.around(file);
    if (forEach) {
      const source = evaluate(forEach.value, around, new Map());
      const turns = entries(source);
      if (!turns) {
        const each = { key: new Unknown('each.key'), value: new Unknown('each.value') };
        return [{ locals: new Map([['each', each]]) }];
      }
      return turns.slice(0, maximumInstances).map(([index, value]) => {
        const key = Array.isArray(source) ? value : index;
        const locals: Locals = new Map([['each', { key, value }]]);
        const name = typeof key === 'number' ? String(key) : knownText(key);
        return name === undefined ? { locals } : { key: name, locals };
      });
    }
    if (!count) return [{ locals: new Map() }];
    const number = evaluate(count.value, around, new Map());
    if (typeof number !== 'number') return [{ locals: new Map([['count', { index: 0 }]]) }];
    const length = Math.min(Math.max(Math.floor(number), 0), maximumInstances);
    return Array.from({ length }, (_, index) => ({ key: index, locals: new Map([['count', { index }]]) }));
  }

  private body(body: Body, file: SourceFile, locals: Locals): ObjectValue {
    const around = this.around(file);
    const result: Record<string, Value> = {};
    const add = (type: string, inner: ObjectValue): void => {
      const list = result[type];
      result[type] = Array.isArray(list) ? [...list, inner] : [inner];
    };
    for (const { name, value } of body.attributes) result[name] = evaluate(value, around, locals);
    for (const block of body.blocks) {
      if (block.type !== 'dynamic') add(block.type, this.body(block.body, file, locals));
      else for (const [type, inner] of this.dynamic(block, file, locals)) add(type, inner);
    }
    return result;
  }

  /** The blocks that a `dynamic` block makes, with what they are called. */
  private dynamic(block: Block, file: SourceFile, locals: Locals): [string, ObjectValue][] {
    const [type = ''] = block.labels;
    const content = block.body.blocks.find((each) => each.type === 'content');
    const attribute = (name: string) => block.body.attributes.find((each) => each.name === name);
    const forEach = attribute('for_each');
    if (!content || !forEach) return [];
    const iterator = attribute('iterator')?.value;
    const name = iterator?.kind === 'name' ? iterator.name : type;
    const turns = entries(evaluate(forEach.value, this.around(file), locals)) ?? [];
    return turns
      .slice(0, maximumInstances)
      .map(([key, value]) => [
        type,
        this.body(content.body, file, new Map([...locals, [name, { key, value }] as const])),
      ]);
  }

  /** The outputs of a module call; undefined when its files are not here. */
  private called(placed: Placed, instance: Instance): Value | undefined {
    const inner = this.inner(placed, instance);
    return inner && new Members((name) => inner.output(name));
  }

  private inner({ block, file }: Placed, { key, locals }: Instance): Module | undefined {
    const label = block.labels[0] ?? '';
    const name = key === undefined ? `module.${label}` : `module.${label}[${JSON.stringify(key)}]`;
    if (this.calls.has(name)) return this.calls.get(name);
    const inputs = this.body(block.body, file, locals);
    const source = knownText(inputs.source);
    const local = source !== undefined && /^\.\.?(?:\/|$)/.test(source) ? resolve(this.folder, source) : undefined;
    const folder = local ?? this.world.brought(`${this.address}module.${label}`);
    let found: Module | undefined;
    if (folder !== undefined) {
      const inner = new Module(this.world, folder, inputs, `${this.address}${name}.`, this.depth + 1);
      found = inner.isEmpty ? undefined : inner;
    }
    this.calls.set(name, found);
    return found;
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
        const [type = '', label = ''] = block.labels;
        if (!this.world.options.wanted(type)) continue;
        for (const { locals } of this.instances(placed)) {
          const address = `${this.address}${type}.${label}`;
          const body = this.body(block.body, file, locals);
          this.world.add({ type, module: false, address, body, ...origin, ...formatLine(type, block, file) });
        }
      } else if (block.type === 'module') {
        for (const instance of this.instances(placed)) {
          const inner = this.inner(placed, instance);
          if (inner) inner.declare();
          else this.absent(placed, instance, origin);
        }
      }
    }
  }

  /** A call of a module that is not here: its name and inputs may still say what it makes. */
  private absent({ block, file }: Placed, { locals }: Instance, origin: Origin): void {
    const body = this.body(block.body, file, locals);
    const source = knownText(body.source) ?? '';
    const type = source.replace(/\?.*$/, '').replace(/\/+$/, '').split('/').at(-1) ?? '';
    const address = `${this.address}module.${block.labels[0] ?? ''}`;
    if (this.world.options.wanted(type)) this.world.add({ type, module: true, address, body, ...origin });
    else if (ofManagement.test(source))
      this.world.problems.push({
        ...origin,
        message: `the module '${block.labels[0] ?? ''}' (${source}) is not here: what it declares is not loaded${source.startsWith('.') ? '' : "; 'terraform init' brings it"}`,
      });
  }
}

/** Of what says the format of a policy's text in a body of azapi; azurerm has no such attribute. */
function formatLine(type: string, { start, end }: Block, file: SourceFile): { readonly formatLine?: number } {
  if (!type.startsWith('azapi_')) return {};
  const [found] = file.text.slice(start, end).matchAll(/^\s*"?format"?\s*[=:]/gm);
  return found ? { formatLine: file.origin(start + found.index + found[0].search(/\S/)).line } : {};
}
