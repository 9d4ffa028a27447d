import { underlyingNullable } from '../../dotnet/core/box.ts';
import {
  type Conversion,
  explicitConversion,
  IDENTITY,
  implicitConversion,
  integerRange,
  integerType,
  isNumeric,
  numericConverter,
} from '../../dotnet/core/conversion/index.ts';
import { defaultValue } from '../../dotnet/core/default-value.ts';
import { delegateSignature } from '../../dotnet/core/delegates.ts';
import { NetThrow } from '../../dotnet/core/exception.ts';
import { acceptsNull } from '../../dotnet/core/hierarchy.ts';
import { T, type TypeRef } from '../../dotnet/core/type-ref.ts';
import { universe } from '../../dotnet/core/universe.ts';
import { isTuple } from '../../dotnet/core/value-tuple.ts';
import { EnumValue } from '../../dotnet/core/values.ts';
import type { Span } from '../parse/syntax.ts';
import { type Binder, errorNode, isError } from './binder.ts';
import { type Bound, type BoundKind, NO_TYPE } from './bound.ts';
import { longName, shortName } from './display.ts';

/** What converting an expression (not merely its type) to a type comes to. */
export type ExpressionConversion =
  | Conversion
  | 'conditional'
  | 'constant'
  | 'zero'
  | 'default'
  | 'throw'
  | 'lambda'
  | 'methodGroup'
  | 'tuple';

/** The implicit conversion of an expression to a type (C# spec 10.2); undefined when there is none. Reports nothing. */
export function classifyImplicit(binder: Binder, value: Bound, to: TypeRef): ExpressionConversion | undefined {
  if (value.type === to) return IDENTITY;
  switch (value.type) {
    case NO_TYPE.error:
      return IDENTITY;
    case NO_TYPE.null:
      return acceptsNull(to) ? { kind: 'null' } : undefined;
    case NO_TYPE.default:
      return 'default';
    case NO_TYPE.throw:
      return 'throw';
    case NO_TYPE.lambda:
      return binder.constructs.lambdaConvertible(binder, value as BoundKind<'unboundLambda'>, to)
        ? 'lambda'
        : undefined;
    case NO_TYPE.methodGroup:
      return binder.constructs.methodGroupConvertible(binder, value as BoundKind<'methodGroup'>, to)
        ? 'methodGroup'
        : undefined;
    case NO_TYPE.tuple:
      return tupleConvertible(binder, value, to) ? 'tuple' : undefined;
    case NO_TYPE.conditional:
      return value.kind === 'unboundConditional' && bothConvert(binder, value, to) ? 'conditional' : undefined;
    case NO_TYPE.symbol:
    case NO_TYPE.declaration:
    case T.void:
      return undefined;
  }
  if (to === NO_TYPE.error) return IDENTITY;
  const byType = implicitConversion(value.type, to);
  if (byType) return byType;
  if (value.constant && isConstantConvertible(value, to)) return 'constant';
  if (isZeroForEnum(value, to)) return 'zero';
  if (value.kind === 'tuple' && tupleConvertible(binder, value, to)) return 'tuple';
  return undefined;
}

/** An `int` constant converts to any integer type that holds it; a `long` constant to `ulong` (C# spec 10.2.11). */
function isConstantConvertible(value: Bound, to: TypeRef): boolean {
  const target = integerType(underlyingNullable(to) ?? to);
  if (!target || (underlyingNullable(to) ?? to) === T.char) return false;
  if (value.type === T.int) {
    const { min, max } = integerRange(target);
    const number = BigInt(value.constant?.value as number);
    return number >= min && number <= max;
  }
  return value.type === T.long && target.bits === 64 && (value.constant?.value as bigint) >= 0n;
}

function isZeroForEnum(value: Bound, to: TypeRef): boolean {
  const target = underlyingNullable(to) ?? to;
  if (!universe().isEnum(target) || !isNumeric(value.type)) return false;
  const constant = value.constant?.value;
  return constant === 0 || constant === 0n;
}

