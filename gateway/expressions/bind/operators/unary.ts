import { underlyingNullable } from '../../../dotnet/core/box.ts';
import { NetThrow } from '../../../dotnet/core/exception.ts';
import { UNARY_OPERATORS, type UnaryOperator } from '../../../dotnet/core/operators/index.ts';
import { named, T } from '../../../dotnet/core/type-ref.ts';
import { universe } from '../../../dotnet/core/universe.ts';
import { EnumValue } from '../../../dotnet/core/values.ts';
import type { Expression, Span } from '../../parse/syntax.ts';
import { type Binder, errorNode, isError } from '../binder.ts';
import { type Bound, NO_TYPE } from '../bound.ts';
import { classifyImplicit, convert, reportUntypedConditional, reportUntypedDefault } from '../conversions.ts';
import { shortName } from '../display.ts';
import { constantNode } from '../literals.ts';
import { bindValueOrUntyped } from '../values.ts';
import { bindUserUnary } from './user-defined.ts';

/** Binds `+x`, `-x`, `!x`, `~x`. */
export function bindUnary(binder: Binder, node: Expression & { kind: 'unary' }): Bound {
  const smallest = smallestInteger(node);
  if (smallest) return smallest;
  return bindUnaryOperator(binder, node.op, bindValueOrUntyped(binder, node.operand), node);
}

/** `-2147483648` and its 64-bit kin are literals of their own: the positive number would not fit. */
function smallestInteger(node: Expression & { kind: 'unary' }): Bound | undefined {
  const { operand } = node;
  if (node.op !== '-' || operand.kind !== 'literal' || operand.value.kind !== 'integer') return undefined;
  const { value, suffix, decimal } = operand.value;
  if (!decimal) return undefined;
  if (value === 2n ** 31n && suffix === '') return constantNode(-(2 ** 31), T.int, node);
  if (value === 2n ** 63n && (suffix === '' || suffix === 'l')) return constantNode(-(2n ** 63n), T.long, node);
  return undefined;
}

/** Binds the operator to a bound operand. */
function bindUnaryOperator(binder: Binder, op: string, operand: Bound, span: Span): Bound {
  if (isError(operand)) return errorNode(span);
  if (operand.kind === 'unboundConditional') return reportUntypedConditional(binder, operand);
  if (operand.kind === 'defaultLiteral') return reportUntypedDefault(binder, operand);
  const user = bindUserUnary(binder, op, operand, span);
  if (user) return user;
  const enumeration = underlyingNullable(operand.type) ?? operand.type;
  if (op === '~' && universe().isEnum(enumeration)) {
    const { type } = operand;
    const evaluate = (value: EnumValue): EnumValue => new EnumValue(enumeration, ~value.value);
    if (operand.constant) return constantNode(evaluate(operand.constant.value as EnumValue), type, span);
    return { kind: 'unary', operand, evaluate, lifted: type !== enumeration, type, span };
  }
  if (operand.type !== NO_TYPE.null) {
    const lifted = underlyingNullable(operand.type) !== undefined;
    for (const operator of UNARY_OPERATORS.get(op) ?? []) {
      const type = lifted ? named('System.Nullable', operator.operand) : operator.operand;
      if (classifyImplicit(binder, operand, type) === undefined) continue;
      // `-x` of a ulong has no operator: float would take it, which C# does not allow.
      if (op === '-' && operand.type === T.ulong) break;
      return predefined(binder, operator, operand, lifted, span);
    }
  }
  if (operand.type === NO_TYPE.null) {
    return binder.error('CS8310', `Operator '${op}' cannot be applied to operand '<null>'`, span);
  }
  return binder.error(
    'CS0023',
    `Operator '${op}' cannot be applied to operand of type '${shortName(operand.type)}'`,
    span,
  );
}

function predefined(binder: Binder, operator: UnaryOperator, operand: Bound, lifted: boolean, span: Span): Bound {
  const type = lifted ? named('System.Nullable', operator.operand) : operator.operand;
  const value = convert(binder, operand, type);
  const evaluate = (binder.checkedContext === true ? operator.evaluateChecked : undefined) ?? operator.evaluate;
  const result = lifted ? named('System.Nullable', operator.result) : operator.result;
  if (!value.constant || lifted) return { kind: 'unary', operand: value, evaluate, lifted, type: result, span };
  const fold = binder.checkedContext === false ? operator.evaluate : (operator.evaluateChecked ?? operator.evaluate);
  try {
    return constantNode(fold(value.constant.value as never), result, span);
  } catch (error) {
    if (!(error instanceof NetThrow)) throw error;
    return binder.error('CS0220', 'The operation overflows at compile time in checked mode', span);
  }
}
