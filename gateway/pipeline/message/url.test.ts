import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeFormComponent, formatQuery, GatewayUrl, parseQuery } from './url.ts';

const url = (text: string): GatewayUrl => GatewayUrl.parse(text) ?? expect.fail(`${text} did not parse`);

describe('GatewayUrl', () => {
  test('takes a URL apart and prints it', () => {
    const parsed = url('https://api.example.com/a/b?x=1&y=a%20b');
    expect(parsed).toMatchObject({ scheme: 'https', host: 'api.example.com', port: 443, path: '/a/b' });
    expect(parsed.toString()).toBe('https://api.example.com/a/b?x=1&y=a%20b');
  });

  test('writes the port only where it is not the usual one', () => {
    expect(url('http://localhost:7071/').authority).toBe('localhost:7071');
    expect(url('http://localhost:80/').authority).toBe('localhost');
  });

  test('finds query parameters without case, with all their values', () => {
    expect(url('https://h/?A=1&a=2&b').query('a')).toEqual(['1', '2']);
    expect(url('https://h/?A=1&b').query('b')).toEqual(['']);
    expect(url('https://h/?A=1').query('c')).toBeUndefined();
  });

  test.each(['ftp://h/', '/relative', 'javascript:alert(1)', ''])('takes no other scheme: %s', (text) => {
    expect(GatewayUrl.parse(text)).toBeUndefined();
  });
});

describe('form encoding', () => {
  test('malformed percent sequences stay as they are', () => {
    expect(decodeFormComponent('100%+%zz')).toBe('100% %zz');
    expect(decodeFormComponent('%E4%BD%A0%ff')).toBe('你\ufffd');
  });

  test('what is formatted parses to the same parameters', () => {
    const parameter = fc.record({
      name: fc.string({ minLength: 1, unit: 'grapheme' }),
      value: fc.string({ unit: 'grapheme' }),
    });
    fc.assert(
      fc.property(fc.array(parameter), (parameters) => {
        expect(parseQuery(formatQuery(parameters))).toEqual(parameters);
      }),
    );
  });

  test('any query parses', () => {
    fc.assert(fc.property(fc.string(), (text) => void parseQuery(text)));
  });
});
