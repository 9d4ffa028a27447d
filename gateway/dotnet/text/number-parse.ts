/** Parsing of numbers under System.Globalization.NumberStyles, as .NET 10's number parser does it. */
import { NetDecimal } from '../core/decimal.ts';
import { throwNet } from '../core/exception.ts';
import type { Culture, NumberInfo } from './culture.ts';

/** System.Globalization.NumberStyles. */
export const NumberStyles = {
  None: 0,
  AllowLeadingWhite: 1,
  AllowTrailingWhite: 2,
  AllowLeadingSign: 4,
  AllowTrailingSign: 8,
  AllowParentheses: 16,
  AllowDecimalPoint: 32,
  AllowThousands: 64,
  AllowExponent: 128,
  AllowCurrencySymbol: 256,
  AllowHexSpecifier: 512,
  AllowBinarySpecifier: 1024,
  Integer: 7,
  HexNumber: 515,
  BinaryNumber: 1027,
  Number: 111,
  Float: 167,
  Currency: 383,
  Any: 511,
} as const;

interface Parsed {
  negative: boolean;
  /** Significant digits without leading zeros. */
  digits: string;
  /** The value is `0.digits * 10^scale`. */
  scale: number;
}

/** Outcome of parsing: the value, or why there is none. */
export type ParseResult<V> = { ok: true; value: V } | { ok: false; reason: 'format' | 'overflow' };

const isWhite = (ch: string | undefined): boolean => ch !== undefined && (ch === ' ' || (ch >= '\t' && ch <= '\r'));
const isDigit = (ch: string | undefined): boolean => ch !== undefined && ch >= '0' && ch <= '9';

/** Scans `text`; undefined when it is not a number under `styles`. */
function scan(text: string, styles: number, info: NumberInfo, integer: boolean): Parsed | undefined {
  const currency = (styles & NumberStyles.AllowCurrencySymbol) !== 0;
  const decimalSeparator = currency ? info.currencyDecimalSeparator : info.decimalSeparator;
  const groupSeparator = currency ? info.currencyGroupSeparator : info.groupSeparator;
  let p = 0;
  let sign = false;
  let parens = false;
  let seenCurrency = false;
  let negative = false;
  let symbol = currency ? info.currencySymbol : '';
  const match = (token: string): boolean => {
    if (token === '' || !startsWith(text, token, p)) return false;
    p += token.length;
    return true;
  };
  const matchSign = (): boolean => {
    if (match(info.positiveSign)) return true;
    if (match(info.negativeSign) || match('-') || match('\u2212')) {
      negative = true;
      return true;
    }
    return false;
  };
  for (;;) {
    const ch = text[p];
    const skipsWhite =
      isWhite(ch) &&
      (styles & NumberStyles.AllowLeadingWhite) !== 0 &&
      (!sign || seenCurrency || info.negativePattern === 2);
    if (skipsWhite) {
      p++;
      continue;
    }
    if ((styles & NumberStyles.AllowLeadingSign) !== 0 && !sign && matchSign()) {
      sign = true;
    } else if (ch === '(' && (styles & NumberStyles.AllowParentheses) !== 0 && !sign) {
      sign = true;
      parens = true;
      negative = true;
      p++;
    } else if (match(symbol)) {
      seenCurrency = true;
      symbol = '';
    } else break;
  }
  let digits = '';
  let scale = 0;
  let hasDigits = false;
  let point = false;
  for (;;) {
    const ch = text[p];
    if (isDigit(ch)) {
      hasDigits = true;
      if (ch !== '0' || digits !== '') {
        digits += ch;
        if (!point) scale++;
      } else if (point) scale--;
      p++;
    } else if (
      (styles & NumberStyles.AllowDecimalPoint) !== 0 &&
      !point &&
      (match(decimalSeparator) || (currency && !seenCurrency && match(info.decimalSeparator)))
    ) {
      point = true;
    } else if (
      (styles & NumberStyles.AllowThousands) !== 0 &&
      hasDigits &&
      !point &&
      (match(groupSeparator) || (currency && !seenCurrency && match(info.groupSeparator)))
    ) {
      // group separators carry no meaning
    } else break;
  }
  if (!hasDigits) return undefined;
  if ((text[p] === 'e' || text[p] === 'E') && (styles & NumberStyles.AllowExponent) !== 0) {
    const start = p;
    p++;
    let negativeExponent = false;
    if (!match(info.positiveSign) && (match(info.negativeSign) || match('-'))) negativeExponent = true;
    if (isDigit(text[p])) {
      let exponent = 0;
      while (isDigit(text[p])) exponent = Math.min(exponent * 10 + Number(text[p++]), 99_999);
      scale += negativeExponent ? -exponent : exponent;
    } else p = start;
  }
  for (;;) {
    const ch = text[p];
    if (isWhite(ch) && (styles & NumberStyles.AllowTrailingWhite) !== 0) {
      p++;
      continue;
    }
    if ((styles & NumberStyles.AllowTrailingSign) !== 0 && !sign && matchSign()) sign = true;
    else if (ch === ')' && parens) {
      parens = false;
      p++;
    } else if (match(symbol)) symbol = '';
    else break;
  }
  if (parens) return undefined;
  if (digits === '') {
    scale = 0;
    if (integer && !point) negative = false;
  }
  while (p < text.length) if (text[p++] !== '\0') return undefined;
  return { negative, digits: digits.replace(/0+$/, ''), scale };
}

