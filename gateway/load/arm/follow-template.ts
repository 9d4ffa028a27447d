/** The resources that an ARM template deploys, its nested deployments included. */
import type { DeployedResource } from '../../../bicep/deployment.ts';
import { plainJson } from '../../../bicep/plain-json.ts';
import { jsonOrigins, type OriginOf } from '../../../bicep/text-origins.ts';
import { isObject, knownText, type ObjectValue, Text, Unknown, type Value } from '../../../bicep/value.ts';
import { LineIndex } from '../../document/text-position.ts';
import { jsonPlaces } from '../json-place.ts';
import { jsonFault } from '../json-syntax.ts';
import { linkedFile } from '../linked-file.ts';
import { isJsonObject, type Json } from './arm-json.ts';
import { ArmScope } from './arm-scope.ts';

const mostResources = 5_000;
const deepest = 10;
const mostTemplates = 500;

type JsonObject = { readonly [key: string]: Json };

/** A template that can't be followed to its end. */
export class TooLargeError extends Error {}

/** Something of a template that could not be followed. */
export interface TemplateProblem {
  readonly file: string;
  readonly line: number;
  readonly message: string;
}

/**
 * Follows a template and those that it links to. Conditions that are false leave their resources out.
 * @param template parsed
 * @param text the file's text, for lines
 */
export function followTemplate(
  template: JsonObject,
  { file, text, parameters }: { readonly file: string; readonly text: string; readonly parameters: ObjectValue },
): { readonly resources: readonly DeployedResource[]; readonly problems: readonly TemplateProblem[] } {
  const shared = { resources: [], problems: [], templates: { count: 0 } };
  new TemplateWalk(template, [], parameters, { ...shared, ...placesIn(file, text, template) }).walk(0);
  return shared;
}

interface Shared {
  readonly resources: DeployedResource[];
  readonly problems: TemplateProblem[];
  /** Linked templates that were followed. */
  readonly templates: { count: number };
  readonly file: string;
  lineOf(path: readonly PropertyKey[]): number;
  readonly originOf: OriginOf;
}

/** What is of one file. */
type Places = Pick<Shared, 'file' | 'lineOf' | 'originOf'>;

function placesIn(file: string, text: string, template: Json): Places {
  const lines = new LineIndex(text);
  const offsetOf = jsonPlaces(text);
  return {
    file,
    lineOf: (path) => lines.position(offsetOf(path)).line,
    originOf: jsonOrigins(text, template, file),
  };
}

/** What the loop of a resource is called. */
const loopName = ({ copy }: JsonObject): string =>
  isJsonObject(copy) && typeof copy.name === 'string' ? copy.name : '';

class TemplateWalk {
  private readonly template: JsonObject;
  private readonly at: readonly PropertyKey[];
  private readonly scope: ArmScope;
  private readonly shared: Shared;
  private readonly inner = new Map<string, TemplateWalk>();

  constructor(
    template: JsonObject,
    at: readonly PropertyKey[],
    parameters: ObjectValue,
    shared: Shared,
    scope?: ArmScope,
  ) {
    this.template = template;
    this.at = at;
    this.shared = shared;
    this.scope =
      scope ??
      new ArmScope(
        parameters,
        template,
        (name) => {
          const nested = this.inner.get(name) ?? this.deployment(name);
          return nested && ((output) => nested.output(output));
        },
        (symbol) => this.symbol(symbol),
        shared.originOf,
      );
  }

  private entries(): (readonly [PropertyKey, JsonObject])[] {
    const { resources } = this.template;
    const all: (readonly [PropertyKey, Json])[] = Array.isArray(resources)
      ? resources.map((resource: Json, index: number) => [index, resource] as const)
      : isJsonObject(resources)
        ? Object.entries(resources)
        : [];
    return all.flatMap(([key, resource]) => (isJsonObject(resource) ? [[key, resource] as const] : []));
  }

