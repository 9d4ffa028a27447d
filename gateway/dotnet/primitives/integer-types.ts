/** The integers of C#: keyword, name in System, bits, whether signed, and what overflow messages call them. */
export const integerTypes = [
  ['sbyte', 'SByte', 8, true, 'a signed byte'],
  ['byte', 'Byte', 8, false, 'an unsigned byte'],
  ['short', 'Int16', 16, true, 'an Int16'],
  ['ushort', 'UInt16', 16, false, 'a UInt16'],
  ['int', 'Int32', 32, true, 'an Int32'],
  ['uint', 'UInt32', 32, false, 'a UInt32'],
  ['long', 'Int64', 64, true, 'an Int64'],
  ['ulong', 'UInt64', 64, false, 'a UInt64'],
] as const;
