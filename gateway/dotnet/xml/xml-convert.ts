/** System.Xml.XmlConvert as LINQ to XML uses it: values in XML Schema spelling. */
import { NetDecimal } from '../core/decimal.ts';
import type { Runtime } from '../core/define.ts';
import { throwNet } from '../core/exception.ts';
import { T } from '../core/type-ref.ts';
import { Boxed } from '../core/values.ts';
import { writeDateTime, writeDateTimeOffset } from '../json/json-date.ts';
import { toText } from '../primitives/virtual.ts';
import { invariantCulture } from '../text/culture.ts';
import { shortest } from '../text/number-format.ts';
import { DateTime, DateTimeOffset } from '../time/date-time-value.ts';
import { TICKS_PER_DAY, TICKS_PER_HOUR, TICKS_PER_MINUTE, TICKS_PER_SECOND } from '../time/ticks.ts';
import { TimeSpan } from '../time/time-span.ts';

/** A duration as `P1DT2H3M4.5S`. */
function writeDuration(ticks: bigint): string {
  if (ticks === 0n) return 'PT0S';
  const magnitude = ticks < 0n ? -ticks : ticks;
  const days = magnitude / TICKS_PER_DAY;
  const hours = (magnitude / TICKS_PER_HOUR) % 24n;
  const minutes = (magnitude / TICKS_PER_MINUTE) % 60n;
  const seconds = (magnitude / TICKS_PER_SECOND) % 60n;
  const fraction = String(magnitude % TICKS_PER_SECOND)
    .padStart(7, '0')
    .replace(/0+$/, '');
  let clock = '';
  if (hours) clock += `${hours}H`;
  if (minutes) clock += `${minutes}M`;
  if (seconds || fraction) clock += `${seconds}${fraction ? `.${fraction}` : ''}S`;
  return `${ticks < 0n ? '-' : ''}P${days ? `${days}D` : ''}${clock ? `T${clock}` : ''}`;
}

const DURATION = /^\s*(-)?P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:\.(\d+))?S)?)?\s*$/;

/** The ticks of a duration; a year counts 365 days and a month 30. Throws System.FormatException. */
export function readDuration(text: string): bigint {
  const match = DURATION.exec(text);
  if (!match || /(?:P|T)\s*$/.test(text))
    throwNet('System.FormatException', `The string '${text}' is not a valid TimeSpan value.`);
  const part = (index: number): bigint => BigInt(match[index] ?? 0);
  const days = part(2) * 365n + part(3) * 30n + part(4);
  const fraction = BigInt((match[8] ?? '').padEnd(7, '0').slice(0, 7));
  const ticks =
    days * TICKS_PER_DAY +
    part(5) * TICKS_PER_HOUR +
    part(6) * TICKS_PER_MINUTE +
    part(7) * TICKS_PER_SECOND +
    fraction;
  return match[1] ? -ticks : ticks;
}

/** A floating-point number: `INF` for infinity. */
function writeFloat(value: number, single: boolean): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? 'INF' : '-INF';
  return shortest(value, single, invariantCulture.number);
}

/** The text of a value in `object` form as content of an element or attribute. */
export function contentText(value: unknown, runtime: Runtime): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return value ? 'true' : 'false';
  if (value instanceof Boxed && (value.type === T.double || value.type === T.float))
    return writeFloat(Number(value.value), value.type === T.float);
  if (value instanceof NetDecimal) return value.toString();
  if (value instanceof DateTime) return writeDateTime(value);
  if (value instanceof DateTimeOffset)
    return value.offset === 0 ? writeDateTimeOffset(value).replace(/\+00:00$/, 'Z') : writeDateTimeOffset(value);
  if (value instanceof TimeSpan) return writeDuration(value.ticks);
  return toText(value, runtime);
}

/** `XmlConvert.ToBoolean` of lower-cased text. */
export function readBoolean(text: string): boolean {
  const word = text.toLowerCase().trim();
  if (word === 'true' || word === '1') return true;
  if (word === 'false' || word === '0') return false;
  return throwNet('System.FormatException', `The string '${text.toLowerCase()}' is not a valid Boolean value.`);
}
