import { inherits } from '../../dotnet/core/hierarchy.ts';
import { named, type TypeRef } from '../../dotnet/core/type-ref.ts';
import type { Initializer, InitializerItem, InitializerValue, Span } from '../parse/syntax.ts';
import { bindArguments } from './arguments.ts';
import { type Binder, errorNode, isError } from './binder.ts';
import { type Bound, NO_TYPE } from './bound.ts';
import { convert } from './conversions.ts';
import { shortName } from './display.ts';
import { bindElementAccess } from './element-access.ts';
import { callMethodGroup } from './invocation.ts';
import { lookupMember } from './lookup.ts';
import { memberOf } from './member-access.ts';
import type { CallArgument } from './overloads/callable.ts';
import { isWritable, reportNotAssignable } from './places.ts';
import { bindValueOrUntyped } from './values.ts';

const ENUMERABLE = named('System.Collections.IEnumerable');

/** Binds `{ … }` behind a creation to effects on the new object, which `target` reads. */
export function bindInitializer(binder: Binder, target: Bound, node: Initializer): Bound[] {
  const adds = node.items.length > 0 && node.items.every((item) => item.kind === 'add');
  if (adds && !isCollection(target.type)) {
    const message = `Cannot initialize type '${shortName(target.type)}' with a collection initializer because it does not implement 'System.Collections.IEnumerable'`;
    return [binder.error('CS1922', message, node)];
  }
  // One assignment makes it an object initializer, in which nothing can be added.
  const assigns = node.items.some((item) => item.kind !== 'add');
  return node.items.flatMap((item) =>
    assigns && item.kind === 'add'
      ? [binder.error('CS0747', 'Invalid initializer member declarator', item)]
      : bindItem(binder, target, item),
  );
}

function isCollection(type: TypeRef): boolean {
  return type === NO_TYPE.error || inherits(type, ENUMERABLE) || lookupMember(type, 'Add')?.kind === 'methods';
}

function bindItem(binder: Binder, target: Bound, item: InitializerItem): Bound[] {
  switch (item.kind) {
    case 'add':
      return [
        bindAdd(
          binder,
          target,
          item.args.map((arg) => bindValueOrUntyped(binder, arg)),
          item,
          item.args[0]?.start !== item.start,
        ),
      ];
    case 'index': {
      const place = bindElementAccess(binder, target, bindArguments(binder, item.args), {
        start: item.start,
        end: item.value.start,
      });
      return store(binder, place, item.value, item);
    }
    case 'member': {
      const { text, start, end } = item.name;
      const found = lookupMember(target.type, text);
      if (!found) {
        bindUnused(binder, item.value);
        return [
          binder.error('CS0117', `'${shortName(target.type)}' does not contain a definition for '${text}'`, item.name),
        ];
      }
      return store(
        binder,
        memberOf(binder, target, { name: text, typeArgs: undefined, start, end }, item.name),
        item.value,
        item,
      );
    }
  }
}

function bindUnused(binder: Binder, value: InitializerValue): void {
  if (value.kind !== 'initializer') bindValueOrUntyped(binder, value);
}

function store(binder: Binder, place: Bound, value: InitializerValue, span: Span): Bound[] {
  if (isError(place)) {
    bindUnused(binder, value);
    return [place];
  }
  if (value.kind === 'initializer') return bindInitializer(binder, place, value);
  const bound = bindValueOrUntyped(binder, value);
  if (!isWritable(place)) {
    reportNotAssignable(binder, place, 'assignment');
    return [errorNode(span)];
  }
  const converted = convert(binder, bound, place.type);
  return [isError(converted) ? converted : { kind: 'assign', target: place, value: converted, type: place.type, span }];
}

function bindAdd(binder: Binder, target: Bound, values: readonly Bound[], span: Span, braced: boolean): Bound {
  if (values.some(isError)) return errorNode(span);
  const args: CallArgument[] = values.map((value) => ({
    value,
    name: undefined,
    nameSpan: undefined,
    modifier: '',
    span: value.span,
  }));
  const at = braced ? span : (values[0]?.span ?? span);
  const group = memberOf(binder, target, { ...at, name: 'Add', typeArgs: undefined }, at);
  if (group.kind !== 'methodGroup') return isError(group) ? group : errorNode(span);
  const { result, errors } = binder.speculate(() => callMethodGroup(binder, { ...group, nameSpan: at }, args, span));
  const first = errors[0];
  if (first?.code === 'CS1503') {
    const [candidate] = group.candidates.filter(({ method }) => method.parameters.length === values.length);
    if (candidate) {
      const types = candidate.method.parameters.map((each) =>
        shortName(substituteOwner(each.type, candidate.receiver, candidate.method.owner.parameters)),
      );
      const name = `${shortName(candidate.receiver)}.Add(${types.join(', ')})`;
      binder.report(
        'CS1950',
        `The best overloaded Add method '${name}' for the collection initializer has some invalid arguments`,
        at,
      );
    }
  }
  binder.errors.push(...errors);
  return result;
}

function substituteOwner(
  type: TypeRef,
  receiver: { args: readonly TypeRef[] },
  parameters: readonly TypeRef[],
): TypeRef {
  const index = parameters.indexOf(type);
  return index < 0 ? type : (receiver.args[index] as TypeRef);
}
