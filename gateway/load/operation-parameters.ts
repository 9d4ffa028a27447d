import { knownText, Text, type Value } from '../../bicep/value.ts';
import type { Operation, OperationParameter } from '../model.ts';
import { flag, list, member } from './deployment-values.ts';

const text = (value: Value | undefined): string | undefined =>
  value instanceof Text ? value.toString() : knownText(value);

const jsonTypes = new Set(['string', 'integer', 'number', 'boolean', 'array', 'object']);

function parameters(value: Value | undefined, where: (name: string) => OperationParameter['in']): OperationParameter[] {
  return list(value).flatMap((each): OperationParameter[] => {
    const name = text(member(each, 'name'));
    if (name === undefined) return [];
    const place = where(name);
    const type = knownText(member(each, 'type'))?.toLowerCase();
    const description = text(member(each, 'description'));
    return [
      {
        name,
        in: place,
        required: place === 'template' || flag(member(each, 'required'), false),
        ...(description === undefined ? {} : { description }),
        ...(type === undefined || !jsonTypes.has(type) ? {} : { schema: { type } }),
      },
    ];
  });
}

/**
 * What the properties of an operation say of what it takes: parameters of its template and of its query, and a
 * description. Source: learn.microsoft.com/azure/templates/microsoft.apimanagement/service/apis/operations
 */
export function operationParameters(properties: Value | undefined): Pick<Operation, 'parameters' | 'description'> {
  const query = (text(member(properties, 'urlTemplate')) ?? '').replace(/^[^?]*/, '');
  const found = [
    // what the template names behind its question mark is of the query
    ...parameters(member(properties, 'templateParameters'), (name) =>
      query.includes(`{${name}}`) ? 'query' : 'template',
    ),
    ...parameters(member(properties, 'request', 'queryParameters'), () => 'query'),
  ];
  const description = text(member(properties, 'description'));
  return {
    ...(description === undefined ? {} : { description }),
    ...(found.length > 0 ? { parameters: found } : {}),
  };
}
