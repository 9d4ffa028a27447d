/** A number as canonical form writes it: itself when finite (JSON keeps every bit), the others and -0 by name. */
export function canonicalNumber(value: number): number | string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? 'Infinity' : '-Infinity';
  return Object.is(value, -0) ? '-0' : value;
}

const TICKS_PER_MILLISECOND = 10_000n;
/** Ticks from 0001-01-01 to the Unix epoch. */
const EPOCH = 621_355_968_000_000_000n;

/** `2024-01-05T10:20:30.1234567` of a count of 100-nanosecond ticks since 0001-01-01. */
export function canonicalClock(ticks: bigint): string {
  const sinceEpoch = ticks - EPOCH;
  const remainder = ((sinceEpoch % TICKS_PER_MILLISECOND) + TICKS_PER_MILLISECOND) % TICKS_PER_MILLISECOND;
  const milliseconds = Number((sinceEpoch - remainder) / TICKS_PER_MILLISECOND);
  return `${new Date(milliseconds).toISOString().slice(0, -1)}${String(remainder).padStart(4, '0')}`;
}

/** The text of a decimal with its scale: `1.50` is 150 scaled by 2. */
export function canonicalDecimal(coefficient: bigint, scale: number): string {
  const digits = String(coefficient < 0n ? -coefficient : coefficient).padStart(scale + 1, '0');
  const sign = coefficient < 0n ? '-' : '';
  return scale === 0 ? sign + digits : `${sign}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}