/** Whether both branches of a conditional convert; later versions of C# then take it, this one says so. */
function bothConvert(binder: Binder, { whenTrue, whenFalse }: BoundKind<'unboundConditional'>, to: TypeRef): boolean {
  return [whenTrue, whenFalse].every((branch) => classifyImplicit(binder, branch, to) !== undefined);
}

function tupleConvertible(binder: Binder, value: Bound, to: TypeRef): boolean {
  const target = underlyingNullable(to) ?? to;
  if (value.kind !== 'tuple' || !isTuple(target) || target.args.length !== value.items.length) return false;
  return value.items.every((item, i) => classifyImplicit(binder, item, target.args[i] as TypeRef) !== undefined);
}

/**
 * Converts implicitly, as an assignment does. Reports CS0029, CS0266 and their kin when that is not possible.
 * @param span where the message points; the expression itself when left out
 */
export function convert(binder: Binder, value: Bound, to: TypeRef, span: Span = value.span): Bound {
  if (isError(value) || to === NO_TYPE.error) return value.type === to ? value : { ...errorNode(value.span) };
  if (value.type === to) return value;
  const conversion = classifyImplicit(binder, value, to);
  if (conversion === undefined) {
    reportNoImplicit(binder, value, to, span);
    return errorNode(value.span);
  }
  return applyConversion(binder, value, conversion, to);
}

/** Makes the node for a conversion that has been found. */
export function applyConversion(binder: Binder, value: Bound, conversion: ExpressionConversion, to: TypeRef): Bound {
  const { span } = value;
  switch (conversion) {
    case 'default':
      return defaultNode(to, span);
    case 'throw':
      return { ...value, type: to };
    case 'conditional':
      return reportLaterConditional(binder, value as BoundKind<'unboundConditional'>);
    case 'lambda':
      return binder.constructs.convertLambda(binder, value as BoundKind<'unboundLambda'>, to);
    case 'methodGroup':
      return binder.constructs.convertMethodGroup(binder, value as BoundKind<'methodGroup'>, to);
    case 'tuple':
      return convertTuple(binder, value as BoundKind<'tuple'>, to);
    case 'zero':
      return { kind: 'constant', type: to, span, constant: { value: new EnumValue(underlyingNullable(to) ?? to, 0) } };
    case 'constant': {
      const target = underlyingNullable(to) ?? to;
      const constant = numericConverter(value.type, target, false)(value.constant?.value);
      return { kind: 'constant', type: to, span, constant: { value: constant } };
    }
  }
  if (conversion.kind === 'identity') return value;
  if (conversion.kind === 'null') return { kind: 'default', type: to, span };
  return convertNode(binder, value, conversion, to);
}

/** Wraps `value` in a conversion, folding constants. */
export function convertNode(binder: Binder, value: Bound, conversion: Conversion, to: TypeRef): Bound {
  const isChecked = binder.checkedContext === true;
  const node = { kind: 'convert', operand: value, conversion, isChecked, type: to, span: value.span } as const;
  if (value.constant) {
    if (conversion.kind === 'numeric') {
      return {
        ...node,
        constant: { value: numericConverter(conversion.from, conversion.to, false)(value.constant.value) },
      };
    }
    if (conversion.kind === 'identity' || (conversion.kind === 'reference' && value.constant.value === null)) {
      return { ...node, constant: value.constant };
    }
  }
  return node;
}

/** `default(to)`. */
export function defaultNode(to: TypeRef, span: Span): Bound {
  const isConstant = isNumeric(to) || to === T.bool || universe().isEnum(to);
  const node = { kind: 'default', type: to, span } as const;
  return isConstant || universe().isReferenceType(to) ? { ...node, constant: { value: defaultValue(to) } } : node;
}

function convertTuple(binder: Binder, value: BoundKind<'tuple'>, to: TypeRef): Bound {
  const target = underlyingNullable(to) ?? to;
  const args = isTuple(target) ? target.args : [];
  const items = value.items.map((item, i) => convert(binder, item, args[i] as TypeRef));
  return { ...value, items, type: target };
}

