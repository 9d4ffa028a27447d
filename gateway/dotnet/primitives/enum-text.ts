import type { EnumDeclaration } from '../core/define.ts';
import { throwNet } from '../core/exception.ts';
import type { EnumValue } from '../core/values.ts';

const byName = new Map<string, EnumDeclaration>();

/** The declaration of an enum type. */
export function enumDeclaration(name: string, enums: readonly EnumDeclaration[]): EnumDeclaration | undefined {
  const known = byName.get(name);
  if (known) return known;
  for (const declaration of enums) byName.set(declaration.name, declaration);
  return byName.get(name);
}

/** `Enum.ToString(format)`: G (name, or names of flags), F (flags always), D (number), X (hexadecimal). */
export function formatEnum(value: EnumValue, format: string | null, enums: readonly EnumDeclaration[]): string {
  const declaration = enumDeclaration((value.type as { name: string }).name, enums);
  switch (format?.toUpperCase() ?? '') {
    case '':
    case 'G':
      return enumNames(value.value, declaration, declaration?.flags === true);
    case 'F':
      return enumNames(value.value, declaration, true);
    case 'D':
      return String(value.value);
    case 'X':
      return (value.value >>> 0).toString(16).toUpperCase().padStart(8, '0');
    default:
      return throwNet('System.FormatException', 'Format string can be only "G", "g", "X", "x", "F", "f", "D" or "d".');
  }
}

function enumNames(value: number, declaration: EnumDeclaration | undefined, flags: boolean): string {
  if (!declaration) return String(value);
  const entries = Object.entries(declaration.values);
  const exact = entries.find(([, known]) => known === value);
  if (exact) return exact[0];
  if (!flags || value === 0) return String(value);
  const names: string[] = [];
  let rest = value;
  for (const [name, known] of entries.toSorted((a, b) => (b[1] >>> 0) - (a[1] >>> 0))) {
    if (known === 0 || (rest & known) !== known) continue;
    rest &= ~known;
    names.unshift(name);
  }
  return rest === 0 ? names.join(', ') : String(value);
}
