import { describe, expect, test } from 'vitest';
import { parseSignature, SignatureError, signatureName } from './signature.ts';

describe('signatures of members', () => {
  test.each([
    ['List(int capacity)', '.ctor', 'constructor'],
    ['Dictionary<TKey, TValue>(int capacity)', '.ctor', 'constructor'],
    ['int IndexOf(char value)', 'IndexOf', 'method'],
    ['static int Parse(string s)', 'Parse', 'method'],
    ['static string Join(string separator, params object[] values)', 'Join', 'method'],
    ['static IEnumerable<R> Select<T, R>(this IEnumerable<T> source, Func<T, R> selector)', 'Select', 'method'],
    ['static bool TryParse(string s, out int result)', 'TryParse', 'method'],
    ['int Length { get; }', 'Length', 'property'],
    ['int Capacity { get; set; }', 'Capacity', 'property'],
    ['static string Empty { get; }', 'Empty', 'property'],
    ['char this[int index] { get; }', 'this', 'indexer'],
    ['TValue this[TKey key] { get; set; }', 'this', 'indexer'],
    ['const int MaxValue', 'MaxValue', 'constant'],
    ['static bool operator ==(Guid a, Guid b)', 'operator ==', 'operator'],
    ['static decimal operator ++(decimal a)', 'operator ++', 'operator'],
    ['static decimal operator -(decimal a)', 'operator -', 'operator'],
    ['static implicit operator JToken(string value)', 'implicit', 'implicit'],
    ['static explicit operator int?(JToken value)', 'explicit', 'explicit'],
    ['IEnumerator<KeyValuePair<string, JToken>> GetEnumerator()', 'GetEnumerator', 'method'],
  ])('%s is found as %s', (text, name, kind) => {
    expect(signatureName(text)).toBe(name);
    expect(parseSignature(text).kind).toBe(kind);
  });

  test('types, modifiers and defaults are kept', () => {
    const { type, typeParameters, parameters, isStatic } = parseSignature(
      `static Dictionary<K, int[]>? F<K>(this IList<K> a, ref long? b, params string[][] c, char d = ',', string e = "x,)", X f = System.X.Y, int g = -1, T h = default(T))`,
    );
    expect(isStatic).toBe(true);
    expect(typeParameters).toEqual(['K']);
    expect(type).toEqual({
      name: 'Dictionary',
      args: [
        { name: 'K', args: [], nullable: false, ranks: 0 },
        { name: 'int', args: [], nullable: false, ranks: 1 },
      ],
      nullable: true,
      ranks: 0,
    });
    expect(parameters.map(({ modifier, name, defaultText }) => [modifier, name, defaultText])).toEqual([
      ['this', 'a', undefined],
      ['ref', 'b', undefined],
      ['params', 'c', undefined],
      ['', 'd', `','`],
      ['', 'e', '"x,)"'],
      ['', 'f', 'System.X.Y'],
      ['', 'g', '-1'],
      ['', 'h', 'default'],
    ]);
  });

  test.each(['', 'int', 'int F', 'int F(int)', 'int F(int a', 'int X { get }', 'static implicit operator'])(
    "'%s' is refused with the signature in the message",
    (text) => {
      expect(() => parseSignature(text)).toThrow(SignatureError);
    },
  );
});
