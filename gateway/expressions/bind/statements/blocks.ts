import type { ParameterInfo } from '../../../dotnet/core/members.ts';
import { parameter, T, type TypeRef, typeName } from '../../../dotnet/core/type-ref.ts';
import { ExpressionSyntaxError } from '../../compile-error.ts';
import type { Block, Statement } from '../../parse/syntax.ts';
import type { Binder } from '../binder.ts';
import { type BoundStatement, NO_TYPE } from '../bound.ts';
import { convert } from '../conversions.ts';
import { bindType, tupleNamesOf } from '../type-names.ts';
import { bindValueOrUntyped } from '../values.ts';
import { FunctionInfo, Label, LocalFunction, Variable } from '../variables.ts';

type LocalFunctionSyntax = Statement & { kind: 'localFunction' };

/** Binds `{ … }` as a scope of its own. */
export function bindBlock(binder: Binder, node: Block): BoundStatement {
  return binder.inScope((scope) => {
    const statements = bindStatements(binder, node.statements);
    return { kind: 'block', variables: scope.variables, statements, span: node };
  });
}

/** Binds the body of an `if` or loop, which has a scope for what its expressions declare. */
export function embedded(binder: Binder, node: Statement): BoundStatement {
  if (node.kind === 'block') return binder.block(node);
  return binder.inScope((scope) => {
    const statement = binder.statement(node);
    return { kind: 'block', variables: scope.variables, statements: [statement], span: node };
  });
}

/** Binds a list of statements in the current scope: local functions are known throughout, locals from their declaration on. */
export function bindStatements(binder: Binder, nodes: readonly Statement[]): BoundStatement[] {
  for (const node of nodes) {
    if (node.kind === 'local') for (const each of node.declarators) binder.scope.later.set(each.name, each.nameSpan);
    declareLabels(binder, node);
  }
  const functions: [LocalFunctionSyntax, LocalFunction][] = [];
  for (const node of nodes) {
    if (node.kind === 'localFunction') functions.push([node, declareFunction(binder, node)]);
  }
  const statements: BoundStatement[] = [];
  for (const node of nodes) {
    let inner = node;
    while (inner.kind === 'labeled') {
      const label = binder.scope.labels.get(inner.label);
      if (label) statements.push({ kind: 'label', label, span: inner.labelSpan });
      inner = inner.statement;
    }
    statements.push(binder.statement(inner));
  }
  // Bodies come last: they may use variables that are declared further down.
  for (const [node, target] of functions) if (!target.generic) bindFunctionBody(binder, node, target);
  return statements;
}

function declareLabels(binder: Binder, node: Statement): void {
  for (let each = node; each.kind === 'labeled'; each = each.statement) {
    if (binder.scope.labels.has(each.label)) {
      binder.report('CS0140', `The label '${each.label}' is a duplicate`, each.labelSpan);
    } else binder.scope.labels.set(each.label, new Label(each.label));
  }
}

function declareFunction(binder: Binder, node: LocalFunctionSyntax): LocalFunction {
  const { typeParameters } = node;
  const target = typeParameters.length === 0 ? createFunction(binder, node) : createGeneric(binder, node);
  if (binder.checkName(node.name, node.nameSpan)) binder.scope.add(target);
  return target;
}

function createFunction(binder: Binder, node: LocalFunctionSyntax): LocalFunction {
  const isVoid = node.returns.kind === 'predefinedType' && node.returns.name === 'void';
  const returns = isVoid ? T.void : bindType(binder, node.returns);
  const parameters: ParameterInfo[] = node.parameters.map((each) => {
    const type: TypeRef = each.type ? bindType(binder, each.type) : NO_TYPE.error;
    const modifier = each.modifier === 'in' ? '' : each.modifier;
    const fallback = each.defaultValue && convert(binder, bindValueOrUntyped(binder, each.defaultValue), type);
    if (fallback && !fallback.constant && fallback.kind !== 'default') {
      binder.report('CS1736', `Default parameter value for '${each.name}' must be a compile-time constant`, each);
    }
    return { name: each.name, type, modifier, defaultValue: fallback && { value: fallback.constant?.value } };
  });
  const info = new FunctionInfo(binder.current, node.name, returns);
  const target = new LocalFunction(node.name, info, returns, parameters, node.nameSpan);
  target.tupleNames = tupleNamesOf(node.returns);
  return target;
}

/** Most instances of one generic local function; only endless recursion through ever larger types needs more. */
const MAX_INSTANCES = 50;

/** A generic local function: its signature is open, and its body is bound anew for each list of type arguments. */
function createGeneric(binder: Binder, node: LocalFunctionSyntax): LocalFunction {
  const { scope, current } = binder;
  const typeParameters = node.typeParameters.map((name) => parameter(`${node.name} at ${node.start}.${name}`));
  const withTypes = <R>(types: readonly TypeRef[], bind: () => R): R => {
    const outer = { scope: binder.scope, current: binder.current };
    Object.assign(binder, { scope, current });
    try {
      return binder.inScope((inner) => {
        inner.types = new Map(node.typeParameters.map((name, i) => [name, types[i] as TypeRef]));
        return bind();
      });
    } finally {
      Object.assign(binder, outer);
    }
  };
  const target = withTypes(typeParameters, () => createFunction(binder, node));
  const instances = new Map<string, LocalFunction>();
  target.generic = {
    typeParameters,
    instantiate: (typeArgs) => {
      const key = typeArgs.map(typeName).join(',');
      const known = instances.get(key);
      if (known) return known;
      if (instances.size >= MAX_INSTANCES) {
        throw new ExpressionSyntaxError(
          'CS8078',
          'An expression is too long or complex to compile',
          node.start,
          node.end,
        );
      }
      return withTypes(typeArgs, () => {
        const instance = createFunction(binder, node);
        instances.set(key, instance);
        bindFunctionBody(binder, node, instance);
        return instance;
      });
    },
  };
  return target;
}

function bindFunctionBody(binder: Binder, node: LocalFunctionSyntax, target: LocalFunction): void {
  const { info } = target;
  binder.inFunction(info, () => {
    for (const [i, each] of node.parameters.entries()) {
      const { type, modifier } = target.parameters[i] as ParameterInfo;
      const byReference = modifier === 'ref' || modifier === 'out' ? modifier : '';
      const variable = new Variable(each.name, type, each.nameSpan, info, {
        assigned: modifier !== 'out',
        byReference,
      });
      variable.tupleNames = tupleNamesOf(each.type);
      info.parameters.push(variable);
      binder.declare(variable);
    }
    binder.returned = undefined;
    if (node.body.kind === 'block') {
      info.body = binder.block(node.body);
      return;
    }
    const value = bindValueOrUntyped(binder, node.body);
    info.body =
      target.returns === T.void
        ? { kind: 'expression', value, span: node.body }
        : {
            kind: 'return',
            result: { value: convert(binder, value, target.returns), span: node.body },
            span: node.body,
          };
  });
}
