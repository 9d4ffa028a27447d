import { anonymousNames } from '../../dotnet/core/anonymous.ts';
import { underlyingNullable } from '../../dotnet/core/box.ts';
import { TYPE_KEYWORDS } from '../../dotnet/core/keywords.ts';
import type { MethodMember, ParameterInfo } from '../../dotnet/core/members.ts';
import { type Substitution, substitute } from '../../dotnet/core/substitute.ts';
import { named, type TypeRef } from '../../dotnet/core/type-ref.ts';
import { isTuple } from '../../dotnet/core/value-tuple.ts';
import { NO_TYPE } from './bound.ts';

const NO_TYPE_TEXT: ReadonlyMap<TypeRef, string> = new Map<TypeRef, string>([
  [NO_TYPE.null, '<null>'],
  [NO_TYPE.default, 'default'],
  [NO_TYPE.lambda, 'lambda expression'],
  [NO_TYPE.methodGroup, 'method group'],
  [NO_TYPE.throw, '<throw expression>'],
  [NO_TYPE.conditional, 'target-typed conditional expression'],
]);

/** The type as most messages of the C# compiler name it: `List<int>`, `string[]`, `JObject`. */
export function shortName(type: TypeRef): string {
  return display(type, false);
}

/** The type as messages about conversions name it: with its namespace. */
export function longName(type: TypeRef): string {
  return display(type, true);
}

/** Types inside generic ones, whose arguments are written with those. */
const NESTED: ReadonlySet<string> = new Set([
  'System.Collections.Generic.Dictionary.KeyCollection',
  'System.Collections.Generic.Dictionary.ValueCollection',
]);

function display(type: TypeRef, qualified: boolean): string {
  const keyword = TYPE_KEYWORDS.get(type) ?? NO_TYPE_TEXT.get(type);
  if (keyword) return keyword;
  if (type.kind === 'array') return `${display(type.element, qualified)}[]`;
  if (type.kind === 'parameter') return type.name.slice(type.name.lastIndexOf('.') + 1);
  const nullable = underlyingNullable(type);
  if (nullable) return `${display(nullable, qualified)}?`;
  const args = type.args.map((arg) => display(arg, qualified));
  if (isTuple(type)) return `(${args.join(', ')})`;
  const names = anonymousNames(type);
  if (names) return `<anonymous type: ${names.map((name, i) => `${args[i]} ${name}`).join(', ')}>`;
  if (NESTED.has(type.name)) {
    const dot = type.name.lastIndexOf('.');
    return `${display(named(type.name.slice(0, dot), ...type.args), qualified)}${type.name.slice(dot)}`;
  }
  const name = qualified ? type.name : type.name.slice(type.name.lastIndexOf('.') + 1);
  return args.length === 0 ? name : `${name}<${args.join(', ')}>`;
}

/** A method as messages name it: `string.Join(string, params object[])`. */
export function methodName(method: MethodMember, map: Substitution = new Map(), qualified = false): string {
  const parameters = method.parameters.map((each) => parameterText(each, map, qualified)).join(', ');
  const owner = display(substitute(method.owner.self, map), qualified);
  if (method.kind === 'constructor') {
    const own = method.owner.name;
    return `${owner}.${own.slice(own.lastIndexOf('.') + 1)}(${parameters})`;
  }
  const typeArgs = method.typeParameters.map((each) => display(substitute(each, map), qualified));
  return `${owner}.${method.name}${typeArgs.length > 0 ? `<${typeArgs.join(', ')}>` : ''}(${parameters})`;
}

function parameterText(parameter: ParameterInfo, map: Substitution, qualified: boolean): string {
  const type = display(substitute(parameter.type, map), qualified);
  const modifier = parameter.modifier === 'this' ? '' : parameter.modifier;
  return modifier ? `${modifier} ${type}` : type;
}
