import { T } from '../../../dotnet/core/type-ref.ts';
import type { Span } from '../../parse/syntax.ts';
import type { Binder } from '../binder.ts';
import type { Bound } from '../bound.ts';
import { classifyImplicit, convert, reportUntypedConditional, reportUntypedDefault } from '../conversions.ts';
import { shortName } from '../display.ts';
import { bindUserOperator, userTruth } from './user-defined.ts';

/** Binds `&&` and `||`. */
export function bindLogical(binder: Binder, op: '&&' | '||', left: Bound, right: Bound, span: Span): Bound {
  for (const operand of [left, right]) {
    if (operand.kind === 'unboundConditional') return reportUntypedConditional(binder, operand);
    if (operand.kind === 'defaultLiteral') return reportUntypedDefault(binder, operand);
  }
  if (classifyImplicit(binder, left, T.bool) && classifyImplicit(binder, right, T.bool)) {
    const a = convert(binder, left, T.bool);
    const b = convert(binder, right, T.bool);
    if (a.constant && b.constant) {
      const value = op === '&&' ? a.constant.value && b.constant.value : a.constant.value || b.constant.value;
      return { kind: 'constant', type: T.bool, span, constant: { value } };
    }
    return { kind: op === '&&' ? 'andAlso' : 'orElse', left: a, right: b, type: T.bool, span };
  }
  if (left.type === right.type) {
    const temp = binder.temp(left.type, span);
    const value = binder.read(temp, left.span);
    const shortCircuits = userTruth(value, op === '&&' ? 'false' : 'true');
    const combined = shortCircuits && bindUserOperator(binder, op === '&&' ? '&' : '|', value, right, span);
    if (shortCircuits && combined)
      return { kind: 'userLogic', temp, left, shortCircuits, combined, type: combined.type, span };
  }
  const message = `Operator '${op}' cannot be applied to operands of type '${shortName(left.type)}' and '${shortName(right.type)}'`;
  return binder.error('CS0019', message, span);
}
