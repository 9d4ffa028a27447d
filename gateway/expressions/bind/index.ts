/** Binding: from syntax to the bound tree, with everything typed and every error found. */
import { T, type TypeRef } from '../../dotnet/core/type-ref.ts';
import '../../dotnet/core/nullable.ts';
import '../../dotnet/core/type-object.ts';
import type { CompileError } from '../compile-error.ts';
import type { Expression, PolicyExpressionSyntax } from '../parse/syntax.ts';
import { bindAnonymousObject } from './anonymous-objects.ts';
import { bindNewArray } from './arrays.ts';
import { bindAssignment, bindIncrement } from './assignment.ts';
import { bestCommonType } from './best-common-type.ts';
import { Binder, type ConstructTable, isError } from './binder.ts';
import { type Bound, NO_TYPE, type ReturnResult } from './bound.ts';
import { bindChecked } from './checked.ts';
import { bindConditional } from './conditional.ts';
import { bindConditionalAccess, bindReceiver } from './conditional-access.ts';
import { classifyImplicit, convert } from './conversions.ts';
import { bindNew } from './creation.ts';
import { bindDeclarationExpression } from './declarations.ts';
import { bindIndex } from './element-access.ts';
import { analyzeFlow } from './flow/analyze.ts';
import { bindInterpolated } from './interpolation.ts';
import { bindCall } from './invocation.ts';
import { convertLambda, lambdaConvertible } from './lambda-conversion.ts';
import { bindLambda } from './lambdas.ts';
import { bindLiteral } from './literals.ts';
import { bindMember } from './member-access.ts';
import { convertMethodGroup, methodGroupConvertible, methodGroupReturn } from './method-group-conversion.ts';
import { bindName, bindPredefined } from './names.ts';
import { bindBinary } from './operators/binary.ts';
import { bindUnary } from './operators/unary.ts';
import { bindQuery, bindRangeScope } from './queries.ts';
import { bindBlock } from './statements/blocks.ts';
import { bindStatement } from './statements/index.ts';
import { bindTuple } from './tuples.ts';
import {
  bindAs,
  bindCast,
  bindDefault,
  bindIsPattern,
  bindIsType,
  bindSizeof,
  bindThrow,
  bindTypeof,
} from './type-tests.ts';
import { bindValueOrUntyped } from './values.ts';
import { type FunctionInfo, settleCaptures } from './variables.ts';

function bindExpression(binder: Binder, node: Expression): Bound {
  switch (node.kind) {
    case 'literal':
      return bindLiteral(binder, node);
    case 'interpolated':
      return bindInterpolated(binder, node);
    case 'name':
      return bindName(binder, node);
    case 'predefined':
      return bindPredefined(node);
    case 'parenthesized':
      return binder.expression(node.value);
    case 'member':
      return bindMember(binder, node);
    case 'call':
      return bindCall(binder, node);
    case 'index':
      return bindIndex(binder, node);
    case 'conditionalAccess':
      return bindConditionalAccess(binder, node);
    case 'receiver':
      return bindReceiver(binder, node);
    case 'unary':
      return bindUnary(binder, node);
    case 'increment':
      return bindIncrement(binder, node);
    case 'binary':
      return bindBinary(binder, node);
    case 'assignment':
      return bindAssignment(binder, node);
    case 'conditional':
      return bindConditional(binder, node);
    case 'cast':
      return bindCast(binder, node);
    case 'isType':
      return bindIsType(binder, node);
    case 'isPattern':
      return bindIsPattern(binder, node);
    case 'as':
      return bindAs(binder, node);
    case 'new':
      return bindNew(binder, node);
    case 'anonymousObject':
      return bindAnonymousObject(binder, node);
    case 'newArray':
      return bindNewArray(binder, node);
    case 'lambda':
      return bindLambda(binder, node);
    case 'query':
      return bindQuery(binder, node);
    case 'rangeScope':
      return bindRangeScope(binder, node);
    case 'tuple':
      return bindTuple(binder, node);
    case 'declaration':
      return bindDeclarationExpression(binder, node);
    case 'default':
      return bindDefault(binder, node);
    case 'typeof':
      return bindTypeof(binder, node);
    case 'sizeof':
      return bindSizeof(binder, node);
    case 'checked':
      return bindChecked(binder, node);
    case 'throw':
      return bindThrow(binder, node);
  }
}

const CONSTRUCTS: ConstructTable = {
  expression: bindExpression,
  statement: bindStatement,
  block: bindBlock,
  lambdaConvertible,
  convertLambda,
  methodGroupConvertible,
  convertMethodGroup,
  methodGroupReturn,
};

/** A bound policy expression. */
export interface BoundExpression {
  readonly info: FunctionInfo;
  readonly type: TypeRef;
}

export interface BindOptions {
  /** Static type of `context`. */
  readonly contextType: TypeRef | undefined;
  /** The type that the place of the expression demands; anything when left out. */
  readonly expects: TypeRef | undefined;
}

/** Binds a policy expression. The errors are empty exactly when `bound` is there. */
export function bindPolicyExpression(
  text: string,
  syntax: PolicyExpressionSyntax,
  options: BindOptions,
): { bound: BoundExpression | undefined; errors: readonly CompileError[]; warnings: readonly CompileError[] } {
  const binder = new Binder(text, CONSTRUCTS, options.contextType);
  const type =
    syntax.kind === 'value' ? bindValueBody(binder, syntax.value, options) : bindBlockBody(binder, syntax, options);
  const info = binder.current;
  if (binder.errors.length === 0) {
    analyzeFlow(binder, info);
    settleCaptures(info);
  }
  if (binder.errors.length > 0) return { bound: undefined, errors: sorted(binder.errors), warnings: [] };
  return { bound: { info, type }, errors: [], warnings: sorted(binder.warnings) };
}

function sorted(errors: readonly CompileError[]): CompileError[] {
  const seen = new Set<string>();
  const unique = errors.filter(({ code, offset, message }) => {
    const key = `${code} ${offset} ${message}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
  return unique.sort((a, b) => a.offset - b.offset);
}

function bindValueBody(binder: Binder, node: Expression, { expects }: BindOptions): TypeRef {
  const bound = bindValueOrUntyped(binder, node);
  const type = expects ?? valueType(bound);
  const value = bound.type === T.void ? refuseVoid(binder, bound) : convert(binder, bound, type);
  binder.current.returnType = type;
  binder.current.body = { kind: 'return', result: { value, span: node }, span: node };
  return type;
}

function refuseVoid(binder: Binder, bound: Bound): Bound {
  return binder.error('CS0029', "Cannot implicitly convert type 'void' to 'object'", bound.span);
}

function valueType(bound: Bound): TypeRef {
  return Object.values(NO_TYPE).includes(bound.type as never) ? T.object : bound.type;
}

/** The result of a block is what all its returned values have in common, else `object`. */
function bindBlockBody(
  binder: Binder,
  { block }: PolicyExpressionSyntax & { kind: 'body' },
  { expects }: BindOptions,
): TypeRef {
  const returned: ReturnResult[] = [];
  binder.returned = returned;
  binder.current.body = binder.block(block);
  const values = returned.flatMap(({ value }) => (value && !isError(value) ? [value] : []));
  const common = bestCommonType(values);
  const fits = common && values.every((value) => classifyImplicit(binder, value, common) !== undefined);
  const type = expects ?? (fits ? common : T.object);
  for (const result of returned) {
    if (result.value) result.value = convert(binder, result.value, type);
    else binder.report('CS0126', "An object of a type convertible to 'object' is required", result.span);
  }
  binder.current.returnType = type;
  return type;
}
