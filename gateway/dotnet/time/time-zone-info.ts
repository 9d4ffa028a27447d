/**
 * System.TimeZoneInfo by Windows and IANA ids. Offsets come from Node's own time zone data; names are ICU's, as .NET
 * prints them on Linux. Custom zones and adjustment rules are left out (see left-out.json).
 */

import { listOf } from '../collections/list.ts';
import { type CallInfo, defineType, type Ref } from '../core/define.ts';
import { throwNet } from '../core/exception.ts';
import { arrayOf, named, type TypeRef } from '../core/type-ref.ts';
import { NetArray, NetObject } from '../core/values.ts';
import { argument, required } from '../primitives/argument-errors.ts';
import { DateTime, DateTimeOffset, LOCAL, UNSPECIFIED, UTC } from './date-time-value.ts';
import { TICKS_PER_MILLISECOND, TICKS_PER_MINUTE, UNIX_EPOCH_TICKS } from './ticks.ts';
import { TimeSpan } from './time-span.ts';
import {
  hasDaylightSaving,
  ianaZone,
  localTime,
  offsetAt,
  standardOffset,
  windowsIds,
  zoneName,
} from './zone-offsets.ts';

const zoneType = named('System.TimeZoneInfo');

/** System.TimeZoneInfo. */
class TimeZoneInfo extends NetObject {
  readonly id: string;
  /** The IANA zone. */
  readonly zone: string;
  constructor(id: string, zone: string) {
    super();
    this.id = id;
    this.zone = zone;
  }
  override get netType(): TypeRef {
    return zoneType;
  }
  get isUtc(): boolean {
    return this.zone === 'UTC';
  }
  equalityKey(): string {
    return `timezone:${this.id}`;
  }
  toText(runtime: CallInfo['runtime']): string {
    return displayName(this, runtime.now());
  }
}

const utc = new TimeZoneInfo('UTC', 'UTC');
const localWindows = new TimeZoneInfo('UTC', 'Etc/UTC');
const localLinux = new TimeZoneInfo('Etc/UTC', 'Etc/UTC');

/** The machine's own zone: gateways run in UTC. */
function local(call: CallInfo): TimeZoneInfo {
  return call.runtime.platform === 'windows' ? localWindows : localLinux;
}

const unix = (ticks: bigint): number => Number((ticks - UNIX_EPOCH_TICKS) / TICKS_PER_MILLISECOND);
const span = (minutes: number): TimeSpan => new TimeSpan(BigInt(minutes) * TICKS_PER_MINUTE);

function find(id: string | null): TimeZoneInfo {
  const wanted = required(id, 'id');
  if (wanted.toUpperCase() === 'UTC') return utc;
  const zone = ianaZone(wanted);
  if (zone === undefined)
    throwNet('System.TimeZoneNotFoundException', `The time zone ID '${wanted}' was not found on the local computer.`);
  const isIana = zone.toLowerCase() === wanted.toLowerCase();
  const windows = windowsIds().find((each) => each.toLowerCase() === wanted.toLowerCase());
  return new TimeZoneInfo(isIana ? zone : (windows ?? wanted), zone);
}

/** The offset of a zone for a DateTime: of the zone's own clock, unless the kind says that it is UTC or local. */
function offsetFor(zone: TimeZoneInfo, value: DateTime): number {
  if (value.kind === UNSPECIFIED) return localTime(zone.zone, unix(value.ticks)).offset;
  return offsetAt(zone.zone, unix(value.ticks));
}

const WRONG_KIND =
  'The conversion could not be completed because the supplied DateTime did not have the Kind property set correctly.  For example, when the Kind property is DateTimeKind.Local, the source time zone must be TimeZoneInfo.Local.';
const SKIPPED =
  'The supplied DateTime represents an invalid time.  For example, when the clock is adjusted forward, any time in the period that is skipped is invalid.';

function isUtcLike(zone: TimeZoneInfo): boolean {
  return zone.isUtc || zone.zone === 'Etc/UTC';
}

/** The UTC ticks of a clock time in a zone. Throws for skipped times and for kinds that contradict the zone. */
function toUtc(value: DateTime, source: TimeZoneInfo, call: CallInfo): bigint {
  const fits = value.kind === UNSPECIFIED || (value.kind === UTC ? source.isUtc : source === local(call));
  if (!fits) argument(WRONG_KIND, 'sourceTimeZone');
  if (isUtcLike(source)) return value.ticks;
  const { offset, invalid } = localTime(source.zone, unix(value.ticks));
  if (invalid) argument(SKIPPED, 'dateTime');
  return value.ticks - BigInt(offset) * TICKS_PER_MINUTE;
}

