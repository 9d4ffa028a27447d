import { underlyingNullable } from '../../../dotnet/core/box.ts';
import { isNumeric } from '../../../dotnet/core/conversion/index.ts';
import { NetThrow } from '../../../dotnet/core/exception.ts';
import { BINARY_OPERATORS, type BinaryOperator } from '../../../dotnet/core/operators/index.ts';
import { named, T, type TypeRef } from '../../../dotnet/core/type-ref.ts';
import type { Expression, Span } from '../../parse/syntax.ts';
import { type Binder, errorNode, isError } from '../binder.ts';
import { type Bound, NO_TYPE } from '../bound.ts';
import { classifyImplicit, convert } from '../conversions.ts';
import { shortName } from '../display.ts';
import { bindValueOrUntyped, requireValue } from '../values.ts';
import { bindCoalesce } from './coalesce.ts';
import { bindConcat, isConcatenation } from './concat.ts';
import { bindEnumOperator } from './enums.ts';
import { bindReferenceEquality } from './equality.ts';
import { bindLogical } from './logical.ts';
import { bindTupleEquality } from './tuple-equality.ts';
import { bindUserOperator } from './user-defined.ts';

type BinarySyntax = Expression & { kind: 'binary' };

/** Binds a chain of binary operators; the left spine is walked in a loop, so that long sums do not nest. */
export function bindBinary(binder: Binder, node: BinarySyntax): Bound {
  const chain: BinarySyntax[] = [];
  let left: Expression = node;
  while (left.kind === 'binary' && left.op !== '??') {
    chain.push(left);
    left = left.left;
  }
  if (chain.length === 0) return bindCoalesce(binder, node);
  const first = binder.expression(left);
  // `(int)-1` is a subtraction where the parentheses hold a name that only turns out to be a type.
  const names = left.kind === 'parenthesized' && first.kind === 'typeName' && chain.at(-1)?.op === '-';
  let result = names ? errorNode(left) : requireValue(binder, first);
  for (const link of chain.reverse()) {
    const right = bindValueOrUntyped(binder, link.right);
    if (names && link === chain[0]) {
      result = binder.error('CS0075', 'To cast a negative value, you must enclose the value in parentheses.', link);
      continue;
    }
    result = bindOperator(binder, link.op, result, right, link);
  }
  return result;
}

/** Binds an operator to bound operands. */
export function bindOperator(binder: Binder, op: string, left: Bound, right: Bound, span: Span): Bound {
  if (isError(left) || isError(right)) return errorNode(span);
  if (op === '&&' || op === '||') return bindLogical(binder, op, left, right, span);
  const equality = op === '==' || op === '!=';
  if (equality && left.type === NO_TYPE.null && right.type === NO_TYPE.null) {
    return { kind: 'constant', type: T.bool, span, constant: { value: op === '==' } };
  }
  if (left.kind === 'defaultLiteral' || right.kind === 'defaultLiteral') {
    if (!equality) return binder.error('CS8310', `Operator '${op}' cannot be applied to operand 'default'`, span);
  }
  if (equality) {
    const tuple = bindTupleEquality(binder, op, left, right, span, bindOperator);
    if (tuple) return tuple;
  }
  const user = bindUserOperator(binder, op, left, right, span);
  if (user) return user;
  if (op === '+' && isConcatenation(binder, left, right)) return bindConcat(binder, left, right, span);
  const enumeration = bindEnumOperator(binder, op, left, right, span);
  if (enumeration) return enumeration;
  const predefined = bindPredefined(binder, op, left, right, span);
  if (predefined) return predefined;
  if (equality) {
    const reference = bindReferenceEquality(binder, op, left, right, span);
    if (reference) return reference;
  }
  return reportOperator(binder, op, left, right, span);
}

function reportOperator(binder: Binder, op: string, left: Bound, right: Bound, span: Span): Bound {
  const [a, b] = [shortName(left.type), shortName(right.type)];
  if (isAmbiguous(op, left, right)) {
    return binder.error('CS0034', `Operator '${op}' is ambiguous on operands of type '${a}' and '${b}'`, span);
  }
  const message = `Operator '${op}' cannot be applied to operands of type '${a}' and '${b}'`;
  return binder.error('CS0019', message, span);
}

/** Signs for which `float` and `decimal` both take a signed integer and a `ulong`, and neither is better. */
const MIXED = new Set(['+', '-', '*', '/', '%', '<', '>', '<=', '>=', '==', '!=']);
const SIGNED: ReadonlySet<TypeRef> = new Set<TypeRef>([T.sbyte, T.short, T.int, T.long]);

function isAmbiguous(op: string, left: Bound, right: Bound): boolean {
  if (left.type === NO_TYPE.null && right.type === NO_TYPE.null) return true;
  const [a, b] = [left, right].map(({ type }) => underlyingNullable(type) ?? type) as [TypeRef, TypeRef];
  return MIXED.has(op) && ((a === T.ulong && SIGNED.has(b)) || (b === T.ulong && SIGNED.has(a)));
}

