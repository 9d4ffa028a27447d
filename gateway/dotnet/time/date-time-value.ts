/** The values of System.DateTime and System.DateTimeOffset; their members are declared in the files named after them. */
import type { Runtime } from '../core/define.ts';
import { throwNet } from '../core/exception.ts';
import { named, type TypeRef } from '../core/type-ref.ts';
import { NetObject } from '../core/values.ts';
import { argument, outOfRange } from '../primitives/argument-errors.ts';
import { longHash } from '../primitives/hash.ts';
import { type Culture, currentCulture } from '../text/culture.ts';
import { formatDateTime } from './date-time-format.ts';
import { MAX_TICKS, TICKS_PER_MINUTE, ticksFromUnix } from './ticks.ts';

const dateTimeType = named('System.DateTime');
const offsetType = named('System.DateTimeOffset');

/** System.DateTimeKind. */
export const UNSPECIFIED = 0;
export const UTC = 1;
export const LOCAL = 2;
/** DateTimeKind: 0 unspecified, 1 UTC, 2 local. */
export type Kind = 0 | 1 | 2;

/**
 * System.DateTime. The local time zone of a gateway is UTC (Azure's hosts and the containers of self-hosted gateways run
 * in UTC), so local and UTC clocks agree and only the kind differs.
 */
export class DateTime extends NetObject {
  readonly ticks: bigint;
  readonly kind: Kind;
  constructor(ticks: bigint, kind: Kind = UNSPECIFIED) {
    super();
    this.ticks = ticks;
    this.kind = kind;
  }
  static readonly minValue: DateTime = new DateTime(0n);
  static readonly maxValue: DateTime = new DateTime(MAX_TICKS);
  static now(runtime: Runtime, kind: Kind): DateTime {
    return new DateTime(ticksFromUnix(runtime.now()), kind);
  }
  override get netType(): TypeRef {
    return dateTimeType;
  }
  toText(runtime: Runtime): string {
    return this.formatText(null, currentCulture(runtime));
  }
  formatText(format: string | null, culture: Culture, _runtime?: Runtime): string {
    return formatDateTime({ ticks: this.ticks, kind: this.kind, offset: null }, format, culture);
  }
  equalityKey(): string {
    return `datetime:${this.ticks}`;
  }
  compareTo(other: unknown): number {
    if (!(other instanceof DateTime)) return argument('Object must be of type DateTime.');
    return this.ticks < other.ticks ? -1 : this.ticks > other.ticks ? 1 : 0;
  }
  hash(): number {
    return longHash(this.ticks);
  }
}

/** System.DateTimeOffset: a clock and its distance from UTC in minutes. */
export class DateTimeOffset extends NetObject {
  /** Ticks of the clock as shown. */
  readonly ticks: bigint;
  readonly offset: number;
  constructor(ticks: bigint, offset: number) {
    super();
    this.ticks = ticks;
    this.offset = offset;
  }
  static readonly minValue: DateTimeOffset = new DateTimeOffset(0n, 0);
  static readonly maxValue: DateTimeOffset = new DateTimeOffset(MAX_TICKS, 0);
  static now(runtime: Runtime): DateTimeOffset {
    return new DateTimeOffset(ticksFromUnix(runtime.now()), 0);
  }
  get utcTicks(): bigint {
    return this.ticks - BigInt(this.offset) * TICKS_PER_MINUTE;
  }
  override get netType(): TypeRef {
    return offsetType;
  }
  toText(runtime: Runtime): string {
    return this.formatText(null, currentCulture(runtime));
  }
  formatText(format: string | null, culture: Culture, _runtime?: Runtime): string {
    return formatDateTime({ ticks: this.ticks, kind: UNSPECIFIED, offset: this.offset }, format, culture);
  }
  equalityKey(): string {
    return `datetimeoffset:${this.utcTicks}`;
  }
  compareTo(other: unknown): number {
    if (!(other instanceof DateTimeOffset)) return argument('Object must be of type DateTimeOffset.');
    return this.utcTicks < other.utcTicks ? -1 : this.utcTicks > other.utcTicks ? 1 : 0;
  }
  hash(): number {
    return longHash(this.utcTicks);
  }
}

/** Throws the ArgumentOutOfRangeException of date arithmetic. */
export function unrepresentable(parameter = 'value'): never {
  return outOfRange(parameter, 'The added or subtracted value results in an un-representable DateTime.');
}

/** Throws unless an offset of `ticks` is in whole minutes and within 14 hours. @returns minutes */
export function checkOffset(ticks: bigint): number {
  if (ticks % TICKS_PER_MINUTE !== 0n) argument('Offset must be specified in whole minutes.', 'offset');
  const minutes = Number(ticks / TICKS_PER_MINUTE);
  if (Math.abs(minutes) > 14 * 60)
    throwNet(
      'System.ArgumentOutOfRangeException',
      "Offset must be within plus or minus 14 hours. (Parameter 'offset')",
    );
  return minutes;
}

/** A DateTimeOffset of a clock and an offset. Throws when the UTC time is out of range. */
export function offsetFrom(ticks: bigint, minutes: number): DateTimeOffset {
  const result = new DateTimeOffset(ticks, minutes);
  if (result.utcTicks < 0n || result.utcTicks > MAX_TICKS) {
    throwNet(
      'System.ArgumentOutOfRangeException',
      "The UTC time represented when the offset is applied must be between year 0 and 10,000. (Parameter 'offset')",
    );
  }
  return result;
}
