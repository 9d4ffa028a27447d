import { underlyingNullable } from '../../dotnet/core/box.ts';
import { explicitConversion } from '../../dotnet/core/conversion/index.ts';
import { acceptsNull } from '../../dotnet/core/hierarchy.ts';
import { T, type TypeRef } from '../../dotnet/core/type-ref.ts';
import { universe } from '../../dotnet/core/universe.ts';
import type { Designation, Pattern } from '../parse/syntax.ts';
import { type Binder, isError } from './binder.ts';
import { type BoundPattern, NO_TYPE } from './bound.ts';
import { classifyImplicit, convert } from './conversions.ts';
import { shortName } from './display.ts';
import { bindType } from './type-names.ts';
import { bindValueOrUntyped } from './values.ts';
import { Variable } from './variables.ts';

/** Binds the pattern that a value of `inputType` is matched against. */
export function bindPattern(binder: Binder, node: Pattern, inputType: TypeRef, isLabel = false): BoundPattern {
  switch (node.kind) {
    case 'constantPattern':
      return bindConstant(binder, node, inputType, isLabel);
    case 'varPattern':
      return { kind: 'var', variable: designate(binder, node.designation, inputType), inputType };
    case 'declarationPattern': {
      const type = bindType(binder, node.type);
      const variable = designate(binder, node.designation, type);
      if (type !== NO_TYPE.error && inputType !== NO_TYPE.error) {
        if (underlyingNullable(type)) {
          const message = `It is not legal to use nullable type '${shortName(type)}' in a pattern; use the underlying type '${shortName(underlyingNullable(type) as TypeRef)}' instead.`;
          binder.report('CS8116', message, node.type);
        } else if (inputType !== NO_TYPE.null && !canBe(inputType, type)) {
          const message = `An expression of type '${shortName(inputType)}' cannot be handled by a pattern of type '${shortName(type)}'.`;
          binder.report('CS8121', message, node.type);
        }
      }
      return { kind: 'type', tested: type, variable, inputType };
    }
  }
}

/** Whether a value of one type may be one of another without becoming another value. */
function canBe(from: TypeRef, to: TypeRef): boolean {
  const conversion = explicitConversion(from, to);
  if (!conversion) return false;
  const { kind } = conversion.kind === 'nullable' ? conversion.inner : conversion;
  return kind !== 'numeric' && kind !== 'enum' && kind !== 'user';
}

function designate(binder: Binder, node: Designation, type: TypeRef): Variable | undefined {
  if (node.kind === 'discard') return undefined;
  if (node.kind === 'parenthesized') {
    binder.report(
      'CS8370',
      "Feature 'recursive patterns' is not available in C# 7.3. Please use language version 8.0 or greater.",
      node,
    );
    return undefined;
  }
  const variable = new Variable(node.name, type, node, binder.current);
  binder.declare(variable);
  return variable;
}

function bindConstant(
  binder: Binder,
  node: Pattern & { kind: 'constantPattern' },
  inputType: TypeRef,
  isLabel: boolean,
): BoundPattern {
  const value = bindValueOrUntyped(binder, node.value);
  const nothing: BoundPattern = { kind: 'constant', value: undefined, type: NO_TYPE.error, inputType };
  if (isError(value) || inputType === NO_TYPE.error) return nothing;
  if (!value.constant) {
    if (isLabel) binder.report('CS9135', `A constant value of type '${shortName(inputType)}' is expected`, value.span);
    else binder.report('CS0150', 'A constant value is expected', value.span);
    return nothing;
  }
  if (value.type === NO_TYPE.null) {
    if (!acceptsNull(inputType)) {
      const message = `Cannot convert null to '${shortName(inputType)}' because it is a non-nullable value type`;
      binder.report('CS0037', message, value.span);
    }
    return { kind: 'constant', value: null, type: inputType, inputType };
  }
  const input = underlyingNullable(inputType) ?? inputType;
  if (classifyImplicit(binder, value, input) !== undefined && !classifyBoxes(inputType)) {
    const converted = convert(binder, value, input);
    const constant = converted.constant ?? (value.constant as { readonly value: unknown });
    return { kind: 'constant', value: constant.value, type: input, inputType };
  }
  if (canBe(inputType, value.type))
    return { kind: 'constant', value: value.constant.value, type: value.type, inputType };
  convert(binder, value, inputType);
  return nothing;
}

/** Against `object` or an interface a constant is compared with its own type. */
function classifyBoxes(inputType: TypeRef): boolean {
  return inputType === T.object || universe().isInterface(inputType);
}