/** UTC ticks as the clock of a zone. */
function fromUtc(ticks: bigint, target: TimeZoneInfo, call: CallInfo): DateTime {
  if (target.isUtc) return new DateTime(ticks, UTC);
  const clock = ticks + BigInt(offsetAt(target.zone, unix(ticks))) * TICKS_PER_MINUTE;
  return new DateTime(clock, target === local(call) ? LOCAL : UNSPECIFIED);
}

/** The zone that a DateTime's kind stands for. */
function zoneOf(value: DateTime, call: CallInfo): TimeZoneInfo {
  return value.kind === UTC ? utc : local(call);
}

function convert(value: DateTime, source: TimeZoneInfo, target: TimeZoneInfo | null, call: CallInfo): DateTime {
  return fromUtc(toUtc(value, source, call), required(target, 'destinationTimeZone'), call);
}

function convertOffset(value: DateTimeOffset, target: TimeZoneInfo | null): DateTimeOffset {
  const zone = required(target, 'destinationTimeZone');
  const offset = offsetAt(zone.zone, unix(value.utcTicks));
  return new DateTimeOffset(value.utcTicks + BigInt(offset) * TICKS_PER_MINUTE, offset);
}

function displayName(zone: TimeZoneInfo, now: number): string {
  if (isUtcLike(zone)) return '(UTC) Coordinated Universal Time';
  const base = standardOffset(zone.zone, now);
  const magnitude = Math.abs(base);
  const pad = (part: number): string => String(part).padStart(2, '0');
  const sign = base < 0 ? '-' : '+';
  const offset = base === 0 ? '+00:00' : `${sign}${pad(Math.floor(magnitude / 60))}:${pad(magnitude % 60)}`;
  const city = (zone.zone.split('/').at(-1) ?? '').replaceAll('_', ' ');
  return `(UTC${offset}) ${zoneName(zone.zone, now, 'longGeneric')} (${city})`;
}

/** A moment of the present year in standard time, or in daylight saving time. */
function season(zone: TimeZoneInfo, now: number, daylight: boolean): number {
  const year = new Date(now).getUTCFullYear();
  const moments = [Date.UTC(year, 0, 15), Date.UTC(year, 6, 15)];
  const base = standardOffset(zone.zone, now);
  return moments.find((moment) => (offsetAt(zone.zone, moment) === base) !== daylight) ?? now;
}

function seasonName(zone: TimeZoneInfo, daylight: boolean, call: CallInfo): string {
  if (isUtcLike(zone)) return 'Coordinated Universal Time';
  const now = call.runtime.now();
  const name = zoneName(zone.zone, season(zone, now, daylight), 'long');
  return daylight ? name.replace('Standard Time', 'Daylight Time') : name;
}

const clock = (zone: TimeZoneInfo, value: DateTime): number =>
  value.kind === UNSPECIFIED ? unix(value.ticks) : unix(value.ticks) + offsetAt(zone.zone, unix(value.ticks)) * 60_000;

function ambiguousOffsets(zone: TimeZoneInfo, value: DateTime): NetArray {
  const { ambiguous } = localTime(zone.zone, clock(zone, value));
  if (!ambiguous) return argument('The supplied DateTime is not in an ambiguous time range.', 'dateTime');
  return new NetArray(arrayOf(TimeSpan.zero.netType), ambiguous.map(span));
}

