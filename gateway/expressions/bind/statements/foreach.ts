import { standardImplicit } from '../../../dotnet/core/conversion/index.ts';
import { findConstruction, inherits } from '../../../dotnet/core/hierarchy.ts';
import { substitute, typeArguments } from '../../../dotnet/core/substitute.ts';
import { named, T, type TypeRef } from '../../../dotnet/core/type-ref.ts';
import { universe } from '../../../dotnet/core/universe.ts';
import type { Statement } from '../../parse/syntax.ts';
import { type Binder, isError } from '../binder.ts';
import { type Bound, type BoundStatement, type MethodCandidate, NO_TYPE } from '../bound.ts';
import { cast } from '../conversions.ts';
import { deconstructInto } from '../deconstruction.ts';
import { longName, shortName } from '../display.ts';
import { lookupMember } from '../lookup.ts';
import { bindType, tupleNamesOf } from '../type-names.ts';
import { bindValue } from '../values.ts';
import { Variable } from '../variables.ts';
import { bindLoopBody } from './loops.ts';

const ENUMERABLE = named('System.Collections.IEnumerable');

interface Elements {
  readonly type: TypeRef;
  readonly via: 'array' | 'string' | 'iterable' | 'boxed' | 'enumerator';
  readonly getEnumerator?: MethodCandidate;
}

/** Binds `foreach`; the element is cast to the written type, as C# does. */
export function bindForeach(binder: Binder, node: Statement & { kind: 'foreach' }): BoundStatement {
  const source = bindValue(binder, node.source);
  const elements = isError(source) ? undefined : elementsOf(source.type);
  if (!elements && !isError(source)) reportNotEnumerable(binder, source);
  return binder.inScope((scope) => {
    const elementType = elements?.type ?? NO_TYPE.error;
    const element = binder.temp(elementType, node);
    const value = binder.read(element, node.source);
    const assign = bindVariable(binder, node, value);
    for (const variable of scope.variables) variable.readOnly = 'foreach iteration variable';
    const body = bindLoopBody(binder, node.body);
    return {
      kind: 'foreach',
      element,
      variables: scope.variables,
      assign,
      source,
      via: elements?.via ?? 'iterable',
      getEnumerator: elements?.getEnumerator,
      body,
      span: node,
    };
  });
}

function bindVariable(binder: Binder, node: Statement & { kind: 'foreach' }, value: Bound): Bound {
  const { variable } = node;
  if (variable.kind !== 'single') {
    if (variable.kind === 'discard') return value;
    return isError(value) ? value : deconstructInto(binder, variable, value, node);
  }
  const type = node.type ? bindType(binder, node.type) : value.type;
  const local = new Variable(variable.name, type, variable, binder.current);
  if (node.type) local.tupleNames = tupleNamesOf(node.type);
  binder.declare(local);
  if (isError(value) || type === NO_TYPE.error) return value;
  const span = { start: node.start, end: node.start + 'foreach'.length };
  const converted = cast(binder, value, type, span);
  return isError(converted)
    ? converted
    : { kind: 'assign', target: binder.read(local, variable), value: converted, type, span: variable };
}

function reportNotEnumerable(binder: Binder, source: Bound): void {
  if (source.type === NO_TYPE.null) {
    binder.report('CS0186', 'Use of null is not valid in this context', source.span);
    return;
  }
  const name = longName(source.type);
  const message = `foreach statement cannot operate on variables of type '${name}' because '${shortName(source.type)}' does not contain a public instance or extension definition for 'GetEnumerator'`;
  binder.report('CS1579', message, source.span);
}

/** What a loop over a value of this type yields; undefined when there is nothing to loop over. */
function elementsOf(type: TypeRef): Elements | undefined {
  if (type.kind === 'array') return { type: type.element, via: 'array' };
  if (type === T.string) return { type: T.char, via: 'string' };
  const pattern = patternElement(type);
  if (pattern) return pattern;
  const constructions = findConstruction(type, 'System.Collections.Generic.IEnumerable', 1);
  const [only] = constructions;
  if (only && constructions.length === 1) return { type: only.args[0] as TypeRef, via: 'iterable' };
  if (standardImplicit(type, ENUMERABLE) && inherits(type, ENUMERABLE)) return { type: T.object, via: 'boxed' };
  return undefined;
}

/** What the type's own `GetEnumerator` yields, where it declares one. */
function patternElement(type: TypeRef): Elements | undefined {
  if (universe().isInterface(type)) return undefined;
  const found = lookupMember(type, 'GetEnumerator');
  if (found?.kind !== 'methods') return undefined;
  const candidate = found.candidates.find(({ method }) => method.parameters.length === 0 && !method.isStatic);
  if (!candidate || candidate.method.owner.kind === 'interface') return undefined;
  const enumerator = substitute(candidate.method.returns, typeArguments(candidate.method.owner, candidate.receiver));
  const current = lookupMember(enumerator, 'Current');
  if (current?.kind !== 'property') return undefined;
  const element = substitute(current.property.type, typeArguments(current.property.owner, current.receiver));
  return { type: element, via: 'enumerator', getEnumerator: candidate };
}
