import { box, needsBox, underlyingNullable } from '../../dotnet/core/box.ts';
import { type Conversion, numericConverter } from '../../dotnet/core/conversion/index.ts';
import { throwNet } from '../../dotnet/core/exception.ts';
import { isInstance, throwInvalidCast } from '../../dotnet/core/runtime-type.ts';
import { T, type TypeRef } from '../../dotnet/core/type-ref.ts';
import { universe } from '../../dotnet/core/universe.ts';
import { Boxed, EnumValue } from '../../dotnet/core/values.ts';
import type { BoundKind } from '../bind/bound.ts';
import type { Compiler } from './compiler.ts';
import { nullReference } from './execution.ts';
import type { Evaluate, Frame } from './frame.ts';

/** Converts a value in static form of the source type to that of the target. */
export type Convert = (value: unknown, frame: Frame) => unknown;

/** Compiles a conversion node. */
export function compileConvert(compiler: Compiler, node: BoundKind<'convert'>): Evaluate {
  const operand = compiler.expression(node.operand);
  const convert = compileConversion(node.conversion, node.isChecked);
  return convert ? (f) => convert(operand(f), f) : operand;
}

/** The function that converts; undefined when the value stays as it is. */
export function compileConversion(conversion: Conversion, isChecked: boolean): Convert | undefined {
  switch (conversion.kind) {
    case 'identity':
    case 'reference':
    case 'null':
      return undefined;
    case 'numeric':
      return numericConverter(conversion.from, conversion.to, isChecked);
    case 'enum':
      return enumConverter(conversion.from, conversion.to, isChecked);
    case 'boxing': {
      const { from } = conversion;
      return needsBox(from) ? (value) => box(value, from) : undefined;
    }
    case 'unboxing':
      return unboxer(conversion.to);
    case 'cast': {
      const { to } = conversion;
      return (value) => (value === null || isInstance(value, to) ? value : throwInvalidCast(value, to));
    }
    case 'nullable':
      return nullableConverter(conversion, isChecked);
    case 'user':
      return userConverter(conversion, isChecked);
  }
}

function enumConverter(from: TypeRef, to: TypeRef, isChecked: boolean): Convert {
  const fromEnum = universe().isEnum(from);
  if (universe().isEnum(to)) {
    if (fromEnum) return (value) => new EnumValue(to, (value as EnumValue).value);
    const toInt = numericConverter(from, T.int, isChecked);
    return (value) => new EnumValue(to, toInt(value) as number);
  }
  const fromInt = numericConverter(T.int, to, isChecked);
  return (value) => fromInt((value as EnumValue).value);
}

/** Takes a value type out of its box; the run-time type must be exactly that type, as .NET demands. */
function unboxer(to: TypeRef): Convert {
  const inner = underlyingNullable(to);
  const exact = inner ?? to;
  const isEnum = universe().isEnum(exact);
  return (value) => {
    if (value === null) return inner ? null : nullReference();
    if (value instanceof Boxed) {
      if (value.type === exact) return value.value;
      if (isEnum && value.type === T.int) return new EnumValue(exact, Number(value.value));
    } else if (value instanceof EnumValue && exact === T.int) return value.value;
    else if (isInstance(value, exact)) return value;
    return throwInvalidCast(value, to);
  };
}

function nullableConverter(conversion: Conversion & { kind: 'nullable' }, isChecked: boolean): Convert | undefined {
  const inner = compileConversion(conversion.inner, isChecked);
  if (!conversion.fromNullable) return inner;
  if (conversion.toNullable) return inner && ((value, f) => (value === null ? null : inner(value, f)));
  return (value, f) => {
    if (value === null) throwNet('System.InvalidOperationException', 'Nullable object must have a value.');
    return inner ? inner(value, f) : value;
  };
}

function userConverter(conversion: Conversion & { kind: 'user' }, isChecked: boolean): Convert {
  const { method, receiver, lifted } = conversion;
  const before = compileConversion(conversion.before, isChecked);
  const after = compileConversion(conversion.after, isChecked);
  const { implementation } = method;
  return (value, f) => {
    const input = before ? before(value, f) : value;
    if (lifted && input === null) return after ? after(null, f) : null;
    const result = f.exec.checkResult(implementation(input, f.exec.callInfo([], receiver)));
    return after ? after(result, f) : result;
  };
}