/** A no-break space in a separator also matches an ordinary space, as .NET does for French and others. */
function startsWith(text: string, token: string, at: number): boolean {
  for (let i = 0; i < token.length; i++) {
    const have = text[at + i];
    const want = token[i];
    if (have === want) continue;
    if (have === ' ' && (want === '\u00a0' || want === '\u202f')) continue;
    return false;
  }
  return true;
}

/** Throws System.ArgumentException for style combinations that .NET refuses. */
export function checkIntegerStyles(styles: number): void {
  if ((styles & ~2047) !== 0)
    throwNet('System.ArgumentException', "An undefined NumberStyles value is being used. (Parameter 'style')");
  const special = styles & (NumberStyles.AllowHexSpecifier | NumberStyles.AllowBinarySpecifier);
  if (special !== 0 && ((styles & ~515 & ~1024) !== 0 || special === 1536)) {
    throwNet(
      'System.ArgumentException',
      'With the AllowHexSpecifier or AllowBinarySpecifier bit set in the enum bit field, the only other valid bits that can be combined into the enum value must be AllowLeadingWhite and AllowTrailingWhite. ' +
        "(Parameter 'style')",
    );
  }
}

/** Throws System.ArgumentException for styles that floating-point types do not support. */
export function checkFloatStyles(styles: number): void {
  if ((styles & ~2047) !== 0)
    throwNet('System.ArgumentException', "An undefined NumberStyles value is being used. (Parameter 'style')");
  if ((styles & (NumberStyles.AllowHexSpecifier | NumberStyles.AllowBinarySpecifier)) !== 0) {
    throwNet(
      'System.ArgumentException',
      "The number styles AllowHexSpecifier and AllowBinarySpecifier are not supported on floating point data types. (Parameter 'style')",
    );
  }
}

/** Parses an integer of `bits` bits. */
export function parseInteger(
  text: string,
  bits: number,
  signed: boolean,
  styles: number,
  culture: Culture,
): ParseResult<bigint> {
  if ((styles & (NumberStyles.AllowHexSpecifier | NumberStyles.AllowBinarySpecifier)) !== 0)
    return parseRadix(text, bits, signed, styles);
  const parsed = scan(text, styles, culture.number, true);
  if (!parsed) return { ok: false, reason: 'format' };
  if (parsed.digits.length > Math.max(parsed.scale, 0) || parsed.scale > 40) return { ok: false, reason: 'overflow' };
  let value = BigInt(parsed.digits.padEnd(parsed.scale, '0') || '0');
  if (parsed.negative) value = -value;
  const fits = signed ? BigInt.asIntN(bits, value) === value : BigInt.asUintN(bits, value) === value;
  return fits ? { ok: true, value } : { ok: false, reason: 'overflow' };
}

function parseRadix(text: string, bits: number, signed: boolean, styles: number): ParseResult<bigint> {
  let body = text;
  if ((styles & NumberStyles.AllowLeadingWhite) !== 0) body = body.replace(/^[ \t-\r]+/, '');
  body = body.replace(/\0+$/, '');
  if ((styles & NumberStyles.AllowTrailingWhite) !== 0) body = body.replace(/[ \t-\r]+$/, '');
  const hex = (styles & NumberStyles.AllowHexSpecifier) !== 0;
  if (!(hex ? /^[0-9A-Fa-f]+$/ : /^[01]+$/).test(body)) return { ok: false, reason: 'format' };
  const trimmed = body.replace(/^0+/, '');
  if (trimmed.length > (hex ? bits / 4 : bits)) return { ok: false, reason: 'overflow' };
  const value = BigInt(`${hex ? '0x' : '0b'}${trimmed || '0'}`);
  return { ok: true, value: signed ? BigInt.asIntN(bits, value) : value };
}

