/**
 * A JSON value held against a JSON Schema: the keywords that OpenAPI documents use. Messages are worded as the .NET
 * library that the gateway's errors quote words them.
 */
import type { Runtime } from '../../dotnet/core/define.ts';
import { NetThrow } from '../../dotnet/core/exception.ts';
import { Regex } from '../../dotnet/regex/regex-value.ts';
import type { JsonSchema } from '../operation-schema.ts';

/** The value could not be judged: it or its schema is too large, or a pattern took too long. */
export class CannotBeValidated extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'CannotBeValidated';
  }
}

export interface SchemaOptions {
  readonly runtime: Runtime;
  /** Replaces what schemas say of additional properties. */
  readonly additionalProperties?: boolean | undefined;
  /** Names of properties compare without case. */
  readonly ignoreCase?: boolean | undefined;
}

const deepest = 64;
/** Values and keywords looked at for one message. */
const most = 200_000;
/** Milliseconds that the patterns of a schema may take on one message. */
const patternMs = 1000;

type Data = Readonly<Record<string, unknown>>;
const isData = (value: unknown): value is Data => typeof value === 'object' && value !== null && !Array.isArray(value);
const own = (data: Data, name: string): unknown => (Object.hasOwn(data, name) ? data[name] : undefined);
const quoted = (value: unknown): string => JSON.stringify(value) ?? String(value);

/** A number type of .NET's reader: whole numbers are integers, however they are used. */
function typeName(value: unknown): string {
  if (value === null) return 'Null';
  if (Array.isArray(value)) return 'Array';
  if (typeof value === 'number') return Number.isInteger(value) ? 'Integer' : 'Number';
  return { string: 'String', boolean: 'Boolean', object: 'Object' }[typeof value as string] ?? 'None';
}

function isOfType(value: unknown, type: unknown): boolean {
  const name = typeName(value).toLowerCase();
  return name === type || (type === 'number' && name === 'integer');
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** Formats that are checked; others say nothing. */
const formats: Readonly<Record<string, RegExp>> = {
  date: /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/,
  'date-time':
    /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])[Tt ][0-2]\d:[0-5]\d:[0-5]\d(?:\.\d{1,9})?(?:[Zz]|[+-]\d\d:\d\d)$/,
  uuid: /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/i,
  email: /^[^\s@]{1,256}@[^\s@]{1,256}$/,
  ipv4: /^(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.|$)){4}$/,
};

class Checker {
  readonly #options: SchemaOptions;
  #left = most;
  #patternMs = patternMs;

  constructor(options: SchemaOptions) {
    this.#options = options;
  }

  /** The first thing that is wrong; undefined when nothing is. */
  error(value: unknown, schema: unknown, depth = 0): string | undefined {
    if (depth > deepest) throw new CannotBeValidated('The message is nested too deeply.');
    if (--this.#left < 0) throw new CannotBeValidated('The message is too large to be validated.');
    if (schema === false) return 'Schema always fails validation.';
    if (!isData(schema)) return undefined;
    if (value === null && own(schema, 'nullable') === true) return undefined;
    return (
      this.#type(value, schema) ??
      this.#values(value, schema) ??
      this.#number(value, schema) ??
      this.#string(value, schema) ??
      this.#array(value, schema, depth) ??
      this.#object(value, schema, depth) ??
      this.#combined(value, schema, depth)
    );
  }

  #type(value: unknown, schema: Data): string | undefined {
    const type = own(schema, 'type');
    if (typeof type !== 'string' && !Array.isArray(type)) return undefined;
    const types: unknown[] = Array.isArray(type) ? type : [type];
    if (types.some((each) => isOfType(value, each))) return undefined;
    return `Invalid type. Expected ${types.map((each) => capital(String(each))).join(', ')} but got ${typeName(value)}.`;
  }

