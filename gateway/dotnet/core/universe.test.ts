import { describe, expect, test } from 'vitest';
import '../index.ts';
import './anonymous.ts';
import './nullable.ts';
import './type-object.ts';
import './value-tuple.ts';
import { defineEnum, defineType } from './define.ts';
import { allInterfaces, baseChain, inherits } from './hierarchy.ts';
import { arrayOf, named, T, typeName } from './type-ref.ts';
import { universe } from './universe.ts';

describe('the declared types', () => {
  test('every signature of every type can be read, and every type it mentions is declared', () => {
    const problems: string[] = [];
    for (const definition of universe().all()) {
      expect(definition.base === null ? 'System.Object' : typeName(definition.base)).not.toBe('');
      for (const name of definition.memberNames()) definition.members(name);
      expect(definition.interfaces).toBeDefined();
      problems.push(...definition.problems.map((problem) => `${definition.name}: ${problem}`));
    }
    expect(problems).toEqual([]);
  });

  test('are found by full name and number of type parameters', () => {
    expect(universe().find('System.Collections.Generic.List', 1)?.self.args).toHaveLength(1);
    expect(universe().find('System.Collections.Generic.List')).toBeUndefined();
    expect(universe().find('List', 1)).toBeUndefined();
    expect(
      universe()
        .unqualified('List', 1)
        .map(({ name }) => name),
    ).toEqual(['System.Collections.Generic.List']);
    expect(universe().isNamespace('System.Collections')).toBe(true);
    expect(universe().isNamespace('System.Collections.Generic.List')).toBe(false);
  });

  test('declarations of one type are united, also late ones', () => {
    defineType({ name: 'Tests.Late<T>', kind: 'class', members: { 'T First()': () => 1 } });
    expect(universe().find('Tests.Late', 1)?.members('First')).toHaveLength(1);
    defineType({
      name: 'Tests.Late<U>',
      kind: 'class',
      interfaces: ['IEnumerable<U>'],
      members: { 'U Second(U value)': () => 2 },
    });
    const definition = universe().find('Tests.Other') ?? universe().find('Tests.Late', 1);
    universe().refresh();
    expect(definition?.members('First')).toHaveLength(1);
    expect(definition?.members('Second')[0]?.parameters[0]?.type).toBe(definition?.parameters[0]);
    expect(inherits(named('Tests.Late', T.string), named('System.Collections.Generic.IEnumerable', T.object))).toBe(
      true,
    );
  });

  test('a later declaration of the same member replaces it', () => {
    defineType({ name: 'Tests.Twice', kind: 'class', members: { 'int F(int a)': () => 1 } });
    defineType({ name: 'Tests.Twice', kind: 'class', members: { 'int F(int b)': () => 2 } });
    const [only, ...others] = universe().find('Tests.Twice')?.members('F') ?? [];
    expect(others).toEqual([]);
    expect(only && 'implementation' in only && only.implementation()).toBe(2);
  });

  test('enums give their members as constants', () => {
    defineEnum({ name: 'Tests.Colour', values: { Red: 1, Green: 2 } });
    const [green] = universe().find('Tests.Colour')?.members('Green') ?? [];
    expect(green).toMatchObject({ kind: 'constant', isStatic: true, value: { value: 2 } });
    expect(universe().find('Tests.Colour')?.members('constructor')).toEqual([]);
  });
});

describe('the hierarchy', () => {
  const list = (element: typeof T.int) => named('System.Collections.Generic.List', element);
  const sequence = (element: typeof T.int) => named('System.Collections.Generic.IEnumerable', element);

  test('base classes end in System.Object', () => {
    expect(baseChain(T.int).map(typeName)).toEqual(['System.Int32', 'System.ValueType', 'System.Object']);
    expect(baseChain(arrayOf(T.int)).map(typeName)).toEqual(['System.Array', 'System.Object']);
  });

  test('interfaces are constructed with the arguments of the class', () => {
    expect(allInterfaces(list(T.int)).map(typeName)).toContain('System.Collections.Generic.IEnumerable<System.Int32>');
  });

  test('generic interfaces are covariant in references and invariant in values', () => {
    expect(inherits(list(T.string), sequence(T.object))).toBe(true);
    expect(inherits(list(T.int), sequence(T.object))).toBe(false);
    expect(inherits(list(T.object), sequence(T.string))).toBe(false);
    expect(inherits(arrayOf(T.string), sequence(T.object))).toBe(true);
    expect(inherits(arrayOf(T.string), arrayOf(T.object))).toBe(true);
    expect(inherits(arrayOf(T.int), arrayOf(T.object))).toBe(false);
  });

  test('delegates are contravariant in what they take', () => {
    const action = (type: typeof T.int) => named('System.Action', type);
    expect(inherits(action(T.object), action(T.string))).toBe(true);
    expect(inherits(action(T.string), action(T.object))).toBe(false);
  });
});
