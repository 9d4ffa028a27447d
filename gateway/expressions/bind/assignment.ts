import { explicitConversion, implicitConversion, isNumeric } from '../../dotnet/core/conversion/index.ts';
import { T } from '../../dotnet/core/type-ref.ts';
import type { Expression, Span } from '../parse/syntax.ts';
import { type Binder, errorNode, isError } from './binder.ts';
import { type Bound, NO_TYPE } from './bound.ts';
import { applyConversion, classifyImplicit, convert, convertNode } from './conversions.ts';
import { bindDeconstruction, isDeconstruction } from './deconstruction.ts';
import { shortName } from './display.ts';
import { constantNode } from './literals.ts';
import { bindOperator } from './operators/binary.ts';
import { isLiteral } from './operators/equality.ts';
import { isWritable, reportNotAssignable } from './places.ts';
import { bindValueOrUntyped, requireValue } from './values.ts';

/** Binds `target = value` and `target op= value`. */
export function bindAssignment(binder: Binder, node: Expression & { kind: 'assignment' }): Bound {
  if (node.op === '=' && isDeconstruction(node.target))
    return bindDeconstruction(binder, node.target, node.value, node);
  if (node.op === '=' && node.target.kind === 'name' && node.target.name === '_' && !binder.scope.find('_')) {
    return bindDiscard(binder, node);
  }
  const target = requireValue(binder, binder.expression(node.target));
  const value = bindValueOrUntyped(binder, node.value);
  if (isError(target)) return errorNode(node);
  if (!isWritable(target)) {
    reportNotAssignable(binder, target, 'assignment');
    return errorNode(node);
  }
  if (node.op === '=') return assign(binder, target, convert(binder, value, target.type), node);
  return bindCompound(binder, node.op.slice(0, -1), target, value, node);
}

/** `_ = value`: evaluated for its effect. */
function bindDiscard(binder: Binder, node: Expression & { kind: 'assignment' }): Bound {
  const value = bindValueOrUntyped(binder, node.value);
  if (isError(value)) return errorNode(node);
  if (value.type === NO_TYPE.null || value.type === NO_TYPE.lambda || value.type === NO_TYPE.methodGroup) {
    return binder.error('CS8183', 'Cannot infer the type of implicitly-typed discard.', node.target);
  }
  const temp = binder.temp(value.type, node);
  return { kind: 'assign', target: binder.read(temp, node.target), value, type: value.type, span: node };
}

/** The node for storing an already converted value. */
function assign(_binder: Binder, target: Bound, value: Bound, span: Span): Bound {
  if (isError(value) || isError(target)) return errorNode(span);
  if (target.kind === 'local' && !isLiteral(value)) target.variable.holdsLiteral = false;
  return { kind: 'assign', target, value, type: target.type, span };
}

/** `x op= y`: computes on the value that `temp` holds, and converts back as C# allows (spec 12.21.4). */
function bindCompound(binder: Binder, op: string, target: Bound, value: Bound, span: Span): Bound {
  if (isError(value)) return errorNode(span);
  if (target.kind === 'local') target.variable.holdsLiteral = false;
  const temp = binder.temp(target.type, target.span);
  const before = binder.read(temp, target.span);
  const attempt = binder.speculate(() => bindOperator(binder, op, before, value, span));
  for (const each of attempt.errors) {
    binder.errors.push({ ...each, message: each.message.replace(`Operator '${op}'`, `Operator '${op}='`) });
  }
  const computed = attempt.result;
  if (isError(computed)) return errorNode(span);
  const converted = convertBack(binder, op, computed, value, target, span);
  if (isError(converted)) return errorNode(span);
  return { kind: 'compound', target, temp, value: converted, givesBefore: false, type: target.type, span };
}

function convertBack(binder: Binder, op: string, computed: Bound, value: Bound, target: Bound, span: Span): Bound {
  const { type } = target;
  if (computed.type === type) return computed;
  if (implicitConversion(computed.type, type)) return convert(binder, computed, type);
  const shift = op === '<<' || op === '>>';
  const predefined = computed.kind === 'binary' || computed.kind === 'constant';
  const explicit = explicitConversion(computed.type, type);
  const operandFits =
    classifyImplicit(binder, value, type) !== undefined || (shift && classifyImplicit(binder, value, T.int));
  if (predefined && explicit && operandFits) return convertNode(binder, computed, explicit, type);
  if (predefined && explicit && classifyImplicit(binder, value, type) === undefined)
    return convert(binder, value, type, span);
  return convert(binder, computed, type, span);
}

/** Binds `++` and `--`. */
export function bindIncrement(binder: Binder, node: Expression & { kind: 'increment' }): Bound {
  const target = requireValue(binder, binder.expression(node.operand));
  if (isError(target)) return errorNode(node);
  if (!isWritable(target)) {
    reportNotAssignable(binder, target, 'increment');
    return errorNode(node);
  }
  const temp = binder.temp(target.type, target.span);
  const before = binder.read(temp, target.span);
  const user = binder.speculate(() =>
    bindOperator(binder, node.op === '++' ? '+' : '-', before, constantNode(1, T.int, node), node),
  );
  const computed = user.result;
  const conversion = isError(computed)
    ? undefined
    : (classifyImplicit(binder, computed, target.type) ?? explicitConversion(computed.type, target.type));
  if (!conversion || target.type === T.string || !supportsIncrement(target)) {
    const message = `Operator '${node.op}' cannot be applied to operand of type '${shortName(target.type)}'`;
    return binder.error('CS0023', message, node);
  }
  const value = applyConversion(binder, computed, conversion, target.type);
  return { kind: 'compound', target, temp, value, givesBefore: !node.prefix, type: target.type, span: node };
}

function supportsIncrement(target: Bound): boolean {
  const { type } = target;
  if (type.kind !== 'named') return false;
  const plain = type.name === 'System.Nullable' ? type.args[0] : type;
  return plain !== undefined && (isNumeric(plain) || plain.kind === 'named') && type !== T.bool && type !== T.object;
}
