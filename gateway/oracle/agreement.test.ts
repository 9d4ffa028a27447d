import { describe, expect, it } from 'vitest';
import { difference, same } from './agreement.ts';

const rejection = (message: string, column = 3) => ({ code: 'CS0103', line: 1, column, message });

describe('agreement with .NET', () => {
  it('needs the same value, type included', () => {
    expect(difference({ value: 5 }, { value: 5 })).toBeUndefined();
    expect(difference({ value: 5 }, { value: { type: 'long', value: '5' } })).toContain('long');
    expect(difference({ value: null }, { value: null })).toBeUndefined();
    expect(difference({ value: null }, {})).toBeDefined();
  });

  it('needs the same exception, message included', () => {
    const thrown = { throws: { type: 'System.FormatException', message: 'a' } };
    expect(difference(thrown, { throws: { message: 'a', type: 'System.FormatException' } })).toBeUndefined();
    expect(difference(thrown, { throws: { type: 'System.FormatException', message: 'b' } })).toBeDefined();
    expect(difference(thrown, { value: 'a' })).toBeDefined();
  });

  it('needs a refusal to begin with one of the errors of .NET', () => {
    const expected = { rejects: [rejection('x'), rejection('y', 9)] };
    expect(difference(expected, { rejects: [rejection('y', 9)] })).toBeUndefined();
    expect(difference(expected, { rejects: [rejection('x', 4)] })).toContain('1:4');
    expect(difference(expected, { rejects: [rejection('z')] })).toContain('z');
    expect(difference(expected, { value: 1 })).toContain('ours {"value":1}');
  });

  it('asks nothing but the refusal where the compiler recovers its own way', () => {
    const loose = { rejects: [{ ...rejection('; expected'), loose: true }] };
    expect(difference(loose, { rejects: [rejection('anything', 40)] })).toBeUndefined();
    expect(difference(loose, { value: 1 })).toBeDefined();
  });

  it('leaves out which overload a message names', () => {
    const expected = { rejects: [rejection("Argument 1: cannot convert from 'int' to 'string'")] };
    const char = rejection("Argument 1: cannot convert from 'int' to 'char'");
    expect(difference(expected, { rejects: [char] })).toBeUndefined();
    expect(
      difference(expected, { rejects: [rejection("Argument 2: cannot convert from 'int' to 'char'")] }),
    ).toBeDefined();
  });

  it('shows an engine that fails in its own way as a difference', () => {
    expect(difference({ value: 1 }, { fails: 'TypeError' } as object)).toContain('TypeError');
  });
});

describe('equality of JSON values', () => {
  it('ignores the order of keys and compares numbers bit by bit', () => {
    expect(same({ a: 1, b: [2, { c: null }] }, { b: [2, { c: null }], a: 1 })).toBe(true);
    expect(same(0, -0)).toBe(false);
    expect(same([1], { 0: 1 })).toBe(false);
    expect(same({ a: undefined }, {})).toBe(false);
    expect(same([1, 2], [1])).toBe(false);
  });
});
