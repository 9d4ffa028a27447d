/** Canonical form of our values: the same that the oracle program writes for .NET's (program/CanonicalForm.cs). */
import { elements, elementType, isEnumerable } from '../dotnet/collections/enumerate.ts';
import { NetAnonymous } from '../dotnet/core/anonymous.ts';
import { box } from '../dotnet/core/box.ts';
import { NetDecimal } from '../dotnet/core/decimal.ts';
import type { Runtime } from '../dotnet/core/define.ts';
import { NetException } from '../dotnet/core/exception.ts';
import { allInterfaces } from '../dotnet/core/hierarchy.ts';
import { named, T, type TypeRef } from '../dotnet/core/type-ref.ts';
import { universe } from '../dotnet/core/universe.ts';
import { NetTuple } from '../dotnet/core/value-tuple.ts';
import { Boxed, EnumValue, NetArray, NetDelegate, NetObject } from '../dotnet/core/values.ts';
import { Guid } from '../dotnet/primitives/guid.ts';
import { Tuple } from '../dotnet/primitives/tuple.ts';
import { toText } from '../dotnet/primitives/virtual.ts';
import { DateTime, DateTimeOffset } from '../dotnet/time/date-time-value.ts';
import { TimeSpan } from '../dotnet/time/time-span.ts';
import { canonicalClock, canonicalDecimal, canonicalNumber } from './canonical-number.ts';
import { canonicalType } from './canonical-type.ts';
import { viewOf } from './member-views.ts';
import { readProperty } from './net-members.ts';

const MAXIMUM_ITEMS = 2000;
const KINDS = ['Unspecified', 'Utc', 'Local'];

/**
 * The canonical form of a value.
 * @param value in `object` form
 * @throws NetThrow what enumerating a lazy sequence throws
 */
export function canonicalValue(value: unknown, runtime: Runtime): unknown {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string' || typeof value === 'boolean') return value;
  if (value instanceof Boxed) return primitive(value);
  if (!(value instanceof NetObject)) throw new Error(`not a .NET value: ${typeof value} ${String(value)}`);
  return simple(value, runtime) ?? viewOf(value, runtime) ?? structured(value, runtime);
}

function primitive({ type, value }: Boxed): unknown {
  if (type === T.int) return value;
  const name = canonicalType(type);
  if (type === T.float || type === T.double) return { type: name, value: canonicalNumber(Number(value)) };
  return { type: name, value: typeof value === 'bigint' ? String(value) : value };
}

function simple(value: NetObject, runtime: Runtime): unknown {
  const type = canonicalType(value.netType);
  if (value instanceof NetDecimal) return { type, value: canonicalDecimal(value.coefficient, value.scale) };
  if (value instanceof DateTime) return { type, value: canonicalClock(value.ticks), kind: KINDS[value.kind] };
  if (value instanceof DateTimeOffset) return { type, value: canonicalClock(value.ticks), offset: value.offset };
  if (value instanceof TimeSpan) return { type, ticks: String(value.ticks) };
  if (value instanceof Guid) return { type, value: toText(value, runtime) };
  if (value instanceof EnumValue) return { type, value: toText(value, runtime), number: value.value };
  if (value instanceof NetDelegate) return { type: 'delegate', value: null };
  if (value instanceof NetException) return exception(value);
  if (value instanceof NetArray && value.items instanceof Uint8Array && type === 'byte[]')
    return { type, base64: Buffer.from(value.items).toString('base64') };
  return undefined;
}

/** The canonical form of an exception. Anonymous types are numbered per compilation: the number says nothing. */
export function exception(value: NetException): unknown {
  const message = value.message.replaceAll(/<>f__AnonymousType\d+/g, '<>f__AnonymousType');
  return { type: canonicalType(value.type), message };
}

function structured(value: NetObject, runtime: Runtime): unknown {
  const type = canonicalType(value.netType);
  const each = (item: unknown, itemType: TypeRef): unknown => canonicalValue(box(item, itemType), runtime);
  if (value instanceof NetAnonymous) {
    const members = value.properties.map((member) => [member.name, each(member.value, member.type)]);
    return { type, members: Object.fromEntries(members) };
  }
  if (value instanceof Tuple) return { type, items: value.boxed().map((item) => canonicalValue(item, runtime)) };
  if (value instanceof NetTuple)
    return { type, items: value.items.map((item, i) => each(item, value.type.args[i] ?? T.object)) };
  const member = (name: string): unknown => canonicalValue(readProperty(value, name, runtime), runtime);
  if (isPair(value.netType)) return { type, key: member('Key'), value: member('Value') };
  if (!isEnumerable(value)) return { type };
  return enumerable(value, each, member);
}

function enumerable(
  value: NetObject,
  each: (item: unknown, type: TypeRef) => unknown,
  member: (name: string) => unknown,
): unknown {
  const itemType = elementType(value);
  const items = taken(value).map((item) => each(item, itemType));
  const grouping = [value.netType, ...allInterfaces(value.netType)].find((type) =>
    isNamed(type, 'System.Linq.IGrouping'),
  );
  if (grouping) return { type: canonicalType(grouping), key: member('Key'), items };
  const type = canonicalType(keepsName(value.netType) ? value.netType : named(SEQUENCE, itemType));
  if (isPair(itemType) && isDictionary(value.netType))
    return { type, entries: (items as { key: unknown; value: unknown }[]).map((entry) => [entry.key, entry.value]) };
  return { type, items };
}

const SEQUENCE = 'System.Collections.Generic.IEnumerable';

/** Collections that expressions name keep their name; an iterator is just the sequence that it is. */
function keepsName(type: TypeRef): boolean {
  if (type.kind !== 'named') return true;
  if (type.name.startsWith('System.Linq.') || /\.(Key|Value)Collection$/.test(type.name)) return false;
  return universe().definition(type)?.kind === 'class';
}

function isNamed(type: TypeRef, name: string): boolean {
  return type.kind === 'named' && type.name === name;
}

function isPair(type: TypeRef): boolean {
  return isNamed(type, 'System.Collections.Generic.KeyValuePair');
}

function isDictionary(type: TypeRef): boolean {
  return [type, ...allInterfaces(type)].some((each) => each.kind === 'named' && /Dictionary$/.test(each.name));
}

function taken(value: NetObject): unknown[] {
  const items: unknown[] = [];
  for (const item of elements(value)) {
    if (items.length === MAXIMUM_ITEMS) throw new Error('a sequence is too long to be written down');
    items.push(item);
  }
  return items;
}
