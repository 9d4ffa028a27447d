import type { TypeRef } from '../../dotnet/core/type-ref.ts';
import type { CompileError } from '../compile-error.ts';
import type { Expression } from '../parse/syntax.ts';
import { bestCommonType } from './best-common-type.ts';
import { type Binder, isError } from './binder.ts';
import {
  type Bound,
  type BoundLambdaBody,
  type BoundStatement,
  NO_TYPE,
  type ReturnResult,
  type UnboundLambda,
} from './bound.ts';
import { endReachable } from './flow/reachability.ts';
import { bindType } from './type-names.ts';
import { FunctionInfo, Variable } from './variables.ts';

type LambdaSyntax = Expression & { kind: 'lambda' };

/** Binds a lambda or anonymous method; its body waits for the types of the parameters. */
export function bindLambda(binder: Binder, node: LambdaSyntax): Bound {
  const written = (node.parameters ?? []).flatMap((each) => (each.type ? [each.type] : []));
  const hasTypes = written.length > 0 && written.length === node.parameters?.length;
  const parameterTypes = hasTypes ? written.map((each) => bindType(binder, each)) : undefined;
  for (const parameter of node.parameters ?? []) {
    if (parameter.modifier || parameter.defaultValue) {
      return binder.error(
        'APIM',
        'ref, out and optional parameters of lambdas are not supported in policy expressions',
        parameter,
      );
    }
  }
  const { scope, current, checkedContext } = binder;
  const known = new Map<string, BoundLambdaBody>();
  const lambda: UnboundLambda = {
    get failed() {
      return known.size > 0 && [...known.values()].every((body) => !body.ok);
    },
    reportTried: () => {
      for (const body of known.values()) {
        body.report();
        if (!body.ok) return;
      }
    },
    parameterCount: node.parameters?.length,
    parameterTypes,
    parameterSpans: (node.parameters ?? []).map((each) => each.nameSpan),
    arrow: node.arrow,
    isQuery: node.isQuery === true,
    bind: (types) => {
      const key = types.map((type) => keyOf(type)).join(' ');
      let body = known.get(key);
      if (!body) {
        const outer = { scope: binder.scope, current: binder.current, checkedContext: binder.checkedContext };
        Object.assign(binder, { scope, current, checkedContext });
        try {
          body = bindBody(binder, node, types);
        } finally {
          Object.assign(binder, outer);
        }
        known.set(key, body);
      }
      return body;
    },
  };
  return { kind: 'unboundLambda', lambda, type: NO_TYPE.lambda, span: node };
}

const keys = new Map<TypeRef, number>();

function keyOf(type: TypeRef): number {
  let key = keys.get(type);
  if (key === undefined) {
    key = keys.size;
    keys.set(type, key);
  }
  return key;
}

function bindBody(binder: Binder, node: LambdaSyntax, types: readonly TypeRef[]): BoundLambdaBody {
  const info = new FunctionInfo(binder.current, 'lambda', undefined);
  const { result, errors } = binder.speculate(() =>
    binder.inFunction(info, () => {
      for (const [i, type] of types.entries()) {
        const parameter = node.parameters?.[i];
        const variable = new Variable(parameter?.name ?? '', type, parameter?.nameSpan ?? node, info, {
          assigned: true,
        });
        info.parameters.push(variable);
        if (parameter) binder.declare(variable);
      }
      const returned: ReturnResult[] = [];
      binder.returned = returned;
      if (node.body.kind === 'block') {
        const body = binder.block(node.body);
        return { body, returned, isExpression: false };
      }
      const slot: ReturnResult = { value: binder.expression(node.body), span: node.body };
      returned.push(slot);
      const body: BoundStatement = { kind: 'return', result: slot, span: node.body };
      return { body, returned, isExpression: true };
    }),
  );
  info.body = result.body;
  const reporter = reportOnce(binder, errors);
  return {
    info,
    returned: result.returned,
    isExpression: result.isExpression,
    ok: errors.length === 0 && !result.returned.some(({ value }) => value && isError(value)),
    endReachable: !result.isExpression && endReachable(result.body),
    get inferred() {
      return inferResult(result.returned);
    },
    report: reporter,
  };
}

function reportOnce(binder: Binder, errors: readonly CompileError[]): () => void {
  return () => {
    binder.errors.push(...errors);
  };
}

/** The best common type of the returned values; undefined when there is none. */
function inferResult(returned: readonly ReturnResult[]): TypeRef | undefined {
  const values = returned.flatMap(({ value }) => (value ? [value] : []));
  return values.length === 0 ? undefined : bestCommonType(values);
}
