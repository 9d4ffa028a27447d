import { box, underlyingNullable } from '../../dotnet/core/box.ts';
import { integerType } from '../../dotnet/core/conversion/index.ts';
import { T, type TypeRef } from '../../dotnet/core/type-ref.ts';
import { formatText, toText } from '../../dotnet/primitives/virtual.ts';
import { currentCulture } from '../../dotnet/text/culture.ts';
import type { BoundKind } from '../bind/bound.ts';
import type { Compiler } from './compiler.ts';
import type { Evaluate, Frame } from './frame.ts';
import { LimitExceeded } from './limits.ts';

type Text = (value: unknown, frame: Frame) => string;

/** The text that joining strings makes of a value of this type. */
function textOf(type: TypeRef): Text {
  if (type === T.string) return (value) => (value as string | null) ?? '';
  if (type === T.char) return (value) => String.fromCharCode(value as number);
  if (type === T.bool) return (value) => (value ? 'True' : 'False');
  if (integerType(type)) return String;
  if (underlyingNullable(type) === T.char)
    return (value) => (value === null ? '' : String.fromCharCode(value as number));
  return (value, f) => toText(box(value, type), f.exec.runtime);
}

/** Compiles `a + b + …` of strings. */
export function compileConcat(compiler: Compiler, node: BoundKind<'concat'>): Evaluate {
  const parts = node.parts.map((part) => ({ value: compiler.expression(part), text: textOf(part.type) }));
  return (f) => {
    let result = '';
    for (let i = 0; i < parts.length; i++) {
      const { value, text } = parts[i] as (typeof parts)[number];
      result += text(value(f), f);
    }
    return f.exec.checkText(result);
  };
}

/** Compiles an interpolated string. */
export function compileInterpolation(compiler: Compiler, node: BoundKind<'interpolation'>): Evaluate {
  const parts = node.parts.map((part): Evaluate => {
    if (part.kind === 'text') return () => part.value;
    const value = compiler.expression(part.value);
    const { type } = part.value;
    const { alignment, format } = part;
    const plain = textOf(type);
    const text: Text =
      format === undefined
        ? plain
        : (each, f) => formatText(box(each, type), format, currentCulture(f.exec.runtime), f.exec.runtime);
    if (alignment === 0) return (f) => text(value(f), f);
    return (f) => {
      if (Math.abs(alignment) > f.exec.limits.stringLength)
        throw new LimitExceeded('stringLength', f.exec.limits.stringLength);
      const result = text(value(f), f);
      return alignment < 0 ? result.padEnd(-alignment) : result.padStart(alignment);
    };
  });
  return (f) => {
    let result = '';
    for (const part of parts) result += part(f) as string;
    return f.exec.checkText(result);
  };
}