  private symbol(name: string): { type: string; of: string } | undefined {
    if (Array.isArray(this.template.resources)) return undefined;
    const [, key, index] = /^(.*?)(?:\[(\d+)\])?$/.exec(name) ?? [];
    const resource = this.entries().find(([each]) => each === key)?.[1];
    if (!resource) return undefined;
    const symbol = () => ({ type: typeOf(resource), of: this.nameOf(resource) });
    return index === undefined ? symbol() : this.scope.within(loopName(resource), Number(index), symbol);
  }

  private nameOf(resource: JsonObject): string {
    const properties = isJsonObject(resource.properties) ? resource.properties : {};
    return printed(this.scope.value(resource.name ?? properties.uniqueName ?? properties.name));
  }

  walk(depth: number): void {
    if (depth > deepest) throw new TooLargeError(`deployments are nested deeper than ${deepest}`);
    for (const [key, resource] of this.entries())
      this.resource(resource, [...this.at, 'resources', key], undefined, depth);
  }

  private resource(
    resource: JsonObject,
    at: readonly PropertyKey[],
    parent: DeployedResource | undefined,
    depth: number,
  ): void {
    const turns = this.turns(resource);
    const one = () => this.one(resource, at, parent, depth);
    if (turns === undefined) one();
    else for (let index = 0; index < turns; index += 1) this.scope.within(loopName(resource), index, one);
  }

  /** How often a resource is deployed; undefined where it is no loop. */
  private turns({ copy }: JsonObject): number | undefined {
    if (!isJsonObject(copy)) return undefined;
    const count = this.scope.value(copy.count);
    return typeof count === 'number' ? Math.min(count, 800) : 1;
  }

  private one(
    resource: JsonObject,
    at: readonly PropertyKey[],
    parent: DeployedResource | undefined,
    depth: number,
  ): void {
    if (resource.existing === true) return;
    const condition = resource.condition === undefined ? true : this.scope.value(resource.condition);
    if (condition === false) return;
    const own = typeOf(resource);
    const type = parent && !own.includes('.') ? `${parent.type}/${own}` : own;
    const name = this.nameOf(resource);
    if (type.toLowerCase() === 'microsoft.resources/deployments') {
      this.nested(resource, at, name)?.walk(depth + 1);
      return;
    }
    if (this.shared.resources.length >= mostResources) throw new TooLargeError(`more than ${mostResources} resources`);
    const formatLine = this.formatLine(resource, at);
    const segments = splitName(name);
    const deployed: DeployedResource = {
      type,
      names: parent && !own.includes('.') ? [...parent.names, ...segments] : segments,
      body: this.body(resource),
      file: this.shared.file,
      line: this.shared.lineOf(at),
      ...(formatLine === undefined ? {} : { formatLine }),
      conditional: condition !== true,
    };
    this.shared.resources.push(deployed);
    if (Array.isArray(resource.resources)) {
      for (const [index, inner] of resource.resources.entries()) {
        if (isJsonObject(inner)) this.resource(inner, [...at, 'resources', index], deployed, depth);
      }
    }
  }

  /** The resource's own data; those of extensions have theirs among the properties. */
  private body(resource: JsonObject): ObjectValue {
    const { resources: _nested, copy: _copy, ...rest } = resource;
    const extension = resource.import !== undefined || resource.extension !== undefined;
    const value = this.scope.value(extension ? (resource.properties ?? {}) : rest);
    return value !== null && isObject(value) ? value : {};
  }

  /** The line of what says a policy's format. */
  private formatLine({ properties }: JsonObject, at: readonly PropertyKey[]): number | undefined {
    const member =
      isJsonObject(properties) && ['format', 'contentFormat'].find((name) => Object.hasOwn(properties, name));
    return member ? this.shared.lineOf([...at, 'properties', member]) : undefined;
  }

