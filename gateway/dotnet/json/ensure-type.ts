/** How the serializer makes a value of one type from a value of another. */
import type { Runtime } from '../core/define.ts';
import { inherits } from '../core/hierarchy.ts';
import { named, T, type TypeRef } from '../core/type-ref.ts';
import { universe } from '../core/universe.ts';
import { Boxed, EnumValue } from '../core/values.ts';
import { argument } from '../primitives/argument-errors.ts';
import { convertTo, isConvertible } from '../primitives/convertible.ts';
import { parseEnum } from '../primitives/enum.ts';
import { Guid, parseGuid } from '../primitives/guid.ts';
import { bytes } from '../primitives/net-arrays.ts';
import { reflectionName } from '../primitives/reflection-name.ts';
import { parseAbsolute, Uri } from '../primitives/uri-value.ts';
import { integerTypes, toText } from '../primitives/virtual.ts';
import { fromBase64 } from '../text/base64.ts';
import { invariantCulture } from '../text/culture.ts';
import { parseOffset } from '../time/date-time-offset.ts';
import { DateTime, DateTimeOffset, offsetFrom } from '../time/date-time-value.ts';
import { TimeSpan } from '../time/time-span.ts';
import { parseTimeSpan } from '../time/time-span-parse.ts';
import { BigInteger } from './big-integer.ts';
import { fromBigInteger } from './token-conversion.ts';
import { attempt, type ValueReader } from './value-reader.ts';

const dateTime = named('System.DateTime');
const dateTimeOffset = named('System.DateTimeOffset');
const guid = named('System.Guid');
const timeSpan = named('System.TimeSpan');
const uri = named('System.Uri');

const primitives: ReadonlySet<TypeRef> = new Set<TypeRef>([
  ...integerTypes.keys(),
  T.bool,
  T.char,
  T.double,
  T.float,
  T.decimal,
  T.string,
  dateTime,
]);

/**
 * The value as `type`, in static form.
 * @param value in `object` form
 * @param declared what an error names: the type with its `?`
 * Throws JsonSerializationException when there is no conversion.
 */
export function ensureType(
  reader: ValueReader,
  value: unknown,
  type: TypeRef,
  declared: TypeRef,
  runtime: Runtime,
): unknown {
  const converted = attempt(() => ({ value: convert(value, type, runtime) }));
  if (converted) return converted.value;
  const shown = value === null ? '{null}' : typeof value === 'string' ? `"${value}"` : toText(value, runtime);
  return reader.failSerialization(`Error converting value ${shown} to type '${reflectionName(declared)}'.`);
}

function convert(value: unknown, type: TypeRef, runtime: Runtime): unknown {
  if (universe().isEnum(type)) return toEnum(value, type);
  if (value instanceof BigInteger) return primitives.has(type) ? fromBigInteger(value, type) : argument('type');
  if (primitives.has(type)) {
    return isConvertible(value) && value !== null
      ? convertTo(value, type, runtime, invariantCulture)
      : argument('type');
  }
  if (type === guid) return value instanceof Guid ? value : parseGuid(textOf(value));
  if (type === timeSpan) return toTimeSpan(value);
  if (type === uri) {
    const parts = parseAbsolute(textOf(value), runtime.platform);
    return new Uri(textOf(value), typeof parts === 'string' ? undefined : parts);
  }
  if (type === dateTimeOffset) {
    if (value instanceof DateTimeOffset) return value;
    if (value instanceof DateTime) return offsetFrom(value.ticks, 0);
    return parseOffset(textOf(value), invariantCulture, 0, { typeArgs: [], receiver: dateTimeOffset, runtime });
  }
  if (type.kind === 'array' && type.element === T.byte && typeof value === 'string') return bytes(fromBase64(value));
  return isInstance(value, type) ? value : argument('type');
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : argument('value'));

function toEnum(value: unknown, type: TypeRef): EnumValue {
  if (typeof value === 'string') return parseEnum(type, value, true);
  return value instanceof Boxed && integerTypes.has(value.type)
    ? new EnumValue(type, Number(value.value))
    : argument('value');
}

function toTimeSpan(value: unknown): TimeSpan {
  if (value instanceof TimeSpan) return value;
  const ticks = parseTimeSpan(textOf(value), invariantCulture);
  return typeof ticks === 'bigint' ? new TimeSpan(ticks) : argument('span');
}

function isInstance(value: unknown, type: TypeRef): boolean {
  if (type === T.object) return true;
  const { netType } = (value ?? {}) as { netType?: TypeRef };
  return netType !== undefined && inherits(netType, type);
}
