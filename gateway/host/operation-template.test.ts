import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compareTemplates, parseTemplate } from './operation-template.ts';

const noQuery = (): undefined => undefined;
const match = (template: string, path: string, query: Record<string, string> = {}) =>
  parseTemplate(template, 'ignore').match(path, (name) => (name in query ? [query[name] ?? ''] : undefined));

describe('operation template', () => {
  test('takes parameters from the path, decoded', () => {
    expect(match('/users/{id}/files/{name}', '/users/7/files/a%20b')).toEqual(
      new Map([
        ['id', '7'],
        ['name', 'a b'],
      ]),
    );
    expect(match('/users/{id}', '/users/7/files')).toBeUndefined();
  });

  test('compares literals without case', () => {
    expect(match('/Users/Me', '/users/me')).toBeDefined();
  });

  test('a parameter may be part of a segment', () => {
    expect(match('/report-{year}.csv', '/report-2024.csv')).toEqual(new Map([['year', '2024']]));
  });

  test('wildcards take the rest, or nothing', () => {
    expect(match('/*', '/a/b')).toBeDefined();
    expect(match('/*', '/')).toBeDefined();
    expect(match('/{*path}', '/a/b')).toEqual(new Map([['path', 'a/b']]));
    expect(match('/files/*', '/files')).toBeDefined();
    expect(match('/files/*', '/filesystem')).toBeUndefined();
  });

  test('the root is the API path with or without a slash', () => {
    expect(match('/', '')).toBeDefined();
    expect(match('/', '/')).toBeDefined();
    expect(match('/', '/x')).toBeUndefined();
  });

  test('query parameters of the template have to be there and are matched parameters', () => {
    expect(match('/get?a={b}', '/get', { a: '1' })).toEqual(new Map([['b', '1']]));
    expect(match('/get?a={b}', '/get')).toBeUndefined();
    expect(match('/get?kind=full', '/get', { kind: 'short' })).toBeUndefined();
  });

  test('a trailing slash is a switch', () => {
    expect(parseTemplate('/op', 'ignore').match('/op/', noQuery)).toBeDefined();
    expect(parseTemplate('/op', 'strict').match('/op/', noQuery)).toBeUndefined();
  });

  test('the more specific template comes first', () => {
    const order = ['/*', '/{a}/b', '/a/{b}', '/a/b', '/a-{x}/b']
      .map((text) => ({ text, template: parseTemplate(text, 'ignore') }))
      .sort((left, right) => compareTemplates(left.template, right.template))
      .map(({ text }) => text);
    expect(order).toEqual(['/a/b', '/a/{b}', '/a-{x}/b', '/{a}/b', '/*']);
  });

  test('no template and no path make it throw', () => {
    fc.assert(
      fc.property(
        fc.string(),
        fc.string(),
        (template, path) => void parseTemplate(`/${template}`, 'ignore').match(path, noQuery),
      ),
    );
  });
});
