import { type NetException, NetThrow } from '../../dotnet/core/exception.ts';
import type { Bound, BoundKind } from '../bind/bound.ts';
import type { Compiler } from './compiler.ts';
import { compileConversion } from './conversions.ts';
import { nullReference } from './execution.ts';
import type { Evaluate } from './frame.ts';

/** Compiles a unary operator. */
export function compileUnary(compiler: Compiler, node: BoundKind<'unary'>): Evaluate {
  const operand = compiler.expression(node.operand);
  const evaluate = node.evaluate as (value: unknown) => unknown;
  if (!node.lifted) return (f) => evaluate(operand(f));
  return (f) => {
    const value = operand(f);
    return value === null ? null : evaluate(value);
  };
}

/** Compiles a binary operator that evaluates both operands. */
export function compileBinary(compiler: Compiler, node: BoundKind<'binary'>): Evaluate {
  const left = compiler.expression(node.left);
  const right = compiler.expression(node.right);
  const evaluate = node.evaluate as (a: unknown, b: unknown) => unknown;
  switch (node.lifted) {
    case '':
      return (f) => evaluate(left(f), right(f));
    case 'null':
    case 'false': {
      const none = node.lifted === 'null' ? null : false;
      return (f) => {
        const a = left(f);
        const b = right(f);
        return a === null || b === null ? none : evaluate(a, b);
      };
    }
    case 'equal':
    case 'unequal': {
      const whenBoth = node.lifted === 'equal';
      return (f) => {
        const a = left(f);
        const b = right(f);
        if (a === null || b === null) return (a === b) === whenBoth;
        return evaluate(a, b);
      };
    }
  }
}

/** Compiles `&` and `|` of `bool?`: null is "unknown". */
export function compileNullableLogic(compiler: Compiler, node: BoundKind<'nullableLogic'>): Evaluate {
  const left = compiler.expression(node.left);
  const right = compiler.expression(node.right);
  const decisive = node.op === '|';
  return (f) => {
    const a = left(f);
    const b = right(f);
    if (a === decisive || b === decisive) return decisive;
    return a === null || b === null ? null : !decisive;
  };
}

/** Compiles `&&` and `||`. */
export function compileLogical(compiler: Compiler, node: BoundKind<'andAlso' | 'orElse'>): Evaluate {
  const left = compiler.expression(node.left);
  const right = compiler.expression(node.right);
  return node.kind === 'andAlso' ? (f) => left(f) === true && right(f) : (f) => left(f) === true || right(f);
}

/** Compiles `&&` and `||` through user-defined operators. */
export function compileUserLogic(compiler: Compiler, node: BoundKind<'userLogic'>): Evaluate {
  const left = compiler.expression(node.left);
  const shortCircuits = compiler.expression(node.shortCircuits);
  const combined = compiler.expression(node.combined);
  const { slot } = node.temp;
  return (f) => {
    const value = left(f);
    f.vars[slot] = value;
    return shortCircuits(f) ? value : combined(f);
  };
}

/** Compiles `a ?? b`. */
export function compileCoalesce(compiler: Compiler, node: BoundKind<'coalesce'>): Evaluate {
  const left = compiler.expression(node.left);
  const right = compiler.expression(node.right);
  const convert = compileConversion(node.leftConversion, false);
  return (f) => {
    const value = left(f);
    if (value === null) return right(f);
    return convert ? convert(value, f) : value;
  };
}

/** Compiles `c ? a : b`. */
export function compileConditional(compiler: Compiler, node: BoundKind<'conditional'>): Evaluate {
  const condition = compiler.expression(node.condition);
  const whenTrue = compiler.expression(node.whenTrue);
  const whenFalse = compiler.expression(node.whenFalse);
  return (f) => (condition(f) ? whenTrue(f) : whenFalse(f));
}

/** Compiles `a?.b`: null skips the rest of the chain. */
export function compileConditionalAccess(compiler: Compiler, node: BoundKind<'conditionalAccess'>): Evaluate {
  const target = compiler.expression(node.target);
  const whenPresent = compiler.expression(node.whenPresent);
  const { slot } = node.temp;
  return (f) => {
    const value = target(f);
    if (value === null) return null;
    f.vars[slot] = value;
    return whenPresent(f);
  };
}

/** Compiles a throw expression. */
export function compileThrow(compiler: Compiler, value: Bound): (frame: Parameters<Evaluate>[0]) => never {
  const exception = compiler.expression(value);
  return (f) => {
    const thrown = exception(f);
    if (thrown === null) return nullReference();
    throw new NetThrow(thrown as NetException);
  };
}
