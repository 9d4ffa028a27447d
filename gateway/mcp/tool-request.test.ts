import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Api, Operation } from '../model.ts';
import { inputSchema, listedTool, toolDefinitions, unknownTools } from './tool-definition.ts';
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

  it('takes numbers and truth values as text, and leaves out what is null', () => {
    const parameters = [query('a'), query('b'), query('c'), query('d')];
    const args = { id: 5, a: true, b: null, c: [1, false], d: 0 };
    expect(toolRequest(definition({ parameters }), args).target).toBe('/v1/users/5?a=true&c=1&c=false&d=0');
  });

  it('has parameters in the query only when they are for the query', () => {
    const parameters = [
      { name: 'id', in: 'template' as const, required: true },
      { name: 'x-h', in: 'header' as never, required: false },
    ];
    expect(toolRequest(definition({ parameters }), { id: 'a', 'x-h': 'b' }).target).toBe('/v1/users/a');
  });

  it('is a GET for an operation of any method, and has a body only where the operation has one', () => {
    expect(toolRequest(definition({ method: '*' }), { id: 'a', body: { b: 1 } })).toEqual({
      method: 'GET',
      target: '/v1/users/a',
      body: undefined,
    });
    expect(toolRequest(definition({ body: {} }), { id: 'a' }).body).toBeUndefined();
    expect(toolRequest(definition({ body: {} }), { id: 'a', body: null }).body).toBe('null');
  });

  it('starts at the root for an API without a path', () => {
    const { api, ...rest } = definition({ urlTemplate: '/a' });
    expect(toolRequest({ ...rest, api: { ...api, path: '' } }, {}).target).toBe('/a');
  });

  it('has text that is no Unicode replaced, not thrown over', () => {
    expect(toolRequest(definition({}), { id: 'a\uD800' }).target).toBe('/v1/users/a%EF%BF%BD');
  });

  it('is refused when a required parameter of the query is missing, by its name', () => {
    const missing = () => toolRequest(definition({ parameters: [query('top', true)] }), { id: 'a' });
    expect(missing).toThrow(new ToolArgumentError("The argument 'top' is required."));
  });

  it('is refused for a body that is nested deeper than a stack', () => {
    const body = JSON.parse(`${'['.repeat(100_000)}${']'.repeat(100_000)}`);
    const deep = () => toolRequest(definition({ body: {} }), { id: 'a', body });
    expect(deep).toThrow(new ToolArgumentError("The argument 'body' is nested too deeply."));
  });

  it.each([
    ['a missing parameter', {}],
    ['null', { id: null }],
    ['an inherited property', Object.create({ id: 'x' })],
    ['an object', { id: {} }],
    ['an empty segment', { id: '' }],
    ['a dot segment', { id: '..' }],
    ['a single dot', { id: '.' }],
    ['a list', { id: ['a'] }],
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

it('the schema asks for what is in the template, required or not, and has no list of nothing', () => {
  const declared = { name: 'id', in: 'template' as const, required: false };
  expect(inputSchema(definition({ parameters: [declared] }).operation)).toEqual({
    type: 'object',
    properties: { id: { type: 'string' } },
    required: ['id'],
  });
  expect(inputSchema(definition({ urlTemplate: '/a' }).operation)).toEqual({ type: 'object', properties: {} });
});

it("a tool is described by its own words, else by the operation's, else by its name", () => {
  const described = (tool: object, operation: Partial<Operation>) => {
    const known = definition(operation);
    return listedTool({ ...known, tool: { ...known.tool, ...tool } });
  };
  expect(described({ description: 'own' }, { description: 'of the operation' })).toMatchObject({ description: 'own' });
  expect(described({}, { description: 'of the operation' })).toMatchObject({ description: 'of the operation' });
  expect(described({}, {})).toEqual({ name: 'tool', description: 'Op', inputSchema: expect.any(Object) });
});

it('tools of operations that do not exist are left out and named', () => {
  const { api, tool } = definition({});
  const tools = [tool, { ...tool, name: 'lost', operationId: 'none' }, { ...tool, name: 'foreign', apiId: 'none' }];
  expect(toolDefinitions(tools, [api]).map((each) => each.tool.name)).toEqual(['tool']);
  expect(unknownTools({ kind: 'tools', tools }, [api])).toEqual(['lost', 'foreign']);
  expect(unknownTools({ kind: 'existing', transport: 'streamable' }, [api])).toEqual([]);
});
