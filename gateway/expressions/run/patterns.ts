import { box, needsBox, unbox, underlyingNullable } from '../../dotnet/core/box.ts';
import { NetDecimal } from '../../dotnet/core/decimal.ts';
import { isInstance } from '../../dotnet/core/runtime-type.ts';
import { T } from '../../dotnet/core/type-ref.ts';
import { universe } from '../../dotnet/core/universe.ts';
import { EnumValue } from '../../dotnet/core/values.ts';
import type { BoundKind, BoundPattern } from '../bind/bound.ts';
import type { Compiler } from './compiler.ts';
import type { Evaluate, Frame } from './frame.ts';

/** Whether a value (static form of the input type) matches; assigns the pattern's variable. */
export type Match = (value: unknown, frame: Frame) => boolean;

/** Compiles a pattern. */
export function compilePattern(compiler: Compiler, pattern: BoundPattern): Match {
  switch (pattern.kind) {
    case 'var': {
      const write = pattern.variable && compiler.write(pattern.variable);
      return (value, f) => {
        write?.(f, value);
        return true;
      };
    }
    case 'type': {
      const { tested, inputType } = pattern;
      const write = pattern.variable && compiler.write(pattern.variable);
      const boxes = needsBox(inputType);
      const isValue = universe().isValueType(tested);
      return (value, f) => {
        const object = boxes ? box(value, inputType) : value;
        if (!isInstance(object, tested)) return false;
        write?.(f, isValue ? unbox(object) : object);
        return true;
      };
    }
    case 'constant':
      return constantPattern(pattern);
  }
}

function constantPattern(pattern: BoundPattern & { kind: 'constant' }): Match {
  const { value: wanted, type, inputType } = pattern;
  if (wanted === null) return (value) => value === null;
  if (type === (underlyingNullable(inputType) ?? inputType))
    return (value) => value !== null && sameConstant(value, wanted);
  return (value) => {
    const object = needsBox(inputType) ? box(value, inputType) : value;
    return isInstance(object, type) && sameConstant(unbox(object), wanted);
  };
}

function sameConstant(value: unknown, wanted: unknown): boolean {
  if (wanted instanceof EnumValue) return value instanceof EnumValue && value.value === wanted.value;
  if (wanted instanceof NetDecimal) return value instanceof NetDecimal && value.equals(wanted);
  return value === wanted || (Number.isNaN(wanted) && Number.isNaN(value));
}

/** Compiles `x is T`. */
export function compileIsType(compiler: Compiler, node: BoundKind<'isType'>): Evaluate {
  const operand = compiler.expression(node.operand);
  const { type } = node.operand;
  const boxes = needsBox(type);
  const { tested } = node;
  return (f) => {
    const value = operand(f);
    return isInstance(boxes ? box(value, type) : value, tested);
  };
}

/** Compiles `x is pattern`. */
export function compileIsPattern(compiler: Compiler, node: BoundKind<'isPattern'>): Evaluate {
  const operand = compiler.expression(node.operand);
  const match = compilePattern(compiler, node.pattern);
  return (f) => match(operand(f), f);
}

/** Compiles `x as T`. */
export function compileAs(compiler: Compiler, node: BoundKind<'as'>): Evaluate {
  const operand = compiler.expression(node.operand);
  const from = node.operand.type;
  const { type } = node;
  const boxes = needsBox(from);
  const unboxes = underlyingNullable(type) !== undefined;
  return (f) => {
    const value = operand(f);
    const object = boxes ? box(value, from) : value;
    if (type === T.object) return object;
    if (!isInstance(object, type)) return null;
    return unboxes ? unbox(object) : object;
  };
}
