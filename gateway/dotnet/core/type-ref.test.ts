import { describe, expect, test } from 'vitest';
import { arrayOf, named, parameter, T, typeName } from './type-ref.ts';

describe('references to types', () => {
  test('the same type is the same object', () => {
    expect(named('System.Int32')).toBe(T.int);
    expect(named('A', T.int, T.string)).toBe(named('A', T.int, T.string));
    expect(named('A', T.int, T.string)).not.toBe(named('A', T.string, T.int));
    expect(named('A')).not.toBe(named('A', T.int));
    expect(arrayOf(arrayOf(T.int))).toBe(arrayOf(arrayOf(T.int)));
    expect(parameter('T')).toBe(parameter('T'));
    expect(parameter('T')).not.toBe(named('T'));
  });

  test('are named as C# writes them in full', () => {
    expect(typeName(named('A.B', arrayOf(T.int), named('C', parameter('T'))))).toBe('A.B<System.Int32[],C<!T>>');
  });
});
