import { T, type TypeRef } from './type-ref.ts';

/** The keywords of C# that name a type. */
export const KEYWORD_TYPES: ReadonlyMap<string, TypeRef> = new Map<string, TypeRef>([
  ['object', T.object],
  ['string', T.string],
  ['bool', T.bool],
  ['char', T.char],
  ['sbyte', T.sbyte],
  ['byte', T.byte],
  ['short', T.short],
  ['ushort', T.ushort],
  ['int', T.int],
  ['uint', T.uint],
  ['long', T.long],
  ['ulong', T.ulong],
  ['float', T.float],
  ['double', T.double],
  ['decimal', T.decimal],
  ['void', T.void],
]);

/** The keyword for a type that has one. */
export const TYPE_KEYWORDS: ReadonlyMap<TypeRef, string> = new Map(
  [...KEYWORD_TYPES].map(([keyword, type]) => [type, keyword]),
);
