import type { Operation, OperationParameter } from '../model.ts';
import { followed, isData, member, resolved, text, wholeSchema } from './openapi-reference.ts';

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
): Pick<Operation, 'parameters' | 'body' | 'bodyIsPartial' | 'description'> {
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
  const content = member(followed(member(described, 'requestBody'), document), 'content');
  const media = isData(content) ? Object.entries(content).find(([type]) => /\bjson\b/i.test(type))?.[1] : undefined;
  const declaredBody =
    member(media, 'schema') ??
    member(
      [described, item]
        .flatMap((each) => {
          const all = member(each, 'parameters');
          return Array.isArray(all) ? all.map((one: unknown) => followed(one, document)) : [];
        })
        .find((each) => member(each, 'in') === 'body'),
      'schema',
    );
  const whole = wholeSchema(declaredBody, document);
  const body = whole ?? resolved(declaredBody, document);
  const description = text(member(described, 'description'));
  return {
    ...(description === undefined ? {} : { description }),
    ...(found.size > 0 ? { parameters: [...found.values()] } : {}),
    ...(isData(body) ? { body, ...(whole ? {} : { bodyIsPartial: true }) } : {}),
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
