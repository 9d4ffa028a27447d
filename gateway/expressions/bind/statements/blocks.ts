import type { ParameterInfo } from '../../../dotnet/core/members.ts';
import { T, type TypeRef } from '../../../dotnet/core/type-ref.ts';
import type { Block, Statement } from '../../parse/syntax.ts';
import type { Binder } from '../binder.ts';
import { type BoundStatement, NO_TYPE } from '../bound.ts';
import { convert } from '../conversions.ts';
import { bindType, tupleNamesOf } from '../type-names.ts';
import { bindValueOrUntyped } from '../values.ts';
import { FunctionInfo, LocalFunction, Variable } from '../variables.ts';

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
  }
  const functions: [LocalFunctionSyntax, LocalFunction][] = [];
  for (const node of nodes) if (node.kind === 'localFunction') functions.push([node, declareFunction(binder, node)]);
  const statements = nodes.map((node) => binder.statement(node));
  // Bodies come last: they may use variables that are declared further down.
  for (const [node, target] of functions) bindFunctionBody(binder, node, target);
  return statements;
}

function declareFunction(binder: Binder, node: LocalFunctionSyntax): LocalFunction {
  const isVoid = node.returns.kind === 'predefinedType' && node.returns.name === 'void';
  const returns = isVoid ? T.void : bindType(binder, node.returns);
  if (node.typeParameters.length > 0) {
    binder.report('APIM', 'Generic local functions are not supported in policy expressions', node.nameSpan);
  }
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
  if (binder.checkName(node.name, node.nameSpan)) binder.scope.add(target);
  return target;
}

function bindFunctionBody(binder: Binder, node: LocalFunctionSyntax, target: LocalFunction): void {
  const { info } = target;
  binder.inFunction(info, () => {
    for (const [i, parameter] of node.parameters.entries()) {
      const { type, modifier } = target.parameters[i] as ParameterInfo;
      const byReference = modifier === 'ref' || modifier === 'out' ? modifier : '';
      const variable = new Variable(parameter.name, type, parameter, info, {
        assigned: modifier !== 'out',
        byReference,
      });
      variable.tupleNames = tupleNamesOf(parameter.type);
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
