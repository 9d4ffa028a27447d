import { evaluate, type Locals, type Surroundings } from './evaluate.ts';
import type { Expression, Resource } from './syntax.ts';
import { isObject, knownText, Lazy, type ObjectValue, type Origin, Text, Unknown, type Value } from './value.ts';

/** Makes the instances of a resource that is declared inside another. */
export type InstancesOf = (resource: Resource, parent: ResourceInstance, scope: Surroundings) => ResourceInstance[];

/** What the inside of a resource sees: the resources that are declared there, then what the file declares. */
class InsideResource implements Surroundings {
  private readonly outer: Surroundings;
  private readonly around: ResourceInstance;

  constructor(outer: Surroundings, around: ResourceInstance) {
    this.outer = outer;
    this.around = around;
  }

  get text(): string {
    return this.outer.text;
  }

  symbol(name: string): Value | undefined {
    return this.around.nested(name) ?? this.outer.symbol(name);
  }

  load(path: string): ReturnType<Surroundings['load']> {
    return this.outer.load(path);
  }

  origin(offset: number): Origin {
    return this.outer.origin(offset);
  }

  step(): void {
    this.outer.step();
  }

  assume(condition: Expression): void {
    this.outer.assume?.(condition);
  }
}

/** A resource as expressions see it. */
export class ResourceInstance extends Lazy {
  readonly resource: Resource;
  readonly object: Expression;
  readonly locals: Locals;
  readonly conditional: boolean;
  private readonly scope: Surroundings;
  private readonly nestedIn: ResourceInstance | undefined;
  /** Resources that are declared inside this one: by name, one or those of a loop. */
  private readonly inner = new Map<string, Value>();
  private readonly instancesOf: InstancesOf;
  private evaluated: ObjectValue | undefined;
  private evaluating = false;

  constructor(
    scope: Surroundings,
    resource: Resource,
    object: Expression,
    nestedIn: ResourceInstance | undefined,
    locals: Locals,
    conditional: boolean,
    instancesOf: InstancesOf,
  ) {
    super();
    this.scope = new InsideResource(scope, this);
    this.instancesOf = instancesOf;
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
    const { parent } = this.body;
    // what Microsoft Graph deploys has no name of Azure's own; a service principal is that of an application
    const name = this.body.name ?? this.body.uniqueName ?? applicationOf(this.body.appId);
    const own = printed(name ?? new Unknown('name'));
    const outer = this.nestedIn ?? (parent instanceof ResourceInstance ? parent : undefined);
    return outer ? [...outer.names, own] : splitName(name ?? new Unknown('name'));
  }

  /** The resources declared inside this one. */
  get declared(): readonly Resource[] {
    return this.object.kind === 'object' ? this.object.resources : [];
  }

  /** A resource declared inside this one, or the list of those of a loop; undefined when there is none of this name. */
  nested(name: string): Value | undefined {
    const known = this.inner.get(name);
    if (known !== undefined) return known;
    const resource = this.declared.find((each) => each.name === name);
    if (!resource) return undefined;
    // something that is declared by itself has no value
    this.inner.set(name, new Unknown(`${this.resource.name}::${name}`));
    const instances = this.instancesOf(resource, this, this.scope);
    const value = resource.body.kind === 'for' ? [...instances] : (instances[0] ?? null);
    this.inner.set(name, value);
    return value;
  }

  override member(name: string): Value {
    const { type, names } = this;
    if (name === 'id' && type.toLowerCase().startsWith('microsoft.graph/'))
      return new Unknown(`${this.resource.name}.id`, { type, of: names.join('/'), path: [name] });
    if (name === 'id') {
      const provider = type.split('/');
      const path = provider.slice(1).flatMap((segment, index) => [segment, names[index] ?? '']);
      return `/providers/${provider[0]}/${path.join('/')}`;
    }
    if (name === 'type') return type;
    if (name === 'name') return this.body.name ?? new Unknown(`${this.resource.name}.name`);
    const nested = this.nested(name);
    if (nested !== undefined) return nested;
    const value = Object.hasOwn(this.body, name) ? this.body[name] : undefined;
    return new ResourceMember(`${this.resource.name}.${name}`, { type, of: names.join('/') }, [name], value).settle();
  }
}

/** The application whose id this is, by its name in the deployment; the id itself where that is known. */
function applicationOf(appId: Value | undefined): Value | undefined {
  return appId instanceof Unknown ? (appId.reference?.of ?? appId) : appId;
}

/** Part of a resource: what its declaration says, and unknown beyond it. */
class ResourceMember extends Lazy {
  private readonly source: string;
  private readonly owner: { readonly type: string; readonly of: string };
  private readonly path: readonly string[];
  private readonly value: Value | undefined;

  constructor(
    source: string,
    owner: { readonly type: string; readonly of: string },
    path: readonly string[],
    value: Value | undefined,
  ) {
    super();
    this.source = source;
    this.owner = owner;
    this.path = path;
    this.value = value;
  }

  /** The value itself, unless it is an object, which the service may add to. */
  settle(): Value {
    const { value } = this;
    // `properties` is where services put what they decide.
    if (value === undefined)
      return this.path.at(-1) === 'properties' ? this : new Unknown(this.source, { ...this.owner, path: this.path });
    return value !== null && isObject(value) ? this : value;
  }

  override member(name: string): Value {
    const value =
      this.value !== undefined && this.value !== null && isObject(this.value) ? this.value[name] : undefined;
    const path = this.path[0] === 'properties' ? [...this.path.slice(1), name] : [...this.path, name];
    const source = `${this.source}.${name}`;
    if (value === undefined) return new Unknown(source, { ...this.owner, path });
    return value !== null && isObject(value) ? new ResourceMember(source, this.owner, path, value) : value;
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
