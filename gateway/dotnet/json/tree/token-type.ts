import { defineEnum } from '../../core/define.ts';

/** Newtonsoft.Json.Linq.JTokenType. */
export const TokenType = {
  None: 0,
  Object: 1,
  Array: 2,
  Constructor: 3,
  Property: 4,
  Comment: 5,
  Integer: 6,
  Float: 7,
  String: 8,
  Boolean: 9,
  Null: 10,
  Undefined: 11,
  Date: 12,
  Raw: 13,
  Bytes: 14,
  Guid: 15,
  Uri: 16,
  TimeSpan: 17,
} as const;
/** A member of JTokenType. */
export type TokenTypeName = keyof typeof TokenType;
defineEnum({ name: 'Newtonsoft.Json.Linq.JTokenType', values: TokenType });
