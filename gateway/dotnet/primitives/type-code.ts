import { defineEnum, defineType } from '../core/define.ts';
import { named, T, type TypeRef } from '../core/type-ref.ts';
import { EnumValue } from '../core/values.ts';

const codeType = named('System.TypeCode');
const codes: readonly (readonly [name: string, code: number, type: TypeRef])[] = [
  ['Boolean', 3, T.bool],
  ['Char', 4, T.char],
  ['SByte', 5, T.sbyte],
  ['Byte', 6, T.byte],
  ['Int16', 7, T.short],
  ['UInt16', 8, T.ushort],
  ['Int32', 9, T.int],
  ['UInt32', 10, T.uint],
  ['Int64', 11, T.long],
  ['UInt64', 12, T.ulong],
  ['Single', 13, T.float],
  ['Double', 14, T.double],
  ['Decimal', 15, T.decimal],
  ['DateTime', 16, named('System.DateTime')],
  ['String', 18, T.string],
];

defineEnum({
  name: 'System.TypeCode',
  values: { Empty: 0, Object: 1, DBNull: 2, ...Object.fromEntries(codes.map(([name, code]) => [name, code])) },
});

/** The System.TypeCode of a type; `Empty` for null. */
export function typeCodeOf(type: TypeRef | null): EnumValue {
  if (type === null) return new EnumValue(codeType, 0);
  return new EnumValue(codeType, codes.find(([, , known]) => known === type)?.[1] ?? 1);
}

for (const [name, code] of codes) {
  defineType({
    name: `System.${name}`,
    kind: name === 'String' ? 'class' : 'struct',
    members: { 'TypeCode GetTypeCode()': () => new EnumValue(codeType, code) },
  });
}
