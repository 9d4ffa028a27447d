import { type DelegateSignature, delegateSignature } from '../../dotnet/core/delegates.ts';
import { T, type TypeRef } from '../../dotnet/core/type-ref.ts';
import { type Binder, errorNode } from './binder.ts';
import { type Bound, type BoundKind, type BoundLambdaBody, NO_TYPE } from './bound.ts';
import { classifyImplicit, convert } from './conversions.ts';
import { longName, shortName } from './display.ts';

/** Whether a lambda converts to the type: a delegate whose parameters and result fit. Reports nothing. */
export function lambdaConvertible(binder: Binder, value: BoundKind<'unboundLambda'>, to: TypeRef): boolean {
  const signature = delegateSignature(to);
  if (!signature || parametersMismatch(value, signature)) return false;
  const body = value.lambda.bind(signature.parameters);
  return body.ok && bodyFits(body, signature) && resultsConvert(binder, body, signature.returns);
}

function parametersMismatch({ lambda }: BoundKind<'unboundLambda'>, signature: DelegateSignature): boolean {
  if (lambda.parameterCount !== undefined && lambda.parameterCount !== signature.parameters.length) return true;
  return lambda.parameterTypes?.some((type, i) => type !== signature.parameters[i]) ?? false;
}

/** Whether the body gives a value where the delegate wants one, and none where it wants none. */
function bodyFits(body: BoundLambdaBody, { returns }: DelegateSignature): boolean {
  if (returns === T.void)
    return body.isExpression ? isStatementExpression(body) : body.returned.every((each) => !each.value);
  return body.isExpression || (!body.endReachable && body.returned.every((each) => each.value !== undefined));
}

const STATEMENT_KINDS: ReadonlySet<Bound['kind']> = new Set<Bound['kind']>([
  'call',
  'localCall',
  'invoke',
  'assign',
  'compound',
  'create',
  'deconstruct',
  'conditionalAccess',
  'throw',
  'error',
]);

function isStatementExpression(body: BoundLambdaBody): boolean {
  const value = body.returned[0]?.value;
  return value !== undefined && STATEMENT_KINDS.has(value.kind);
}

function resultsConvert(binder: Binder, body: BoundLambdaBody, returns: TypeRef): boolean {
  if (returns === T.void) return true;
  return body.returned.every(({ value }) => value && classifyImplicit(binder, value, returns) !== undefined);
}

/** Converts a lambda to a delegate type, reporting what does not fit. */
export function convertLambda(binder: Binder, value: BoundKind<'unboundLambda'>, to: TypeRef): Bound {
  const { lambda } = value;
  const signature = delegateSignature(to);
  if (!signature) {
    const message = `Cannot convert lambda expression to type '${shortName(to)}' because it is not a delegate type`;
    return binder.error('CS1660', message, lambda.arrow);
  }
  if (lambda.parameterCount !== undefined && lambda.parameterCount !== signature.parameters.length) {
    const message = `Delegate '${shortName(to)}' does not take ${lambda.parameterCount} arguments`;
    return binder.error('CS1593', message, lambda.arrow);
  }
  if (parametersMismatch(value, signature)) {
    const message = `Cannot convert lambda expression to type '${shortName(to)}' because the parameter types do not match the delegate parameter types`;
    for (const [i, type] of (lambda.parameterTypes ?? []).entries()) {
      const wanted = signature.parameters[i];
      if (!wanted || type === wanted) continue;
      const detail = `Parameter ${i + 1} is declared as type '${longName(type)}' but should be '${longName(wanted)}'`;
      binder.report('CS1678', detail, lambda.parameterSpans[i] ?? lambda.arrow);
    }
    return binder.error('CS1661', message, lambda.arrow);
  }
  const body = lambda.bind(signature.parameters);
  body.report();
  if (!body.ok) return errorNode(value.span);
  if (!bodyFits(body, signature)) return reportBody(binder, value, body, to, signature);
  if (!resultsConvert(binder, body, signature.returns)) return reportResults(binder, value, body, signature.returns);
  if (signature.returns !== T.void) {
    for (const result of body.returned)
      if (result.value) result.value = convert(binder, result.value, signature.returns);
  }
  body.info.returnType = signature.returns;
  return { kind: 'lambda', body: body.info, type: to, span: value.span };
}

function reportBody(
  binder: Binder,
  { lambda, span }: BoundKind<'unboundLambda'>,
  body: BoundLambdaBody,
  to: TypeRef,
  { returns }: DelegateSignature,
): Bound {
  if (returns !== T.void) {
    const message = `Not all code paths return a value in lambda expression of type '${shortName(to)}'`;
    return binder.error('CS1643', message, lambda.arrow);
  }
  if (body.isExpression) {
    const message =
      'Only assignment, call, increment, decrement, await, and new object expressions can be used as a statement';
    return binder.error('CS0201', message, body.returned[0]?.span ?? span);
  }
  const message = `Anonymous function converted to a void returning delegate cannot return a value`;
  return binder.error('CS8030', message, body.returned.find((each) => each.value)?.span ?? span);
}

function reportResults(
  binder: Binder,
  { lambda }: BoundKind<'unboundLambda'>,
  body: BoundLambdaBody,
  returns: TypeRef,
): Bound {
  for (const { value } of body.returned) {
    if (!value || classifyImplicit(binder, value, returns) !== undefined) continue;
    const message =
      value.type === NO_TYPE.null
        ? `Cannot convert null to '${shortName(returns)}' because it is a non-nullable value type`
        : `Cannot implicitly convert type '${longName(value.type)}' to '${longName(returns)}'`;
    binder.report(value.type === NO_TYPE.null ? 'CS0037' : 'CS0029', message, value.span);
    const whole =
      'Cannot convert lambda expression to intended delegate type because some of the return types in the block are not implicitly convertible to the delegate return type';
    if (!lambda.isQuery) binder.report('CS1662', whole, value.span);
  }
  return errorNode(lambda.arrow);
}
