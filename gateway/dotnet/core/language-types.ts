import type { TypeDeclaration } from './define.ts';

/** Number of `System.Func` and `System.Action` types that .NET has. */
const MAX_DELEGATE_PARAMETERS = 16;

/**
 * Types that the language itself relies on. The library may declare them too; members are united, and its own come
 * first in documentation.
 */
export function languageTypes(): TypeDeclaration[] {
  const list: TypeDeclaration[] = [
    { name: 'System.Object', kind: 'class', members: {} },
    { name: 'System.ValueType', kind: 'class', members: {} },
    { name: 'System.Enum', kind: 'class', base: 'ValueType', members: {} },
    { name: 'System.Array', kind: 'class', members: {} },
    { name: 'System.Delegate', kind: 'class', members: {} },
    { name: 'System.Void', kind: 'struct', members: {} },
    { name: 'System.IDisposable', kind: 'interface', members: {} },
    { name: 'System.Collections.IEnumerable', kind: 'interface', members: {} },
    {
      name: 'System.Collections.Generic.IEnumerable<T>',
      kind: 'interface',
      interfaces: ['System.Collections.IEnumerable'],
      members: {},
    },
    { name: 'System.Predicate<T>', kind: 'delegate', members: { 'bool Invoke(T obj)': invoke } },
    { name: 'System.Comparison<T>', kind: 'delegate', members: { 'int Invoke(T x, T y)': invoke } },
    {
      name: 'System.Converter<TInput, TOutput>',
      kind: 'delegate',
      members: { 'TOutput Invoke(TInput input)': invoke },
    },
  ];
  for (const keyword of ['Boolean', 'Char', 'SByte', 'Byte', 'Int16', 'UInt16', 'Int32', 'UInt32', 'Int64', 'UInt64']) {
    list.push({ name: `System.${keyword}`, kind: 'struct', members: {} });
  }
  for (const keyword of ['Single', 'Double', 'Decimal'])
    list.push({ name: `System.${keyword}`, kind: 'struct', members: {} });
  list.push({ name: 'System.String', kind: 'class', interfaces: ['IEnumerable<char>'], members: {} });
  for (let count = 0; count <= MAX_DELEGATE_PARAMETERS; count++) {
    const names = Array.from({ length: count }, (_, i) => (count === 1 ? 'T' : `T${i + 1}`));
    const parameters = names.map((name, i) => `${name} arg${count === 1 ? '' : i + 1}`).join(', ');
    const action = names.length === 0 ? '' : `<${names.join(', ')}>`;
    list.push({
      name: `System.Action${action}`,
      kind: 'delegate',
      members: { [`void Invoke(${parameters})`]: invoke },
    });
    list.push({
      name: `System.Func<${[...names, 'TResult'].join(', ')}>`,
      kind: 'delegate',
      members: { [`TResult Invoke(${parameters})`]: invoke },
    });
  }
  return list;
}

/** Calling a delegate is the interpreter's business; the member exists so that `d.Invoke(x)` binds. */
function invoke(self: { invoke: (...args: unknown[]) => unknown }, ...args: unknown[]): unknown {
  return self.invoke(...args.slice(0, -1));
}
