/** Dates in JSON strings: what Newtonsoft.Json recognises when it parses, and how it writes them. */
import { DateTime, type DateTimeOffset, LOCAL, UNSPECIFIED, UTC } from '../time/date-time-value.ts';
import {
  isDate,
  MAX_TICKS,
  partsOf,
  TICKS_PER_MILLISECOND,
  TICKS_PER_MINUTE,
  ticksOf,
  UNIX_EPOCH_TICKS,
} from '../time/ticks.ts';

const ISO = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d{1,7}))?(Z|z|[+-]\d\d(?::?\d\d)?)?$/;
const MICROSOFT = /^\/Date\((-?\d+)([+-]\d{2,4})?\)\/$/;

/** The date that a string token stands for; null when it is only a string. */
export function readDate(text: string): DateTime | null {
  if (text.length < 9 || text.length > 40) return null;
  if (text[0] === '/') return readMicrosoft(text);
  if (text.length < 19 || text[10] !== 'T') return null;
  const match = ISO.exec(text);
  if (!match) return null;
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  if (!isDate(year, month, day) || hour > 24 || minute > 59 || second > 59) return null;
  const fraction = (match[7] ?? '').padEnd(7, '0');
  if (hour === 24 && (minute !== 0 || second !== 0 || Number(fraction) !== 0)) return null;
  let ticks = ticksOf(year, month, day, 0, minute, second, BigInt(fraction)) + BigInt(hour) * 36_000_000_000n;
  if (ticks > MAX_TICKS) return null;
  const zone = match[8];
  if (zone === undefined) return new DateTime(ticks, UNSPECIFIED);
  if (zone === 'Z' || zone === 'z') return new DateTime(ticks, UTC);
  const digits = zone.slice(1).replace(':', '');
  const minutes = BigInt(Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2) || '0'));
  ticks += (zone[0] === '-' ? minutes : -minutes) * TICKS_PER_MINUTE;
  if (ticks < 0n) ticks = 0n;
  return new DateTime(ticks > MAX_TICKS ? MAX_TICKS : ticks, LOCAL);
}

function readMicrosoft(text: string): DateTime | null {
  const match = MICROSOFT.exec(text);
  if (!match) return null;
  const ticks = UNIX_EPOCH_TICKS + BigInt(match[1] ?? '0') * TICKS_PER_MILLISECOND;
  if (ticks < 0n || ticks > MAX_TICKS) return null;
  return new DateTime(ticks, match[2] === undefined ? UTC : LOCAL);
}

const pad = (value: number, digits: number): string => String(value).padStart(digits, '0');

function clock(ticks: bigint): string {
  const p = partsOf(ticks);
  const fraction = p.fraction === 0 ? '' : `.${pad(p.fraction, 7).replace(/0+$/, '')}`;
  return `${pad(p.year, 4)}-${pad(p.month, 2)}-${pad(p.day, 2)}T${pad(p.hour, 2)}:${pad(p.minute, 2)}:${pad(p.second, 2)}${fraction}`;
}

/** The ISO form without quotes; the kind decides about the zone. */
export function writeDateTime(value: DateTime): string {
  const zone = value.kind === UTC ? 'Z' : value.kind === LOCAL ? '+00:00' : '';
  return clock(value.ticks) + zone;
}

/** The ISO form with its offset, without quotes. */
export function writeDateTimeOffset(value: DateTimeOffset): string {
  const magnitude = Math.abs(value.offset);
  const sign = value.offset < 0 ? '-' : '+';
  return `${clock(value.ticks)}${sign}${pad(Math.floor(magnitude / 60), 2)}:${pad(magnitude % 60, 2)}`;
}