/** Chooses among the operators that the language defines: the first, narrowest one to which both operands convert. */
function bindPredefined(binder: Binder, op: string, left: Bound, right: Bound, span: Span): Bound | undefined {
  const operators = BINARY_OPERATORS.get(op);
  if (!operators) return undefined;
  const lifted = isNullableLike(left) || isNullableLike(right);
  const isShift = op === '<<' || op === '>>';
  if (!isShift && left.type === NO_TYPE.null && right.type === NO_TYPE.null) return undefined;
  for (const operator of operators) {
    if (!accepts(binder, operator, left, right, false)) continue;
    if (operator.operand === T.float && isAmbiguous(op, left, right)) return undefined;
    return predefinedNode(binder, operator, left, right, span);
  }
  if (!lifted) return undefined;
  for (const operator of operators) {
    if (!accepts(binder, operator, left, right, true)) continue;
    if (operator.operand === T.float && isAmbiguous(op, left, right)) return undefined;
    return liftedNode(binder, op, operator, left, right, span);
  }
  return undefined;
}

function isNullableLike(value: Bound): boolean {
  const { type } = value;
  return type === NO_TYPE.null || type === NO_TYPE.conditional || underlyingNullable(type) !== undefined;
}

function accepts(binder: Binder, operator: BinaryOperator, left: Bound, right: Bound, lifted: boolean): boolean {
  const leftType = lifted ? named('System.Nullable', operator.operand) : operator.operand;
  const rightPlain = operator.right ?? operator.operand;
  const rightType = lifted ? named('System.Nullable', rightPlain) : rightPlain;
  // Shifts of narrow types promote the left operand only to int, so both sides are judged on their own.
  return (
    classifyImplicit(binder, left, leftType) !== undefined && classifyImplicit(binder, right, rightType) !== undefined
  );
}

function predefinedNode(binder: Binder, operator: BinaryOperator, left: Bound, right: Bound, span: Span): Bound {
  const a = convert(binder, left, operator.operand);
  const b = convert(binder, right, operator.right ?? operator.operand);
  const useChecked = binder.checkedContext === true && operator.evaluateChecked;
  const evaluate = (useChecked ? operator.evaluateChecked : operator.evaluate) as BinaryOperator['evaluate'];
  const node = { kind: 'binary', left: a, right: b, evaluate, lifted: '', type: operator.result, span } as const;
  if (!a.constant || !b.constant) return node;
  if (isConstantZero(b) && isIntegerDivision(operator)) {
    return binder.error('CS0020', 'Division by constant zero', span);
  }
  return foldConstant(binder, operator, a.constant.value, b.constant.value, node, span);
}

function isIntegerDivision({ op, operand }: BinaryOperator): boolean {
  return (op === '/' || op === '%') && operand !== T.float && operand !== T.double;
}

function isConstantZero(value: Bound): boolean {
  const constant = value.constant?.value;
  if (constant === 0 || constant === 0n) return true;
  return value.type === T.decimal && constant !== undefined && String(constant).replace(/[0.]/g, '') === '';
}

function foldConstant(
  binder: Binder,
  operator: BinaryOperator,
  a: unknown,
  b: unknown,
  node: Bound,
  span: Span,
): Bound {
  const evaluate =
    binder.checkedContext === false ? operator.evaluate : (operator.evaluateChecked ?? operator.evaluate);
  try {
    return { kind: 'constant', type: operator.result, span, constant: { value: evaluate(a as never, b as never) } };
  } catch (error) {
    if (!(error instanceof NetThrow)) throw error;
    if (operator.operand === T.decimal) {
      return binder.error('CS0463', 'Evaluation of the decimal constant expression failed', span);
    }
    if (binder.checkedContext === false) return node;
    return binder.error('CS0220', 'The operation overflows at compile time in checked mode', span);
  }
}

function liftedNode(
  binder: Binder,
  op: string,
  operator: BinaryOperator,
  left: Bound,
  right: Bound,
  span: Span,
): Bound {
  const nullable = named('System.Nullable', operator.operand);
  const a = convert(binder, left, nullable);
  const b = convert(binder, right, operator.right ? named('System.Nullable', operator.right) : nullable);
  if (operator.operand === T.bool && (op === '&' || op === '|')) {
    return { kind: 'nullableLogic', op, left: a, right: b, type: nullable, span };
  }
  const lifted =
    op === '=='
      ? 'equal'
      : op === '!='
        ? 'unequal'
        : operator.result === T.bool && isNumeric(operator.operand)
          ? 'false'
          : 'null';
  const evaluate = (binder.checkedContext === true ? operator.evaluateChecked : undefined) ?? operator.evaluate;
  const type = lifted === 'null' ? named('System.Nullable', operator.result) : T.bool;
  return { kind: 'binary', left: a, right: b, evaluate, lifted, type, span };
}
