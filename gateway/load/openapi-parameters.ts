import type { Operation, OperationParameter } from '../model.ts';

type Data = Readonly<Record<string, unknown>>;

const isData = (value: unknown): value is Data => typeof value === 'object' && value !== null && !Array.isArray(value);
const member = (value: unknown, name: string): unknown =>
  isData(value) && Object.hasOwn(value, name) ? value[name] : undefined;
const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);

/** How deep references and schemas are followed, and how many members in all; what lies beyond says nothing. */
const deepest = 8;
const most = 2_000;

/** A value with references of its document replaced. */
function resolved(value: unknown, document: unknown, depth = 0, left = { members: most }): unknown {
  left.members -= 1;
  if (depth > deepest || left.members < 0) return {};
  if (Array.isArray(value)) return value.map((each: unknown) => resolved(each, document, depth + 1, left));
  if (!isData(value)) return value;
  const reference = text(value.$ref);
  if (reference !== undefined) {
    if (!reference.startsWith('#/')) return {};
    const names = reference.slice(2).split('/');
    const target = names.reduce(
      (current: unknown, name) => member(current, name.replaceAll('~1', '/').replaceAll('~0', '~')),
      document,
    );
    return resolved(target, document, depth + 1, left);
  }
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => name !== '__proto__')
      .map(([name, inner]) => [name, resolved(inner, document, depth + 1, left)]),
  );
}

function parameter(described: unknown): OperationParameter | undefined {
  const name = text(member(described, 'name'));
  const place = member(described, 'in');
  if (name === undefined || (place !== 'path' && place !== 'query')) return undefined;
  const description = text(member(described, 'description'));
  const type = text(member(described, 'type'));
  const schema = member(described, 'schema') ?? (type === undefined ? undefined : { type });
  return {
    name,
    in: place === 'path' ? 'template' : 'query',
    required: place === 'path' || member(described, 'required') === true,
    ...(description === undefined ? {} : { description }),
    ...(isData(schema) ? { schema } : {}),
  };
}

/**
 * What an operation of an OpenAPI or Swagger document takes: parameters of its path and query, and a JSON body.
 * @param item the path's own member, whose parameters all its operations have
 */
export function openApiParameters(
  document: unknown,
  item: unknown,
  described: unknown,
): Pick<Operation, 'parameters' | 'body' | 'description'> {
  const list = (value: unknown): unknown[] => {
    const all = member(value, 'parameters');
    return Array.isArray(all) ? all.map((each: unknown) => resolved(each, document)) : [];
  };
  const declared = [...list(item), ...list(described)];
  const found = new Map<string, OperationParameter>();
  for (const each of declared) {
    const known = parameter(each);
    if (known) found.set(`${known.in} ${known.name}`, known);
  }
  const content = member(resolved(member(described, 'requestBody'), document), 'content');
  const media = isData(content) ? Object.entries(content).find(([type]) => /\bjson\b/i.test(type))?.[1] : undefined;
  const body =
    member(media, 'schema') ??
    member(
      declared.find((each) => member(each, 'in') === 'body'),
      'schema',
    );
  const description = text(member(described, 'description'));
  return {
    ...(description === undefined ? {} : { description }),
    ...(found.size > 0 ? { parameters: [...found.values()] } : {}),
    ...(isData(body) ? { body } : {}),
  };
}

/**
 * The template that API Management makes of a path on import: required parameters of the query become part of it.
 * Source: learn.microsoft.com/rest/api/apimanagement/apis/create-or-update, `translateRequiredQueryParameters`
 */
export function importedTemplate(path: string, parameters: readonly OperationParameter[] = []): string {
  const required = parameters
    .filter((each) => each.in === 'query' && each.required)
    .map(({ name }) => `${name}={${name}}`);
  return required.length === 0 ? path : `${path}?${required.join('&')}`;
}
