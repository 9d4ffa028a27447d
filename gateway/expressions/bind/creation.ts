import { defaultValue } from '../../dotnet/core/default-value.ts';
import { delegateSignature } from '../../dotnet/core/delegates.ts';
import { substitute } from '../../dotnet/core/substitute.ts';
import type { NamedType, TypeRef } from '../../dotnet/core/type-ref.ts';
import { universe } from '../../dotnet/core/universe.ts';
import type { Expression } from '../parse/syntax.ts';
import { bindArguments, convertArguments } from './arguments.ts';
import { type Binder, errorNode, isError } from './binder.ts';
import { type Bound, type MethodCandidate, NO_TYPE } from './bound.ts';
import { convert } from './conversions.ts';
import { shortName } from './display.ts';
import { bindInitializer } from './initializers.ts';
import { constructors } from './lookup.ts';
import { callableOf } from './overloads/callable.ts';
import { reportResolution } from './overloads/report.ts';
import { resolveOverload } from './overloads/resolve.ts';
import { bindType } from './type-names.ts';

type NewSyntax = Expression & { kind: 'new' };

/** Binds `new T(…) { … }`. */
export function bindNew(binder: Binder, node: NewSyntax): Bound {
  const type = bindType(binder, node.type);
  if (type === NO_TYPE.error || type.kind !== 'named') {
    bindArguments(binder, node.args ?? []);
    return errorNode(node);
  }
  const created = construct(binder, type, node);
  if (!node.initializer) return created;
  if (isError(created)) return created;
  const temp = binder.temp(type, node);
  const initializers = bindInitializer(binder, binder.read(temp, node), node.initializer);
  if (initializers.some(isError)) return errorNode(node);
  return { kind: 'create', value: created, temp, initializers, type, span: node };
}

function construct(binder: Binder, type: NamedType, node: NewSyntax): Bound {
  const args = bindArguments(binder, node.args ?? []);
  if (args.some(({ value }) => isError(value))) return errorNode(node);
  const kind = universe().definition(type)?.kind;
  if (kind === 'delegate')
    return constructDelegate(
      binder,
      type,
      args.map((arg) => arg.value),
      node,
    );
  if (kind === 'interface') {
    const message = `Cannot create an instance of the abstract type or interface '${shortName(type)}'`;
    return binder.error('CS0144', message, node);
  }
  const candidates = constructors(type);
  if (candidates.length === 0 && kind === 'class' && isStaticClass(type)) {
    return binder.error('CS0712', `Cannot create an instance of the static class '${shortName(type)}'`, node);
  }
  if (args.length === 0 && (kind === 'struct' || kind === 'enum') && !candidates.some(takesNothing)) {
    return { kind: 'constant', type, span: node, constant: { value: defaultValue(type) } };
  }
  const resolution = resolveOverload(binder, candidates.map(callableOf), args, undefined);
  if (resolution.kind === 'found') {
    const { method, receiver } = resolution.applicable.callable.candidate as MethodCandidate;
    const converted = convertArguments(binder, args, resolution.applicable, node);
    return {
      kind: 'call',
      method,
      receiver,
      typeArgs: [],
      self: undefined,
      args: converted,
      type: receiver,
      span: node,
    };
  }
  const name = shortName(type);
  const open = universe().definition(type);
  reportResolution(binder, resolution, args, {
    name: open ? shortName(substitute(open.self, new Map<TypeRef, TypeRef>())).replace(/<.*/, '') : name,
    nameSpan: node.type,
    isExtension: false,
    wrongCount: (count) => ({
      code: 'CS1729',
      message: `'${name}' does not contain a constructor that takes ${count} arguments`,
    }),
  });
  return errorNode(node);
}

/** A class that declares nothing but static members. */
function isStaticClass(type: NamedType): boolean {
  const definition = universe().definition(type);
  const names = definition?.memberNames() ?? [];
  return names.length > 0 && names.every((name) => definition?.members(name).every((member) => member.isStatic));
}

function takesNothing({ method }: MethodCandidate): boolean {
  return method.parameters.every((each) => each.defaultValue !== undefined || each.modifier === 'params');
}

/** `new Func<int>(() => 1)` */
function constructDelegate(binder: Binder, type: NamedType, args: readonly Bound[], node: NewSyntax): Bound {
  const [value] = args;
  if (!value || args.length !== 1 || !delegateSignature(type))
    return binder.error('CS0149', 'Method name expected', node);
  return convert(binder, value, type);
}
