import { isNumeric } from '../../../dotnet/core/conversion/index.ts';
import { T, type TypeRef } from '../../../dotnet/core/type-ref.ts';
import { universe } from '../../../dotnet/core/universe.ts';
import type { Declarator, LocalDeclaration } from '../../parse/syntax.ts';
import { bindArrayInitializer } from '../arrays.ts';
import { type Binder, errorNode, isError } from '../binder.ts';
import { type Bound, type BoundStatement, NO_TYPE } from '../bound.ts';
import { convert, reportUntypedConditional, reportUntypedDefault } from '../conversions.ts';
import { longName, shortName } from '../display.ts';
import { isLiteral } from '../operators/equality.ts';
import { bindType, tupleNamesOf } from '../type-names.ts';
import { bindValueOrUntyped } from '../values.ts';
import { Variable } from '../variables.ts';

/** Binds a declaration of local variables or constants. */
export function bindLocal(binder: Binder, node: LocalDeclaration): BoundStatement {
  const statements = bindDeclarators(binder, node);
  const [only] = statements;
  if (statements.length === 1 && only) return only;
  return { kind: 'block', variables: [], statements, span: node };
}

/** Binds each declarator; the variables belong to the current scope. */
export function bindDeclarators(binder: Binder, node: LocalDeclaration): BoundStatement[] {
  if (!node.type && node.declarators.length > 1) {
    binder.report('CS0819', 'Implicitly-typed variables cannot have multiple declarators', {
      start: node.start,
      end: (node.declarators.at(-1) as Declarator).end,
    });
  }
  const declared = node.type && bindType(binder, node.type);
  return node.declarators.map((declarator) => bindDeclarator(binder, node, declarator, declared));
}

function bindDeclarator(
  binder: Binder,
  node: LocalDeclaration,
  declarator: Declarator,
  declared: TypeRef | undefined,
): BoundStatement {
  const { name, nameSpan } = declarator;
  const variable = new Variable(name, declared ?? NO_TYPE.error, nameSpan, binder.current);
  const value = declared ? bindTyped(binder, declarator, declared) : bindInferred(binder, declarator);
  variable.holdsLiteral = value !== undefined && isLiteral(value);
  if (!declared && value) {
    variable.type = value.type;
    variable.tupleNames = value.tupleNames;
  }
  if (node.type) variable.tupleNames = tupleNamesOf(node.type);
  binder.declare(variable);
  if (node.isConst) return bindConstant(binder, node, declarator, variable, value);
  return { kind: 'declare', variable, value, span: declarator };
}

function bindTyped(binder: Binder, { value }: Declarator, type: TypeRef): Bound | undefined {
  if (!value) return undefined;
  if (value.kind === 'arrayInitializer')
    return type === NO_TYPE.error ? errorNode(value) : bindArrayInitializer(binder, value, type, value);
  return convert(binder, bindValueOrUntyped(binder, value), type);
}

function bindInferred(binder: Binder, declarator: Declarator): Bound {
  const { value, nameSpan } = declarator;
  if (!value) return binder.error('CS0818', 'Implicitly-typed variables must be initialized', nameSpan);
  if (value.kind === 'arrayInitializer') {
    return binder.error(
      'CS0820',
      'Cannot initialize an implicitly-typed variable with an array initializer',
      declarator,
    );
  }
  const bound = bindValueOrUntyped(binder, value);
  if (bound.kind === 'unboundConditional') return reportUntypedConditional(binder, bound);
  switch (bound.type) {
    case NO_TYPE.lambda:
    case NO_TYPE.methodGroup:
      return binder.error(
        'CS8370',
        "Feature 'inferred delegate type' is not available in C# 7.3. Please use language version 10.0 or greater.",
        value,
      );
    case NO_TYPE.default:
      return reportUntypedDefault(binder, bound);
    case NO_TYPE.null:
    case NO_TYPE.throw:
    case NO_TYPE.tuple:
    case T.void: {
      const text = bound.type === NO_TYPE.tuple ? '(tuple)' : longName(bound.type);
      return binder.error('CS0815', `Cannot assign ${text} to an implicitly-typed variable`, declarator);
    }
  }
  return bound;
}

function bindConstant(
  binder: Binder,
  node: LocalDeclaration,
  declarator: Declarator,
  variable: Variable,
  value: Bound | undefined,
): BoundStatement {
  const { type } = variable;
  if (!node.type) binder.report('CS0822', 'Implicitly-typed variables cannot be constant', node);
  else if (!value) binder.report('CS0145', 'A const field requires a value to be provided', declarator.nameSpan);
  else if (type !== NO_TYPE.error && !isConstantType(type)) {
    if (value.constant?.value !== null && value.kind !== 'default') {
      const message = `A const field of a reference type other than string can only be initialized with null.`;
      const isReference = universe().isReferenceType(type);
      if (isReference)
        binder.report('CS0134', `'${variable.name}' is of type '${longName(type)}'. ${message}`, declarator);
      else binder.report('CS0283', `The type '${shortName(type)}' cannot be declared const`, node.typeSpan);
    }
  } else if (!isError(value) && !value.constant) {
    binder.report('CS0133', `The expression being assigned to '${variable.name}' must be constant`, value.span);
  }
  variable.constant = value?.constant ?? { value: null };
  return { kind: 'declare', variable, value, span: declarator };
}

function isConstantType(type: TypeRef): boolean {
  return isNumeric(type) || type === T.bool || type === T.string || universe().isEnum(type);
}
