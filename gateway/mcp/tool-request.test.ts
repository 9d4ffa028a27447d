import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Api, Operation } from '../model.ts';
import { inputSchema, toolDefinitions, unknownTools } from './tool-definition.ts';
import { ToolArgumentError, toolRequest } from './tool-request.ts';

const definition = (operation: Partial<Operation>) => {
  const own: Operation = { id: 'op', name: 'Op', method: 'GET', urlTemplate: '/users/{id}', ...operation };
  const api: Api = {
    id: 'api',
    name: 'API',
    path: 'v1',
    revision: '1',
    subscriptionRequired: false,
    operations: [own],
  };
  return { tool: { name: 'tool', apiId: 'api', operationId: 'op' }, api, operation: own };
};
const query = (name: string, required = false) => ({ name, in: 'query' as const, required });

describe('a tool call', () => {
  it('becomes a request with template, query and body from the arguments', () => {
    const operation = { method: 'POST', parameters: [query('tag'), query('unused')], body: { type: 'object' } };
    expect(toolRequest(definition(operation), { id: 'a b', tag: ['x', '&'], body: { a: 1 }, other: 1 })).toEqual({
      method: 'POST',
      target: '/v1/users/a%20b?tag=x&tag=%26',
      body: '{"a":1}',
    });
  });

  it('keeps the slashes of a wildcard, and drops a query of the template', () => {
    const target = (urlTemplate: string, args: Record<string, unknown>) =>
      toolRequest(definition({ urlTemplate }), args).target;
    expect(target('/files/{*path}', { path: 'a/b c' })).toBe('/v1/files/a/b%20c');
    expect(target('/search?q={q}', { q: 'x' })).toBe('/v1/search');
    expect(target('/plain', {})).toBe('/v1/plain');
  });

  it.each([
    ['a missing parameter', {}],
    ['null', { id: null }],
    ['an inherited property', Object.create({ id: 'x' })],
    ['an object', { id: {} }],
    ['an empty segment', { id: '' }],
    ['a dot segment', { id: '..' }],
  ])('is refused for %s', (_what, args) => {
    expect(() => toolRequest(definition({}), args)).toThrow(ToolArgumentError);
  });

  it('never leaves the path of its operation', () => {
    fc.assert(
      fc.property(fc.string(), (id) => {
        try {
          const { target } = toolRequest(definition({}), { id });
          const url = new URL(target, 'http://gateway.example');
          expect([url.host, url.search, url.pathname.split('/').length]).toEqual(['gateway.example', '', 4]);
        } catch (error) {
          expect(error).toBeInstanceOf(ToolArgumentError);
        }
      }),
    );
  });
});

it('the schema asks for template parameters, required ones, and the body', () => {
  const { operation } = definition({
    parameters: [{ ...query('top', true), schema: { type: 'integer' }, description: 'How many' }, query('skip')],
    body: { type: 'object' },
  });
  expect(inputSchema(operation)).toEqual({
    type: 'object',
    properties: {
      top: { type: 'integer', description: 'How many' },
      skip: { type: 'string' },
      id: { type: 'string' },
      body: { type: 'object' },
    },
    required: ['top', 'id', 'body'],
  });
});

it('tools of operations that do not exist are left out and named', () => {
  const { api, tool } = definition({});
  const tools = [tool, { ...tool, name: 'lost', operationId: 'none' }, { ...tool, name: 'foreign', apiId: 'none' }];
  expect(toolDefinitions(tools, [api]).map((each) => each.tool.name)).toEqual(['tool']);
  expect(unknownTools({ kind: 'tools', tools }, [api])).toEqual(['lost', 'foreign']);
  expect(unknownTools({ kind: 'existing', transport: 'streamable' }, [api])).toEqual([]);
});
