import { underlyingNullable } from '../../../dotnet/core/box.ts';
import { implicitConversion, standardExplicit } from '../../../dotnet/core/conversion/index.ts';
import { T, type TypeRef } from '../../../dotnet/core/type-ref.ts';
import { universe } from '../../../dotnet/core/universe.ts';
import type { Span } from '../../parse/syntax.ts';
import type { Binder } from '../binder.ts';
import { type Bound, NO_TYPE } from '../bound.ts';
import { convert } from '../conversions.ts';

const same = (a: unknown, b: unknown): boolean => a === b;
const different = (a: unknown, b: unknown): boolean => a !== b;

/**
 * Binds `==` and `!=` on references: strings by value, delegates and everything else by identity; and the comparison of
 * a value type without operators with null.
 */
export function bindReferenceEquality(
  binder: Binder,
  op: string,
  left: Bound,
  right: Bound,
  span: Span,
): Bound | undefined {
  const evaluate = op === '==' ? same : different;
  const node = (a: Bound, b: Bound): Bound => ({
    kind: 'binary',
    left: a,
    right: b,
    evaluate,
    lifted: '',
    type: T.bool,
    span,
  });
  const leftNull = left.type === NO_TYPE.null || left.type === NO_TYPE.default;
  const rightNull = right.type === NO_TYPE.null || right.type === NO_TYPE.default;
  if (leftNull || rightNull) {
    const other = leftNull ? right : left;
    if (isUntypedOperand(other.type)) return undefined;
    const nullish: Bound = { kind: 'constant', type: other.type, span, constant: { value: null } };
    if (universe().isReferenceType(other.type) || underlyingNullable(other.type)) {
      return leftNull ? node(nullish, right) : node(left, nullish);
    }
    return undefined;
  }
  if (!isReference(left.type) || !isReference(right.type)) return undefined;
  if (left.type === T.string && right.type === T.string) {
    const folded = left.constant && right.constant;
    if (folded) {
      const value = evaluate(left.constant?.value, right.constant?.value);
      return { kind: 'constant', type: T.bool, span, constant: { value } };
    }
    return node(left, right);
  }
  const related =
    implicitConversion(left.type, right.type)?.kind === 'reference' ||
    implicitConversion(right.type, left.type)?.kind === 'reference' ||
    left.type === right.type ||
    standardExplicit(left.type, right.type) !== undefined;
  if (!related) return undefined;
  if ((left.type === T.string) !== (right.type === T.string)) {
    const [code, side] = left.type === T.string ? ['CS0253', 'right'] : ['CS0252', 'left'];
    const message = `Possible unintended reference comparison; to get a value comparison, cast the ${side} hand side to type 'string'`;
    binder.warn(code as string, message, span);
  }
  const [a, b] = [convert(binder, left, T.object), convert(binder, right, T.object)];
  if (isLiteral(left) !== isLiteral(right)) {
    const same = (x: unknown, y: unknown): boolean => x === y && (typeof x !== 'string' || x === '');
    const evaluate = op === '==' ? same : (x: unknown, y: unknown): boolean => !same(x, y);
    return { kind: 'binary', left: a, right: b, evaluate, lifted: '', type: T.bool, span };
  }
  return node(a, b);
}

/**
 * Whether a value can only be a literal text: the literal itself, or a variable that is given nothing else. .NET keeps
 * one object per literal text, and a text that was computed or received is another object even when it reads the same;
 * the empty text alone is one object wherever it comes from. So a literal and anything else differ by reference.
 */
export function isLiteral(value: Bound): boolean {
  if (value.constant) return true;
  if (value.kind === 'convert') return isLiteral(value.operand);
  if (value.kind === 'conditional') return isLiteral(value.whenTrue) && isLiteral(value.whenFalse);
  if (value.kind === 'coalesce') return isLiteral(value.left) && isLiteral(value.right);
  return value.kind === 'local' && value.variable.holdsLiteral;
}

function isReference(type: TypeRef): boolean {
  return !isUntypedOperand(type) && universe().isReferenceType(type);
}

function isUntypedOperand(type: TypeRef): boolean {
  return (
    type === NO_TYPE.lambda ||
    type === NO_TYPE.methodGroup ||
    type === NO_TYPE.tuple ||
    type === T.void ||
    type === NO_TYPE.throw
  );
}
