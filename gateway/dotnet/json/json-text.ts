/** Values as JSON text, in the spelling of Newtonsoft.Json's writer. */
import { NetDecimal } from '../core/decimal.ts';
import { T } from '../core/type-ref.ts';
import { Boxed, EnumValue, NetArray } from '../core/values.ts';
import { Guid } from '../primitives/guid.ts';
import { bytesOf } from '../primitives/net-arrays.ts';
import { Uri } from '../primitives/uri-value.ts';
import { toBase64 } from '../text/base64.ts';
import { invariantCulture } from '../text/culture.ts';
import { shortest } from '../text/number-format.ts';
import { DateTime, DateTimeOffset } from '../time/date-time-value.ts';
import { TimeSpan } from '../time/time-span.ts';
import { BigInteger } from './big-integer.ts';
import { writeDateTime, writeDateTimeOffset } from './json-date.ts';

const escapes: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
};

/** The characters that Newtonsoft escapes by default: quotes, backslash, C0 controls, NEL and the two line separators. */
const ESCAPED = /["\\\p{Cc}\u2028\u2029]/gu;

function escapeOne(ch: string): string {
  if (ch >= '\u007f' && ch <= '\u009f' && ch !== '\u0085') return ch;
  return escapes[ch] ?? `\\u${ch.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

/** A string with quotes. */
export function quote(text: string): string {
  return `"${text.replace(ESCAPED, escapeOne)}"`;
}

/** The shortest digits of a double in invariant "R" format. */
export function roundTrip(value: number, single: boolean): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? 'Infinity' : '-Infinity';
  return shortest(value, single, invariantCulture.number);
}

/** A floating-point number: always with a decimal point or exponent; NaN and infinities as strings. */
function writeFloat(value: number, single: boolean): string {
  const text = roundTrip(value, single);
  if (!Number.isFinite(value)) return `"${text}"`;
  return /[.E]/.test(text) ? text : `${text}.0`;
}

/** The JSON text of a primitive value in `object` form; undefined when the value is none. */
export function writePrimitive(value: unknown): string | undefined {
  if (value === null || value === undefined) return 'null';
  if (typeof value === 'string') return quote(value);
  if (typeof value === 'boolean') return value ? 'true' : 'false';
  if (value instanceof Boxed) {
    if (value.type === T.char) return quote(String.fromCharCode(Number(value.value)));
    if (value.type === T.double || value.type === T.float)
      return writeFloat(Number(value.value), value.type === T.float);
    return value.value.toString();
  }
  if (value instanceof NetDecimal) {
    const text = value.toString();
    return text.includes('.') ? text : `${text}.0`;
  }
  if (value instanceof EnumValue) return String(value.value);
  if (value instanceof BigInteger) return value.toText();
  if (value instanceof DateTime) return `"${writeDateTime(value)}"`;
  if (value instanceof DateTimeOffset) return `"${writeDateTimeOffset(value)}"`;
  if (value instanceof TimeSpan) return quote(value.toText());
  if (value instanceof Guid) return quote(value.toText());
  if (value instanceof Uri) return quote(value.originalString);
  if (value instanceof NetArray && value.items instanceof Uint8Array) return `"${toBase64(bytesOf(value))}"`;
  return undefined;
}