/** Parses a decimal. */
export function parseDecimal(text: string, styles: number, culture: Culture): ParseResult<NetDecimal> {
  const parsed = scan(text, styles, culture.number, false);
  if (!parsed) return { ok: false, reason: 'format' };
  if (parsed.scale > 29)
    return parsed.digits === '' ? { ok: true, value: NetDecimal.zero } : { ok: false, reason: 'overflow' };
  const written = writtenScale(text, culture.number, styles);
  let digits = parsed.digits === '' ? '0' : parsed.digits;
  let scale = parsed.digits === '' ? 0 : digits.length - parsed.scale;
  while (scale < Math.min(written, 28) && digits.length < 29) {
    digits += '0';
    scale++;
  }
  if (scale > 60) return { ok: true, value: NetDecimal.of(0n, 28) };
  try {
    const value = NetDecimal.of(BigInt(parsed.negative ? `-${digits}` : digits), scale);
    return { ok: true, value };
  } catch {
    return { ok: false, reason: 'overflow' };
  }
}

/** Fraction digits as written, less the exponent: a decimal remembers trailing zeros. */
function writtenScale(text: string, info: NumberInfo, styles: number): number {
  const currency = (styles & NumberStyles.AllowCurrencySymbol) !== 0;
  const separators = currency ? [info.currencyDecimalSeparator, info.decimalSeparator] : [info.decimalSeparator];
  for (const separator of separators) {
    const at = text.indexOf(separator);
    if (at < 0) continue;
    const match = /^(\d*)(?:[eE]([+-]?\d+))?/.exec(text.slice(at + separator.length));
    return Math.max((match?.[1]?.length ?? 0) - Number(match?.[2] ?? 0), 0);
  }
  return 0;
}

/** Parses a double, or a float when `single`; values out of range become infinity or zero. */
export function parseFloatingPoint(
  text: string,
  single: boolean,
  styles: number,
  culture: Culture,
): ParseResult<number> {
  const info = culture.number;
  const parsed = scan(text, styles, info, false);
  if (parsed) {
    const literal = `${parsed.negative ? '-' : ''}0.${parsed.digits || '0'}e${parsed.scale}`;
    const value = Number(literal);
    return { ok: true, value: single ? toSingle(value, parsed) : value };
  }
  const trimmed = text.replace(/^[ \t-\r]+|[ \t-\r]+$/g, '');
  const lower = trimmed.toLowerCase();
  if (lower === info.positiveInfinity.toLowerCase()) return { ok: true, value: Number.POSITIVE_INFINITY };
  if (lower === info.negativeInfinity.toLowerCase()) return { ok: true, value: Number.NEGATIVE_INFINITY };
  const nan = info.nan.toLowerCase();
  if (lower === nan) return { ok: true, value: Number.NaN };
  if (lower.startsWith(info.positiveSign)) {
    const rest = lower.slice(info.positiveSign.length);
    if (rest === info.positiveInfinity.toLowerCase()) return { ok: true, value: Number.POSITIVE_INFINITY };
    if (rest === nan) return { ok: true, value: Number.NaN };
  } else if (lower === info.negativeSign + nan) return { ok: true, value: Number.NaN };
  return { ok: false, reason: 'format' };
}

/** The float nearest to the decimal digits; a double in between may only round again when it is not a tie. */
function toSingle(value: number, parsed: Parsed): number {
  const nearest = Math.fround(value);
  if (nearest === value || !Number.isFinite(value)) return nearest;
  const other = nearest > value ? nextSingle(nearest, -1) : nextSingle(nearest, 1);
  if (Math.abs(nearest - value) !== Math.abs(other - value)) return nearest;
  const digits = BigInt(parsed.digits || '0');
  const exponent = parsed.scale - parsed.digits.length;
  const [whole = '0', fraction = ''] = Math.abs(value).toPrecision(100).split('.');
  if (whole.includes('e') || fraction.includes('e')) return nearest;
  const exact = BigInt(whole + fraction);
  const left = exponent + fraction.length >= 0 ? digits * 10n ** BigInt(exponent + fraction.length) : digits;
  const right = exponent + fraction.length >= 0 ? exact : exact * 10n ** BigInt(-(exponent + fraction.length));
  if (left === right) return nearest;
  const larger = Math.abs(nearest) > Math.abs(other) ? nearest : other;
  const smaller = larger === nearest ? other : nearest;
  return left > right ? larger : smaller;
}

const singleView = new DataView(new ArrayBuffer(4));

function nextSingle(value: number, direction: 1 | -1): number {
  singleView.setFloat32(0, value);
  singleView.setInt32(0, singleView.getInt32(0) + (value >= 0 ? direction : -direction));
  return singleView.getFloat32(0);
}

/** Throws the exception .NET throws for a result that is not a number. */
export function raise(reason: 'format' | 'overflow', text: string, typeWords: string): never {
  if (reason === 'format')
    return throwNet('System.FormatException', `The input string '${text}' was not in a correct format.`);
  return throwNet('System.OverflowException', `Value was either too large or too small for ${typeWords}.`);
}