/** Converts as a cast does. Reports CS0030 and its kin when that is not possible. */
export function cast(binder: Binder, value: Bound, to: TypeRef, span: Span): Bound {
  if (isError(value) || to === NO_TYPE.error) return errorNode(span);
  if (value.type === to) return { ...value, span };
  if (value.constant && isNumeric(value.type) && isNumeric(underlyingNullable(to) ?? to)) {
    return castConstant(binder, value, to, span);
  }
  const implicit = classifyImplicit(binder, value, to);
  if (implicit !== undefined) return { ...applyConversion(binder, value, implicit, to), span };
  const pseudo = Object.values(NO_TYPE).includes(value.type as (typeof NO_TYPE)['null']);
  const conversion = pseudo || value.type === T.void ? undefined : explicitConversion(value.type, to);
  if (conversion) return { ...convertNode(binder, value, conversion, to), span };
  if (value.kind === 'tuple' && isTuple(to) && to.args.length === value.items.length) {
    const items = value.items.map((item, i) => cast(binder, item, to.args[i] as TypeRef, item.span));
    return { ...value, items, type: to };
  }
  reportNoExplicit(binder, value, to, span);
  return errorNode(span);
}

function castConstant(binder: Binder, value: Bound, to: TypeRef, span: Span): Bound {
  const target = underlyingNullable(to) ?? to;
  const checked = binder.checkedContext !== false;
  try {
    const result = numericConverter(value.type, target, checked)(value.constant?.value);
    const constant = { kind: 'constant', type: target, span, constant: { value: result } } as const;
    return target === to ? constant : { kind: 'constant', type: to, span, constant: { value: result } };
  } catch (error) {
    if (!(error instanceof NetThrow)) throw error;
    const text = constantText(value);
    if (target === T.decimal || value.type === T.decimal) {
      return binder.error('CS0031', `Constant value '${text}' cannot be converted to a '${shortName(target)}'`, span);
    }
    const message = `Constant value '${text}' cannot be converted to a '${shortName(target)}' (use 'unchecked' syntax to override)`;
    return binder.error('CS0221', message, span);
  }
}

function constantText({ type, constant }: Bound): string {
  const value = constant?.value;
  if (type === T.char) return String.fromCharCode(value as number);
  if (type === T.decimal) return `${value}M`;
  return type === T.float || type === T.double ? realText(value as number, type) : String(value);
}

/** The number with the fewest digits that reads back as the same `float`. */
function shortestFloat(value: number): number {
  for (let digits = 1; digits < 9; digits++) {
    const candidate = Number(value.toPrecision(digits));
    if (Math.fround(candidate) === value) return candidate;
  }
  return Number(value.toPrecision(9));
}

/** The number as .NET writes it: with an exponent once its size exceeds the digits it is known to. */
function realText(value: number, type: TypeRef): string {
  if (!Number.isFinite(value)) return String(value);
  const shortest = type === T.float ? shortestFloat(value) : value;
  const [mantissa, exponent] = shortest.toExponential().split('e') as [string, string];
  const digits = mantissa.replace(/\D/g, '').length;
  const power = Number(exponent);
  if (power < Math.max(digits, type === T.float ? 7 : 15) && power >= -5) return String(shortest);
  return `${mantissa}E${exponent[0]}${exponent.slice(1).padStart(2, '0')}`;
}

