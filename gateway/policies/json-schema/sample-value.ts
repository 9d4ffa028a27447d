/** A value that a JSON Schema describes, where no example is at hand. */
import type { JsonSchema } from '../operation-schema.ts';

const deepest = 64;
/** Schemas that are looked at for one value; those beyond give null. */
const most = 10_000;

/** Samples of the formats that OpenAPI names. */
const formats: Readonly<Record<string, string>> = {
  date: '2000-01-01',
  'date-time': '2000-01-01T00:00:00Z',
  uuid: '00000000-0000-0000-0000-000000000000',
  email: 'user@example.com',
  uri: 'https://example.com',
};

const isSchema = (value: unknown): value is JsonSchema =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const own = (schema: JsonSchema, name: string): unknown => (Object.hasOwn(schema, name) ? schema[name] : undefined);
const list = (schema: JsonSchema, name: string): unknown[] => {
  const all = own(schema, name);
  return Array.isArray(all) ? all : [];
};

/** A value by `example`, `default`, `const`, `enum`, else by type: the same one for the same schema. */
export function sampleValue(schema: unknown, depth = 0, left = { schemas: most }): unknown {
  left.schemas -= 1;
  if (depth > deepest || left.schemas < 0 || !isSchema(schema)) return null;
  for (const name of ['example', 'default', 'const']) if (Object.hasOwn(schema, name)) return schema[name];
  const [example] = [...list(schema, 'examples'), ...list(schema, 'enum')];
  if (example !== undefined) return example;
  const parts = list(schema, 'allOf').map((each) => sampleValue(each, depth + 1, left));
  if (parts.length > 0) {
    const rest = own(schema, 'properties') === undefined ? undefined : objectOf(schema, depth, left);
    const objects = [...parts, rest].filter(isSchema);
    return objects.length > 0 ? Object.fromEntries(objects.flatMap((each) => Object.entries(each))) : parts[0];
  }
  const [choice] = [...list(schema, 'oneOf'), ...list(schema, 'anyOf')];
  if (choice !== undefined) return sampleValue(choice, depth + 1, left);
  return byType(schema, depth, left);
}

function byType(schema: JsonSchema, depth: number, left: { schemas: number }): unknown {
  const types = Array.isArray(schema.type) ? schema.type.filter((each) => each !== 'null') : [schema.type];
  const minimum = own(schema, 'minimum');
  const format = own(schema, 'format');
  switch (types[0]) {
    case 'string':
      return (typeof format === 'string' && Object.hasOwn(formats, format) ? formats[format] : undefined) ?? 'string';
    case 'integer':
    case 'number':
      return typeof minimum === 'number' ? minimum : 0;
    case 'boolean':
      return true;
    case 'array':
      return own(schema, 'items') === undefined ? [] : [sampleValue(schema.items, depth + 1, left)];
    case 'object':
      return objectOf(schema, depth, left);
    default:
      return own(schema, 'properties') === undefined ? null : objectOf(schema, depth, left);
  }
}

function objectOf(schema: JsonSchema, depth: number, left: { schemas: number }): Record<string, unknown> {
  const properties = own(schema, 'properties');
  return Object.fromEntries(
    Object.entries(isSchema(properties) ? properties : {}).map(([name, each]) => [
      name,
      sampleValue(each, depth + 1, left),
    ]),
  );
}