defineType({
  name: 'System.TimeZoneInfo',
  kind: 'class',
  members: {
    'static TimeZoneInfo Utc { get; }': () => utc,
    'static TimeZoneInfo Local { get; }': local,
    'static TimeZoneInfo FindSystemTimeZoneById(string id)': find,
    'static bool TryFindSystemTimeZoneById(string id, out TimeZoneInfo timeZoneInfo)': (
      id: string | null,
      result: Ref,
    ) => {
      const known = id !== null && (id.toUpperCase() === 'UTC' || ianaZone(id) !== undefined);
      result.value = known ? find(id) : null;
      return known;
    },
    'static IReadOnlyList<TimeZoneInfo> GetSystemTimeZones()': () => listOf(zoneType, windowsIds().map(find)),
    'static DateTime ConvertTime(DateTime dateTime, TimeZoneInfo destinationTimeZone)': (
      value: DateTime,
      target: TimeZoneInfo | null,
      call: CallInfo,
    ) => convert(value, zoneOf(value, call), target, call),
    'static DateTime ConvertTime(DateTime dateTime, TimeZoneInfo sourceTimeZone, TimeZoneInfo destinationTimeZone)': (
      value: DateTime,
      source: TimeZoneInfo | null,
      target: TimeZoneInfo | null,
      call: CallInfo,
    ) => convert(value, required(source, 'sourceTimeZone'), target, call),
    'static DateTimeOffset ConvertTime(DateTimeOffset dateTimeOffset, TimeZoneInfo destinationTimeZone)': convertOffset,
    'static DateTime ConvertTimeToUtc(DateTime dateTime)': (value: DateTime, call: CallInfo) =>
      new DateTime(toUtc(value, zoneOf(value, call), call), UTC),
    'static DateTime ConvertTimeToUtc(DateTime dateTime, TimeZoneInfo sourceTimeZone)': (
      value: DateTime,
      source: TimeZoneInfo | null,
      call: CallInfo,
    ) => new DateTime(toUtc(value, required(source, 'sourceTimeZone'), call), UTC),
    'static DateTime ConvertTimeFromUtc(DateTime dateTime, TimeZoneInfo destinationTimeZone)': (
      value: DateTime,
      target: TimeZoneInfo | null,
      call: CallInfo,
    ) => convert(value, utc, target, call),
    'static DateTime ConvertTimeBySystemTimeZoneId(DateTime dateTime, string destinationTimeZoneId)': (
      value: DateTime,
      id: string | null,
      call: CallInfo,
    ) => convert(value, zoneOf(value, call), find(id), call),
    'static DateTime ConvertTimeBySystemTimeZoneId(DateTime dateTime, string sourceTimeZoneId, string destinationTimeZoneId)':
      (value: DateTime, source: string | null, target: string | null, call: CallInfo) =>
        convert(value, find(source), find(target), call),
    'static DateTimeOffset ConvertTimeBySystemTimeZoneId(DateTimeOffset dateTimeOffset, string destinationTimeZoneId)':
      (value: DateTimeOffset, id: string | null) => convertOffset(value, find(id)),
    'string Id { get; }': (self: TimeZoneInfo) => self.id,
    'bool HasIanaId { get; }': (self: TimeZoneInfo) => self.id === self.zone,
    'string DisplayName { get; }': (self: TimeZoneInfo, call: CallInfo) => displayName(self, call.runtime.now()),
    'string StandardName { get; }': (self: TimeZoneInfo, call: CallInfo) => seasonName(self, false, call),
    'string DaylightName { get; }': (self: TimeZoneInfo, call: CallInfo) => seasonName(self, true, call),
    'TimeSpan BaseUtcOffset { get; }': (self: TimeZoneInfo, call: CallInfo) =>
      span(standardOffset(self.zone, call.runtime.now())),
    'bool SupportsDaylightSavingTime { get; }': (self: TimeZoneInfo) => hasDaylightSaving(self.zone),
    'TimeSpan GetUtcOffset(DateTime dateTime)': (self: TimeZoneInfo, value: DateTime) => span(offsetFor(self, value)),
    'TimeSpan GetUtcOffset(DateTimeOffset dateTimeOffset)': (self: TimeZoneInfo, value: DateTimeOffset) =>
      span(offsetAt(self.zone, unix(value.utcTicks))),
    'bool IsDaylightSavingTime(DateTime dateTime)': (self: TimeZoneInfo, value: DateTime) =>
      offsetFor(self, value) !== standardOffset(self.zone, unix(value.ticks)),
    'bool IsDaylightSavingTime(DateTimeOffset dateTimeOffset)': (self: TimeZoneInfo, value: DateTimeOffset) =>
      offsetAt(self.zone, unix(value.utcTicks)) !== standardOffset(self.zone, unix(value.utcTicks)),
    'bool IsAmbiguousTime(DateTime dateTime)': (self: TimeZoneInfo, value: DateTime) =>
      localTime(self.zone, clock(self, value)).ambiguous !== null,
    'bool IsAmbiguousTime(DateTimeOffset dateTimeOffset)': (self: TimeZoneInfo, value: DateTimeOffset) =>
      localTime(self.zone, unix(convertOffset(value, self).ticks)).ambiguous !== null,
    'bool IsInvalidTime(DateTime dateTime)': (self: TimeZoneInfo, value: DateTime) =>
      value.kind === UNSPECIFIED && localTime(self.zone, unix(value.ticks)).invalid,
    'TimeSpan[] GetAmbiguousTimeOffsets(DateTime dateTime)': ambiguousOffsets,
    'bool HasSameRules(TimeZoneInfo other)': (self: TimeZoneInfo, other: TimeZoneInfo | null) =>
      self.zone === required(other, 'other').zone,
    'bool Equals(TimeZoneInfo other)': (self: TimeZoneInfo, other: TimeZoneInfo | null) => self.id === other?.id,
    'string ToString()': (self: TimeZoneInfo, call: CallInfo) => displayName(self, call.runtime.now()),
  },
});