/** Says why an implicit conversion is missing, as the compiler does. */
function reportNoImplicit(binder: Binder, value: Bound, to: TypeRef, span: Span): void {
  switch (value.type) {
    case NO_TYPE.null:
      binder.report(
        'CS0037',
        `Cannot convert null to '${shortName(to)}' because it is a non-nullable value type`,
        span,
      );
      return;
    case NO_TYPE.lambda:
      binder.constructs.convertLambda(binder, value as BoundKind<'unboundLambda'>, to);
      return;
    case NO_TYPE.methodGroup:
      binder.constructs.convertMethodGroup(binder, value as BoundKind<'methodGroup'>, to);
      return;
  }
  if (value.kind === 'unboundConditional') {
    reportConditional(binder, value, to);
    return;
  }
  const target = underlyingNullable(to) ?? to;
  if (value.constant && (value.type === T.int || value.type === T.long) && integerType(target) && target !== T.char) {
    if (value.type === T.int || explicitConversion(value.type, to) === undefined) {
      const message = `Constant value '${constantText(value)}' cannot be converted to a '${shortName(target)}'`;
      binder.report('CS0031', message, span);
      return;
    }
  }
  const pseudo = value.type === NO_TYPE.tuple || value.type === NO_TYPE.symbol;
  const exists = !pseudo && value.type !== T.void && explicitConversion(value.type, to) !== undefined;
  const from = longName(value.type);
  if (value.constant && value.type === T.double && (to === T.float || to === T.decimal)) {
    const suffix = to === T.float ? 'F' : 'M';
    const message = `Literal of type double cannot be implicitly converted to type '${shortName(to)}'; use an '${suffix}' suffix to create a literal of this type`;
    binder.report('CS0664', message, span);
    return;
  }
  if (exists) {
    const message = `Cannot implicitly convert type '${from}' to '${longName(to)}'. An explicit conversion exists (are you missing a cast?)`;
    binder.report('CS0266', message, span);
  } else binder.report('CS0029', `Cannot implicitly convert type '${from}' to '${longName(to)}'`, span);
}

/** A branch that does not fit the target is the error; when both fit, only a later version of C# would take it. */
function reportConditional(binder: Binder, value: BoundKind<'unboundConditional'>, to: TypeRef): void {
  const branches = [value.whenTrue, value.whenFalse];
  const wrong = branches.filter((branch) => classifyImplicit(binder, branch, to) === undefined);
  for (const branch of wrong) {
    if (branch.type === NO_TYPE.null || branch.kind === 'unboundConditional')
      reportNoImplicit(binder, branch, to, branch.span);
    else {
      const message = `Cannot implicitly convert type '${longName(branch.type)}' to '${longName(to)}'`;
      binder.report('CS0029', message, branch.span);
    }
  }
  if (wrong.length === 0) reportLaterConditional(binder, value);
}

function reportLaterConditional(binder: Binder, value: BoundKind<'unboundConditional'>): Bound {
  const message = `Conditional expression is not valid in language version 7.3 because a common type was not found between ${branchNames(value, shortName)}. To use a target-typed conversion, upgrade to language version 9.0 or greater.`;
  return binder.error('CS8957', message, value.span);
}

function branchNames(value: BoundKind<'unboundConditional'>, nameOf: (type: TypeRef) => string): string {
  return `'${nameOf(value.whenTrue.type)}' and '${nameOf(value.whenFalse.type)}'`;
}

/** Says that a conditional needs a type where nothing gives it one. */
export function reportUntypedConditional(binder: Binder, value: BoundKind<'unboundConditional'>): Bound {
  const message = `Type of conditional expression cannot be determined because there is no implicit conversion between ${branchNames(value, longName)}`;
  return binder.error('CS0173', message, value.span);
}

/** Says that `default` needs a type where nothing gives it one. */
export function reportUntypedDefault(binder: Binder, value: Bound): Bound {
  return binder.error('CS8716', 'There is no target type for the default literal.', value.span);
}

function isReportedAsImplicit({ type }: Bound): boolean {
  return (
    type === NO_TYPE.null || type === NO_TYPE.lambda || type === NO_TYPE.methodGroup || type === NO_TYPE.conditional
  );
}

function reportNoExplicit(binder: Binder, value: Bound, to: TypeRef, span: Span): void {
  if (value.kind === 'methodGroup' && !delegateSignature(to)) {
    binder.report('CS0030', `Cannot convert type 'method' to '${shortName(to)}'`, span);
    return;
  }
  if (isReportedAsImplicit(value)) {
    reportNoImplicit(binder, value, to, value.type === NO_TYPE.null ? span : value.span);
    return;
  }
  binder.report('CS0030', `Cannot convert type '${longName(value.type)}' to '${longName(to)}'`, span);
}
