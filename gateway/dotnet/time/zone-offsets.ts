/** Offsets of IANA time zones, from the data that Node itself carries. */
import windowsZones from './windows-zones.json' with { type: 'json' };

const formats = new Map<string, Intl.DateTimeFormat>();
const MINUTE = 60_000;
const HALF_YEAR = 182 * 86_400_000;

/** The IANA zone for a Windows or IANA id; undefined when there is none. */
export function ianaZone(id: string): string | undefined {
  const windows = Object.entries(windowsZones).find(([name]) => name.toLowerCase() === id.toLowerCase());
  if (windows) return windows[1];
  if (!/^[A-Za-z][\w+\-/]*$/.test(id)) return undefined;
  const known = zoneNames().get(id.toLowerCase());
  if (known) return known;
  try {
    new Intl.DateTimeFormat('en-US', { timeZone: id });
    return id.includes('/') || /^(UTC|GMT)$/i.test(id) ? id : undefined;
  } catch {
    return undefined;
  }
}

let names: Map<string, string> | undefined;

function zoneNames(): Map<string, string> {
  names ??= new Map(Intl.supportedValuesOf('timeZone').map((name) => [name.toLowerCase(), name]));
  return names;
}

/** The Windows ids that are known. */
export function windowsIds(): string[] {
  return Object.keys(windowsZones);
}

function format(zone: string): Intl.DateTimeFormat {
  let known = formats.get(zone);
  if (!known) {
    known = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' });
    formats.set(zone, known);
  }
  return known;
}

/** Minutes from UTC at a moment (Unix milliseconds); .NET knows whole minutes only. */
export function offsetAt(zone: string, moment: number): number {
  if (zone === 'UTC' || zone === 'Etc/UTC') return 0;
  const name = format(zone)
    .formatToParts(moment)
    .find((part) => part.type === 'timeZoneName')?.value;
  const match = /GMT(?:([+-])(\d\d):(\d\d))?/.exec(name ?? '');
  if (!match?.[1]) return 0;
  const minutes = Number(match[2]) * 60 + Number(match[3]);
  return match[1] === '-' ? -minutes : minutes;
}

/** Minutes of standard time in the year of a moment: the smaller offset, except where winter has the exception. */
export function standardOffset(zone: string, moment: number): number {
  const a = offsetAt(zone, moment);
  const b = offsetAt(zone, moment + HALF_YEAR);
  const year = new Date(moment).getUTCFullYear();
  const january = offsetAt(zone, Date.UTC(year, 0, 15));
  const july = offsetAt(zone, Date.UTC(year, 6, 15));
  if (zone === 'Europe/Dublin') return Math.max(january, july);
  return Math.min(january, july, Math.max(a, b));
}

/** What a clock time in a zone means. */
export interface LocalTime {
  /** The offset that applies; of two, the one of standard time. */
  readonly offset: number;
  /** Both offsets of a time that occurs twice. */
  readonly ambiguous: readonly [number, number] | null;
  /** The time is skipped. */
  readonly invalid: boolean;
}

/** @param clock the time that a clock in the zone shows, as if it were Unix milliseconds */
export function localTime(zone: string, clock: number): LocalTime {
  const before = offsetAt(zone, clock - 24 * 60 * MINUTE);
  const after = offsetAt(zone, clock + 24 * 60 * MINUTE);
  if (before === after) return { offset: before, ambiguous: null, invalid: false };
  const holds = (offset: number): boolean => offsetAt(zone, clock - offset * MINUTE) === offset;
  const [low, high] = before < after ? [before, after] : [after, before];
  const both = holds(before) && holds(after);
  if (both) return { offset: low, ambiguous: [low, high], invalid: false };
  if (holds(before)) return { offset: before, ambiguous: null, invalid: false };
  if (holds(after)) return { offset: after, ambiguous: null, invalid: false };
  return { offset: low, ambiguous: null, invalid: true };
}

const saving = new Map<string, boolean>();

/** Whether the zone has, or ever had, daylight saving time. */
export function hasDaylightSaving(zone: string): boolean {
  let known = saving.get(zone);
  if (known === undefined) {
    known = false;
    for (let year = 1916; year <= 2037 && !known; year++)
      known = offsetAt(zone, Date.UTC(year, 0, 15)) !== offsetAt(zone, Date.UTC(year, 6, 15));
    saving.set(zone, known);
  }
  return known;
}

/** The zone's name in English. */
export function zoneName(zone: string, moment: number, style: 'long' | 'longGeneric'): string {
  const parts = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: style }).formatToParts(moment);
  return parts.find((part) => part.type === 'timeZoneName')?.value ?? zone;
}
