import { explicitConversion, implicitConversion } from '../../../dotnet/core/conversion/index.ts';
import { named } from '../../../dotnet/core/type-ref.ts';
import type { Statement } from '../../parse/syntax.ts';
import { type Binder, errorNode, isError } from '../binder.ts';
import { type Bound, type BoundStatement, NO_TYPE } from '../bound.ts';
import { shortName } from '../display.ts';
import { callMethodGroup } from '../invocation.ts';
import { lookupMember } from '../lookup.ts';
import { memberOf } from '../member-access.ts';
import { bindValueOrUntyped } from '../values.ts';
import type { Variable } from '../variables.ts';
import { embedded } from './blocks.ts';
import { bindDeclarators } from './locals.ts';

const DISPOSABLE = named('System.IDisposable');

interface Resource {
  readonly variable: Variable;
  readonly value: Bound;
  readonly dispose: Bound;
}

/** Binds `using (…) …`: the resources are disposed of in reverse order, whatever happens. */
export function bindUsing(binder: Binder, node: Statement & { kind: 'using' }): BoundStatement {
  return binder.inScope((scope) => {
    const resources: Resource[] = [];
    if (node.resource.kind === 'local') {
      for (const statement of bindDeclarators(binder, node.resource)) {
        if (statement.kind !== 'declare') continue;
        const { variable, value } = statement;
        variable.readOnly = 'using variable';
        if (!value)
          binder.report(
            'CS0210',
            'You must provide an initializer in a fixed or using statement declaration',
            variable.span,
          );
        const span = { start: node.resource.start, end: node.resource.end };
        resources.push({ variable, value: value ?? errorNode(node), dispose: bindDispose(binder, variable, span) });
      }
    } else {
      const value = bindValueOrUntyped(binder, node.resource);
      const variable = binder.temp(value.type, node.resource);
      resources.push({
        variable,
        value,
        dispose: value.type === NO_TYPE.null ? errorNode(node) : bindDispose(binder, variable, node.resource),
      });
    }
    const body = embedded(binder, node.body);
    return { kind: 'using', variables: scope.variables, resources, body, span: node };
  });
}

function bindDispose(binder: Binder, variable: Variable, span: { start: number; end: number }): Bound {
  const target = binder.read(variable, span);
  if (isError(target)) return target;
  const disposable =
    implicitConversion(variable.type, DISPOSABLE) !== undefined && explicitConversion(variable.type, DISPOSABLE);
  const hasDispose = lookupMember(variable.type, 'Dispose')?.kind === 'methods';
  if (!disposable && !hasDispose) {
    const message = `'${shortName(variable.type)}': type used in a using statement must implement 'System.IDisposable'.`;
    return binder.error('CS1674', message, span);
  }
  if (!hasDispose) return { kind: 'constant', type: variable.type, span, constant: { value: null } };
  const group = memberOf(binder, target, { ...span, name: 'Dispose', typeArgs: undefined }, span);
  return group.kind === 'methodGroup' ? callMethodGroup(binder, group, [], span) : errorNode(span);
}