  #values(value: unknown, schema: Data): string | undefined {
    const allowed = own(schema, 'enum');
    if (Array.isArray(allowed)) {
      this.#left -= allowed.length;
      const text = quoted(value);
      if (!allowed.some((each) => quoted(each) === text)) return `Value ${text} is not defined in enum.`;
    }
    if (Object.hasOwn(schema, 'const') && quoted(schema.const) !== quoted(value)) {
      return `Value ${quoted(value)} does not match const.`;
    }
    return undefined;
  }

  #number(value: unknown, schema: Data): string | undefined {
    if (typeof value !== 'number') return undefined;
    const kind = typeName(value) === 'Integer' ? 'Integer' : 'Float';
    const minimum = own(schema, 'minimum');
    const maximum = own(schema, 'maximum');
    const above = own(schema, 'exclusiveMinimum');
    const below = own(schema, 'exclusiveMaximum');
    const step = own(schema, 'multipleOf');
    if (typeof minimum === 'number' && (value < minimum || (above === true && value === minimum)))
      return `${kind} ${value} is less than minimum value of ${minimum}.`;
    if (typeof maximum === 'number' && (value > maximum || (below === true && value === maximum)))
      return `${kind} ${value} exceeds maximum value of ${maximum}.`;
    if (typeof above === 'number' && value <= above)
      return `${kind} ${value} is less than minimum value of ${above} and is exclusive.`;
    if (typeof below === 'number' && value >= below)
      return `${kind} ${value} equals or exceeds maximum value of ${below} and is exclusive.`;
    if (typeof step === 'number' && step > 0 && !Number.isInteger(value / step))
      return `${kind} ${value} is not a multiple of ${step}.`;
    return undefined;
  }

  #string(value: unknown, schema: Data): string | undefined {
    if (typeof value !== 'string') return undefined;
    const shortest = own(schema, 'minLength');
    const longest = own(schema, 'maxLength');
    const pattern = own(schema, 'pattern');
    const format = own(schema, 'format');
    if (typeof longest === 'number' && value.length > longest)
      return `String '${value}' exceeds maximum length of ${longest}.`;
    if (typeof shortest === 'number' && value.length < shortest)
      return `String '${value}' is less than minimum length of ${shortest}.`;
    if (typeof pattern === 'string' && !this.#matches(pattern, value))
      return `String '${value}' does not match regex pattern '${pattern}'.`;
    const known = typeof format === 'string' && Object.hasOwn(formats, format) ? formats[format] : undefined;
    if (known && !known.test(value)) return `String '${value}' does not validate against format '${format}'.`;
    return undefined;
  }

  #matches(pattern: string, value: string): boolean {
    const { runtime } = this.#options;
    if (this.#patternMs <= 0) throw new CannotBeValidated('The patterns of the schema take too long.');
    const started = performance.now();
    try {
      return new Regex(pattern, 0, this.#patternMs, runtime).match(value, 0, runtime).success;
    } catch (error) {
      if (error instanceof NetThrow) throw new CannotBeValidated(error.exception.message);
      throw error;
    } finally {
      this.#patternMs -= performance.now() - started;
    }
  }

  #array(value: unknown, schema: Data, depth: number): string | undefined {
    if (!Array.isArray(value)) return undefined;
    const fewest = own(schema, 'minItems');
    const mostItems = own(schema, 'maxItems');
    if (typeof mostItems === 'number' && value.length > mostItems)
      return `Array item count ${value.length} exceeds maximum count of ${mostItems}.`;
    if (typeof fewest === 'number' && value.length < fewest)
      return `Array item count ${value.length} is less than minimum count of ${fewest}.`;
    if (own(schema, 'uniqueItems') === true) {
      const seen = new Set<string>();
      for (const item of value) {
        const text = quoted(item);
        if (seen.has(text)) return 'Array items are not unique.';
        seen.add(text);
      }
    }
    const items = own(schema, 'items');
    for (const item of value) {
      const found = this.error(item, items, depth + 1);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  #object(value: unknown, schema: Data, depth: number): string | undefined {
    if (!isData(value)) return undefined;
    const { ignoreCase, additionalProperties } = this.#options;
    const fold = (name: string): string => (ignoreCase ? name.toLowerCase() : name);
    const given = new Map(Object.entries(value).map(([name, each]) => [fold(name), each]));
    const required = own(schema, 'required');
    const missing = Array.isArray(required)
      ? required.filter((name): name is string => typeof name === 'string' && !given.has(fold(name)))
      : [];
    if (missing.length > 0) return `Required properties are missing from object: ${missing.join(', ')}.`;
    const described = own(schema, 'properties');
    const properties = isData(described) ? described : {};
    for (const [name, each] of Object.entries(properties)) {
      if (!given.has(fold(name))) continue;
      const found = this.error(given.get(fold(name)), each, depth + 1);
      if (found !== undefined) return found;
    }
    const additional = additionalProperties ?? own(schema, 'additionalProperties');
    // an override says something of schemas that describe properties, not of those that take any object
    if (additional === undefined || additional === true || (additionalProperties === false && !isData(described)))
      return undefined;
    const known = new Set(Object.keys(properties).map(fold));
    for (const [name, each] of Object.entries(value)) {
      if (known.has(fold(name))) continue;
      if (additional === false)
        return `Property '${name}' has not been defined and the schema does not allow additional properties.`;
      const found = this.error(each, additional, depth + 1);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  #combined(value: unknown, schema: Data, depth: number): string | undefined {
    const list = (name: string): unknown[] => {
      const all = own(schema, name);
      return Array.isArray(all) ? all : [];
    };
    const valid = (each: unknown): boolean => this.error(value, each, depth + 1) === undefined;
    for (const each of list('allOf')) {
      const found = this.error(value, each, depth + 1);
      if (found !== undefined) return found;
    }
    const any = list('anyOf');
    if (any.length > 0 && !any.some(valid)) return "JSON does not match any schemas from 'anyOf'.";
    const one = list('oneOf');
    if (one.length > 0 && one.filter(valid).length !== 1)
      return "JSON is valid against no schemas, or more than one, from 'oneOf'.";
    if (Object.hasOwn(schema, 'not') && valid(schema.not)) return "JSON is valid against schema from 'not'.";
    return undefined;
  }
}

/**
 * The first thing that is wrong with `value`; undefined when nothing is.
 * @throws CannotBeValidated
 */
export const schemaError = (value: unknown, schema: JsonSchema, options: SchemaOptions): string | undefined =>
  new Checker(options).error(value, schema);
