/** `Value<T>` and its relatives: a token as a `T`. */
import { underlyingNullable } from '../core/box.ts';
import { defaultValue } from '../core/default-value.ts';
import type { Runtime } from '../core/define.ts';
import { throwNet } from '../core/exception.ts';
import { inherits } from '../core/hierarchy.ts';
import { named, T, type TypeRef } from '../core/type-ref.ts';
import { Boxed } from '../core/values.ts';
import { convertTo, isConvertible } from '../primitives/convertible.ts';
import { reflectionName } from '../primitives/reflection-name.ts';
import { integerTypes, runtimeType } from '../primitives/virtual.ts';
import { invariantCulture } from '../text/culture.ts';
import type { JToken } from './tree/token.ts';
import { JValue } from './tree/value.ts';

const dateTime = named('System.DateTime');

/** Whether System.Convert.ChangeType knows the type. */
function isChangeTarget(type: TypeRef): boolean {
  return (
    integerTypes.has(type) ||
    type === T.bool ||
    type === T.char ||
    type === T.double ||
    type === T.float ||
    type === T.decimal ||
    type === T.string ||
    type === dateTime
  );
}

/** `(T)Convert.ChangeType(value, T, InvariantCulture)`, in static form. */
function changeType(value: unknown, type: TypeRef, runtime: Runtime): unknown {
  if (value === null || value === undefined) {
    if (type !== T.string && defaultValue(type) !== null)
      throwNet('System.InvalidCastException', 'Null object cannot be converted to a value type.');
    return null;
  }
  if (!isConvertible(value)) throwNet('System.InvalidCastException', 'Object must implement IConvertible.');
  if (isChangeTarget(type)) return convertTo(value, type, runtime, invariantCulture);
  return throwNet(
    'System.InvalidCastException',
    `Invalid cast from '${reflectionName(runtimeType(value) ?? T.object)}' to '${reflectionName(type)}'.`,
  );
}

/** The token as `type`, in static form. Throws InvalidCastException, FormatException or OverflowException. */
export function tokenAs(token: JToken | null, type: TypeRef, runtime: Runtime): unknown {
  if (token === null) return underlyingNullable(type) ? null : defaultValue(type);
  if (inherits(token.netType, type)) return token;
  if (!(token instanceof JValue)) {
    throwNet(
      'System.InvalidCastException',
      `Cannot cast ${reflectionName(token.netType)} to Newtonsoft.Json.Linq.JToken.`,
    );
  }
  const { value } = token;
  const actual = runtimeType(value);
  if (actual !== null && (actual === type || actual === underlyingNullable(type) || inherits(actual, type)))
    return value instanceof Boxed ? value.value : value;
  const target = underlyingNullable(type);
  if (target && (value === null || value === undefined)) return null;
  return changeType(value, target ?? type, runtime);
}
