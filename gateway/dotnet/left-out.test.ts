import { describe, expect, it } from 'vitest';
import type { TypeDefinition } from './core/definition.ts';
import { allInterfaces, baseChain } from './core/hierarchy.ts';
import { universe } from './core/universe.ts';
import './index.ts';
import { readAllowList, readLeftOut } from './left-out.ts';

const allowed = Object.entries(readAllowList().types);
const { types, members } = readLeftOut();
const leftTypes = new Set(types.map(({ type }) => type));
const leftMembers = members.flatMap((each) => Object.entries(each.members));

/** The declaration of a type of the list; a name without type parameters also means generic types of that name. */
function declared(name: string): TypeDefinition | undefined {
  const plain = name.split('<', 1)[0] ?? name;
  const arity = plain === name ? 0 : name.split(',').length;
  const arities = arity === 0 ? [0, 1, 2] : [arity];
  return arities.map((each) => universe().find(plain, each)).find((each) => each !== undefined);
}

function has(name: string, member: string): boolean {
  const definition = declared(name);
  if (!definition) return false;
  const owners = [...baseChain(definition.self), ...allInterfaces(definition.self)];
  return owners.some((owner) => (universe().definition(owner)?.members(member).length ?? 0) > 0);
}

describe("Azure's list of allowed types", () => {
  it('has each of its types declared, or left out with a reason', () => {
    const missing = allowed.map(([name]) => name).filter((name) => !declared(name) && !leftTypes.has(name));
    expect(missing).toEqual([]);
    expect(allowed.length).toBe(130);
  });

  it('has each member that it names declared, or left out with a reason', () => {
    const left = new Map<string, Set<string>>();
    for (const [type, names] of leftMembers) left.set(type, new Set([...(left.get(type) ?? []), ...names]));
    const missing = allowed.flatMap(([type, names]) =>
      Array.isArray(names) && declared(type)?.kind !== 'enum'
        ? names.filter((name) => name !== 'Item' && !has(type, name) && !left.get(type)?.has(name))
        : [],
    );
    expect(missing).toEqual([]);
  });

  it('is left out only where nothing is declared', () => {
    expect([...leftTypes].filter((name) => declared(name))).toEqual([]);
    expect(leftMembers.flatMap(([type, names]) => names.filter((name) => has(type, name)))).toEqual([]);
  });

  it('knows each type of which something is left out', () => {
    const known = new Set(allowed.map(([name]) => name));
    expect([...leftTypes, ...leftMembers.map(([type]) => type)].filter((name) => !known.has(name))).toEqual([]);
  });
});
