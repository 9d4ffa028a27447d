import { underlyingNullable } from '../../dotnet/core/box.ts';
import { explicitConversion } from '../../dotnet/core/conversion/index.ts';
import { named, T, type TypeRef } from '../../dotnet/core/type-ref.ts';
import { universe } from '../../dotnet/core/universe.ts';
import type { Expression, TypeSyntax } from '../parse/syntax.ts';
import { hasType } from './best-common-type.ts';
import { type Binder, errorNode, isError } from './binder.ts';
import { type Bound, NO_TYPE } from './bound.ts';
import { cast, convert, defaultNode, reportUntypedConditional, reportUntypedDefault } from './conversions.ts';
import { longName, shortName } from './display.ts';
import { constantNode } from './literals.ts';
import { bindPattern } from './patterns.ts';
import { bindType } from './type-names.ts';
import { bindValueOrUntyped } from './values.ts';

/** Binds `(T)x`. */
export function bindCast(binder: Binder, node: Expression & { kind: 'cast' }): Bound {
  const type = bindType(binder, node.type);
  const operand = bindValueOrUntyped(binder, node.operand);
  return cast(binder, operand, type, node);
}

/** Binds `x is T`; a name that is no type is a constant pattern. */
export function bindIsType(binder: Binder, node: Expression & { kind: 'isType' }): Bound {
  const asType = binder.speculate(() => bindType(binder, node.type));
  if (asType.errors.length > 0) {
    const constant = typeAsExpression(node.type);
    if (constant) {
      const asValue = binder.speculate(() => binder.expression(constant));
      if (asValue.errors.length === 0 && asValue.result.kind !== 'typeName') {
        const operand = bindValueOrUntyped(binder, node.operand);
        const pattern = bindPattern(
          binder,
          { kind: 'constantPattern', value: constant, start: node.type.start, end: node.type.end },
          operand.type,
        );
        return { kind: 'isPattern', operand, pattern, type: T.bool, span: node };
      }
    }
    binder.errors.push(...asType.errors);
    bindValueOrUntyped(binder, node.operand);
    return errorNode(node);
  }
  const operand = bindOperand(binder, node.operand, 'is', node);
  if (isError(operand)) return errorNode(node);
  return { kind: 'isType', operand, tested: asType.result, type: T.bool, span: node };
}

function bindOperand(binder: Binder, node: Expression, op: string, whole: Expression): Bound {
  const operand = bindValueOrUntyped(binder, node);
  if (isError(operand) || operand.type === NO_TYPE.null) return operand;
  if (operand.kind === 'unboundConditional') return reportUntypedConditional(binder, operand);
  if (operand.kind === 'defaultLiteral') return reportUntypedDefault(binder, operand);
  if (!hasType(operand) || operand.type === T.void) {
    const message =
      operand.type === NO_TYPE.lambda || operand.type === NO_TYPE.methodGroup
        ? "The first operand of an 'is' or 'as' operator may not be a lambda expression, anonymous method, or method group."
        : `Operator '${op}' cannot be applied to operand of type '${shortName(operand.type)}'`;
    return binder.error(message.startsWith('The') ? 'CS0837' : 'CS0023', message, whole);
  }
  return operand;
}

/** The dotted name of a type read as an expression: `JTokenType.Null`. */
function typeAsExpression(node: TypeSyntax): Expression | undefined {
  if (node.kind !== 'namedType') return undefined;
  let result: Expression | undefined;
  for (const part of node.parts) {
    if (part.typeArgs) return undefined;
    result = result
      ? { kind: 'member', target: result, name: part, start: result.start, end: part.end }
      : { kind: 'name', ...part };
  }
  return result;
}

/** Binds `x is pattern`. */
export function bindIsPattern(binder: Binder, node: Expression & { kind: 'isPattern' }): Bound {
  const operand = bindOperand(binder, node.operand, 'is', node);
  const pattern = bindPattern(binder, node.pattern, operand.type);
  if (isError(operand)) return errorNode(node);
  return { kind: 'isPattern', operand, pattern, type: T.bool, span: node };
}

/** Binds `x as T`. */
export function bindAs(binder: Binder, node: Expression & { kind: 'as' }): Bound {
  const operand = bindOperand(binder, node.operand, 'as', node);
  const type = bindType(binder, node.type);
  if (isError(operand) || type === NO_TYPE.error) return errorNode(node);
  if (universe().isValueType(type) && !underlyingNullable(type)) {
    const message = `The as operator must be used with a reference type or nullable type ('${shortName(type)}' is a non-nullable value type)`;
    return binder.error('CS0077', message, node);
  }
  if (operand.type === NO_TYPE.null) return { kind: 'default', type, span: node };
  const conversion = explicitConversion(operand.type, type);
  if (!conversion || conversion.kind === 'user' || conversion.kind === 'numeric') {
    const message = `Cannot convert type '${longName(operand.type)}' to '${longName(type)}' via a reference conversion, boxing conversion, unboxing conversion, wrapping conversion, or null type conversion`;
    return binder.error('CS0039', message, node);
  }
  return { kind: 'as', operand, type, span: node };
}

/** Binds `default` and `default(T)`. */
export function bindDefault(binder: Binder, node: Expression & { kind: 'default' }): Bound {
  if (!node.type) return { kind: 'defaultLiteral', type: NO_TYPE.default, span: node };
  const type = bindType(binder, node.type);
  return type === NO_TYPE.error ? errorNode(node) : defaultNode(type, node);
}

/** Binds `typeof(T)`. */
export function bindTypeof(binder: Binder, node: Expression & { kind: 'typeof' }): Bound {
  const type = bindType(binder, node.type);
  if (type === NO_TYPE.error) return errorNode(node);
  return { kind: 'typeof', named: type, type: named('System.Type'), span: node };
}

const SIZES: ReadonlyMap<TypeRef, number> = new Map<TypeRef, number>([
  [T.bool, 1],
  [T.byte, 1],
  [T.sbyte, 1],
  [T.short, 2],
  [T.ushort, 2],
  [T.char, 2],
  [T.int, 4],
  [T.uint, 4],
  [T.float, 4],
  [T.long, 8],
  [T.ulong, 8],
  [T.double, 8],
  [T.decimal, 16],
]);

/** Binds `sizeof(T)` of a predefined type. */
export function bindSizeof(binder: Binder, node: Expression & { kind: 'sizeof' }): Bound {
  const type = bindType(binder, node.type);
  if (type === NO_TYPE.error) return errorNode(node);
  const size = SIZES.get(type);
  if (size !== undefined) return constantNode(size, T.int, node);
  const message = `'${shortName(type)}' does not have a predefined size, therefore sizeof can only be used in an unsafe context`;
  return binder.error('CS0233', message, node);
}

/** Binds a throw expression, which takes any type. */
export function bindThrow(binder: Binder, node: Expression & { kind: 'throw' }): Bound {
  const value = bindException(binder, node.value);
  return isError(value) ? errorNode(node) : { kind: 'throw', value, type: NO_TYPE.throw, span: node };
}

/** Binds what is thrown: an exception or null. */
export function bindException(binder: Binder, node: Expression): Bound {
  const value = bindValueOrUntyped(binder, node);
  const exception = universe().find('System.Exception')?.self as TypeRef | undefined;
  if (isError(value) || !exception) return value;
  if (value.type === NO_TYPE.null) return convert(binder, value, exception);
  const converted = binder.speculate(() => convert(binder, value, exception));
  if (converted.errors.length > 0) {
    return binder.error('CS0155', 'The type caught or thrown must be derived from System.Exception', value.span);
  }
  return converted.result;
}
