import { knownText, Text, type Value } from '../../bicep/value.ts';
import type { Operation, OperationHeader, OperationParameter } from '../model.ts';
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

function headers(value: Value | undefined): OperationHeader[] {
  return list(value).flatMap((each): OperationHeader[] => {
    const name = text(member(each, 'name'));
    if (name === undefined) return [];
    const type = knownText(member(each, 'type'))?.toLowerCase();
    const schema = type === undefined || !jsonTypes.has(type) ? {} : { schema: { type } };
    return [{ name, required: flag(member(each, 'required'), false), ...schema }];
  });
}

/**
 * What the properties of an operation say of what it takes and gives: parameters of its template and of its query,
 * headers, responses, and a description. Source: learn.microsoft.com/azure/templates/microsoft.apimanagement/service/apis/operations
 */
export function operationParameters(
  properties: Value | undefined,
): Pick<Operation, 'parameters' | 'description' | 'headers' | 'responses'> {
  const query = (text(member(properties, 'urlTemplate')) ?? '').replace(/^[^?]*/, '');
  const found = [
    // what the template names behind its question mark is of the query
    ...parameters(member(properties, 'templateParameters'), (name) =>
      query.includes(`{${name}}`) ? 'query' : 'template',
    ),
    ...parameters(member(properties, 'request', 'queryParameters'), () => 'query'),
  ];
  const description = text(member(properties, 'description'));
  const responses = list(member(properties, 'responses')).flatMap((each) => {
    const status = Number(text(member(each, 'statusCode')));
    if (!Number.isInteger(status)) return [];
    const content = list(member(each, 'representations')).flatMap((one) => {
      const type = text(member(one, 'contentType'))?.split(';', 1)[0]?.trim().toLowerCase();
      return type === undefined ? [] : [{ type }];
    });
    return [{ status, headers: headers(member(each, 'headers')), ...(content.length > 0 ? { content } : {}) }];
  });
  return {
    ...(description === undefined ? {} : { description }),
    ...(found.length > 0 ? { parameters: found } : {}),
    headers: headers(member(properties, 'request', 'headers')),
    responses,
  };
}