  private deployment(name: string): TemplateWalk | undefined {
    for (const [key, resource] of this.entries()) {
      if (typeOf(resource).toLowerCase() !== 'microsoft.resources/deployments') continue;
      const at = [...this.at, 'resources', key];
      const found = () => (this.nameOf(resource) === name ? this.nested(resource, at, name) : undefined);
      const turns = this.turns(resource);
      for (let index = 0; index < (turns ?? 1); index += 1) {
        const walk = turns === undefined ? found() : this.scope.within(loopName(resource), index, found);
        if (walk) return walk;
      }
    }
    return undefined;
  }

  private nested(resource: JsonObject, at: readonly PropertyKey[], name: string): TemplateWalk | undefined {
    const known = this.inner.get(name);
    if (known) return known;
    const properties = isJsonObject(resource.properties) ? resource.properties : {};
    const linked = isJsonObject(properties.template) ? undefined : this.linked(properties, at);
    const template = linked?.template ?? properties.template;
    if (!isJsonObject(template)) return undefined;
    const options = properties.expressionEvaluationOptions;
    const own = isJsonObject(options) && String(options.scope).toLowerCase() === 'inner';
    const parameters: Record<string, Value> = {};
    for (const [key, holder] of Object.entries(isJsonObject(properties.parameters) ? properties.parameters : {})) {
      // the holder may be a loop that makes the value, or an expression that gives it
      const given = this.scope.value(holder);
      const value = given !== null && isObject(given) ? given.value : undefined;
      if (value !== undefined) parameters[key] = value;
    }
    const walk = linked
      ? new TemplateWalk(template, [], parameters, { ...this.shared, ...linked.places })
      : new TemplateWalk(
          template,
          [...at, 'properties', 'template'],
          parameters,
          this.shared,
          own ? undefined : this.scope,
        );
    this.inner.set(name, walk);
    return walk;
  }

  /** The template that a deployment links to: a file of the repository that is called like it. */
  private linked(
    properties: JsonObject,
    at: readonly PropertyKey[],
  ): { readonly template: JsonObject; readonly places: Places } | undefined {
    const link = isJsonObject(properties.templateLink) ? properties.templateLink : {};
    const target = link.relativePath ?? link.uri;
    if (target === undefined) return undefined;
    const { file, templates, problems } = this.shared;
    if (++templates.count > mostTemplates) throw new TooLargeError(`more than ${mostTemplates} linked templates`);
    const name = printed(this.scope.value(target));
    const found = linkedFile(name, file, '.json');
    const text = found && plainJson(found.text);
    const parsed = text !== undefined && jsonFault(text) === undefined ? (JSON.parse(text) as Json) : undefined;
    if (found && text !== undefined && isJsonObject(parsed))
      return { template: parsed, places: placesIn(found.file, text, parsed) };
    const message = found
      ? `the linked template '${name}' is not valid JSON: what it deploys is not loaded`
      : `no file here is called like the linked template '${name}': what it deploys is not loaded`;
    problems.push({ file, line: this.shared.lineOf([...at, 'properties', 'templateLink']), message });
    return undefined;
  }

  output(name: string): Value {
    const declared = isJsonObject(this.template.outputs) ? this.template.outputs[name] : undefined;
    if (!isJsonObject(declared)) return new Unknown(`outputs.${name}`);
    if (!isJsonObject(declared.copy)) return this.scope.value(declared.value);
    const looped = this.scope.value({ copy: [{ ...declared.copy, name: 'value' }] });
    return (looped !== null && isObject(looped) ? looped.value : undefined) ?? new Unknown(`outputs.${name}`);
  }
}

const typeOf = (resource: JsonObject): string => String(resource.type ?? '').replace(/@.*$/, '');

const printed = (value: Value): string =>
  value instanceof Unknown
    ? `\${${value.source}}`
    : value instanceof Text
      ? value.toString()
      : (knownText(value) ?? String(value));

/** The segments of a name; slashes inside unknown parts don't count. */
function splitName(name: string): string[] {
  return name.split(/\/(?![^{]*\})/);
}
