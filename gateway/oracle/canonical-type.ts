import { anonymousNames } from '../dotnet/core/anonymous.ts';
import { TYPE_KEYWORDS } from '../dotnet/core/keywords.ts';
import type { TypeRef } from '../dotnet/core/type-ref.ts';

/** The type as the oracle writes it: C# full names, keywords for the types that have one, `anonymous`. */
export function canonicalType(type: TypeRef): string {
  const keyword = TYPE_KEYWORDS.get(type);
  if (keyword) return keyword;
  if (type.kind === 'array') return `${canonicalType(type.element)}[]`;
  if (type.kind === 'parameter') return type.name;
  if (anonymousNames(type)) return 'anonymous';
  return type.args.length === 0 ? type.name : `${type.name}<${type.args.map(canonicalType).join(',')}>`;
}
