/**
 * The decimal digits of a number before formatting, as .NET's own formatter sees it: the value is `0.digits * 10^scale`.
 */

/** Digits of a number to be formatted. */
export interface NumberBuffer {
  readonly kind: 'integer' | 'decimal' | 'float';
  negative: boolean;
  /** Without leading zeros; empty for zero. */
  digits: string;
  scale: number;
  /** The digits were already rounded to what the format needs, correctly: they are cut, not rounded again. */
  readonly rounded: boolean;
}

/** How many digits of a floating-point number are wanted. */
export type Precision = { significant: number } | { fraction: number } | 'shortest';

const view = new DataView(new ArrayBuffer(8));

/** The exact decimal expansion of a finite positive double. */
function exactDigits(value: number): { digits: string; scale: number } {
  view.setFloat64(0, value);
  const bits = view.getBigUint64(0);
  const biased = Number((bits >> 52n) & 0x7ffn);
  const fraction = bits & 0xfffffffffffffn;
  const mantissa = biased === 0 ? fraction : fraction | 0x10000000000000n;
  const exponent = (biased === 0 ? 1 : biased) - 1075;
  if (exponent >= 0) {
    const digits = (mantissa << BigInt(exponent)).toString();
    return { digits, scale: digits.length };
  }
  const digits = (mantissa * 5n ** BigInt(-exponent)).toString();
  return { digits, scale: digits.length + exponent };
}

/** The digits as text cut at `count`, half to even on exact ties. */
function roundDigits(digits: string, scale: number, count: number): { digits: string; scale: number } {
  if (count < 0) return { digits: '', scale: 0 };
  if (count >= digits.length) return { digits, scale };
  const next = digits.charCodeAt(count) - 48;
  const exactTie = next === 5 && /^0*$/.test(digits.slice(count + 1));
  const last = count === 0 ? 0 : digits.charCodeAt(count - 1) - 48;
  const up = next > 5 || (next === 5 && (!exactTie || last % 2 === 1));
  const kept = digits.slice(0, count);
  if (!up) return { digits: kept, scale };
  if (count === 0) return { digits: '1', scale: scale + 1 };
  const increased = (BigInt(kept) + 1n).toString();
  return increased.length > kept.length ? { digits: increased, scale: scale + 1 } : { digits: increased, scale };
}

/** The fewest digits that read back as the same number. */
function shortestDigits(value: number, single: boolean): { digits: string; scale: number } {
  let text = value.toExponential();
  if (single) {
    for (let precision = 1; precision <= 9; precision++) {
      text = value.toExponential(precision - 1);
      if (Math.fround(Number(text)) === value) break;
    }
  }
  const [mantissa = '0', exponent = '0'] = text.split('e');
  return { digits: mantissa.replace('.', ''), scale: Number(exponent) + 1 };
}

/** The buffer of a finite double or float. */
export function floatBuffer(value: number, single: boolean, precision: Precision): NumberBuffer {
  const negative = value < 0 || Object.is(value, -0);
  if (value === 0) return { kind: 'float', negative, digits: '', scale: 0, rounded: true };
  const magnitude = Math.abs(value);
  let found: { digits: string; scale: number };
  if (precision === 'shortest') found = shortestDigits(magnitude, single);
  else {
    const exact = exactDigits(magnitude);
    const count = 'significant' in precision ? precision.significant : exact.scale + precision.fraction;
    found = roundDigits(exact.digits, exact.scale, count);
  }
  const digits = found.digits.replace(/0+$/, '');
  return { kind: 'float', negative, digits, scale: digits === '' ? 0 : found.scale, rounded: true };
}

/** The buffer of an integer. */
export function integerBuffer(value: bigint): NumberBuffer {
  const text = (value < 0n ? -value : value).toString();
  if (text === '0') return { kind: 'integer', negative: false, digits: '', scale: 0, rounded: false };
  return { kind: 'integer', negative: value < 0n, digits: text.replace(/0+$/, ''), scale: text.length, rounded: false };
}

/** The buffer of a decimal, trailing zeros kept. */
export function decimalBuffer(coefficient: bigint, scale: number): NumberBuffer {
  const text = (coefficient < 0n ? -coefficient : coefficient).toString();
  const digits = text === '0' ? '' : text;
  return { kind: 'decimal', negative: coefficient < 0n, digits, scale: digits.length - scale, rounded: false };
}

/** Rounds to `position` digits, half away from zero, and drops trailing zeros; zero loses its sign unless it is a float. */
export function roundBuffer(buffer: NumberBuffer, position: number, alreadyRounded: boolean): void {
  const { digits } = buffer;
  let end = Math.min(Math.max(position, 0), digits.length);
  if (position >= 0 && end === position && end < digits.length && !alreadyRounded && digits.charCodeAt(end) >= 53) {
    while (end > 0 && digits[end - 1] === '9') end--;
    if (end > 0) {
      buffer.digits = digits.slice(0, end - 1) + String.fromCharCode(digits.charCodeAt(end - 1) + 1);
    } else {
      buffer.digits = '1';
      buffer.scale++;
    }
    return;
  }
  while (end > 0 && digits[end - 1] === '0') end--;
  buffer.digits = digits.slice(0, end);
  if (end === 0) {
    if (buffer.kind !== 'float') buffer.negative = false;
    buffer.scale = 0;
  }
}
