import { type CallInfo, defineType, type Ref } from '../core/define.ts';
import { throwNet } from '../core/exception.ts';
import { named, type TypeRef } from '../core/type-ref.ts';
import { type NetArray, NetObject } from '../core/values.ts';
import { trim } from '../text/white-space.ts';
import { argument, required } from './argument-errors.ts';
import { type ParsedGuid, parseAnyGuid, parseExactGuid } from './guid-parse.ts';
import { bytes, bytesOf } from './net-arrays.ts';

const guidType = named('System.Guid');

/** System.Guid: 32 hexadecimal digits in the order in which they are written. */
export class Guid extends NetObject {
  /** Lower-case digits without dashes. */
  readonly digits: string;
  constructor(digits: string) {
    super();
    this.digits = digits.toLowerCase();
  }
  static readonly empty: Guid = new Guid('0'.repeat(32));
  /** From the 16 bytes of `ToByteArray`: the first three groups are little-endian. */
  static fromBytes(source: Uint8Array): Guid {
    const hex = Array.from(source, (byte) => byte.toString(16).padStart(2, '0'));
    return new Guid(byteOrder.map((index) => hex[index]).join(''));
  }
  override get netType(): TypeRef {
    return guidType;
  }
  toBytes(): Uint8Array {
    const result = new Uint8Array(16);
    byteOrder.forEach((index, position) => {
      result[index] = Number.parseInt(this.digits.slice(position * 2, position * 2 + 2), 16);
    });
    return result;
  }
  toText(): string {
    return this.format('D');
  }
  formatText(format: string | null): string {
    return this.format(format);
  }
  equalityKey(): string {
    return `guid:${this.digits}`;
  }
  /** Field by field: the first groups as numbers, then bytes, which is the order of the digits. */
  compareTo(other: unknown): number {
    if (!(other instanceof Guid)) return argument('Object must be of type GUID.', 'value');
    return this.digits < other.digits ? -1 : this.digits > other.digits ? 1 : 0;
  }
  hash(): number {
    const view = new DataView(this.toBytes().buffer);
    return view.getInt32(0, true) ^ view.getInt32(4, true) ^ view.getInt32(8, true) ^ view.getInt32(12, true);
  }
  /** Formats D (default), N, B, P and X. Throws System.FormatException for others. */
  format(format: string | null): string {
    const d = this.digits;
    const dashed = `${d.slice(0, 8)}-${d.slice(8, 12)}-${d.slice(12, 16)}-${d.slice(16, 20)}-${d.slice(20)}`;
    switch (format?.toUpperCase() || 'D') {
      case 'D':
        return dashed;
      case 'N':
        return d;
      case 'B':
        return `{${dashed}}`;
      case 'P':
        return `(${dashed})`;
      case 'X': {
        const tail = Array.from({ length: 8 }, (_, i) => `0x${d.slice(16 + i * 2, 18 + i * 2)}`).join(',');
        return `{0x${d.slice(0, 8)},0x${d.slice(8, 12)},0x${d.slice(12, 16)},{${tail}}}`;
      }
      default:
        return throwNet(
          'System.FormatException',
          'Format string can be only "D", "d", "N", "n", "P", "p", "B", "b", "X" or "x".',
        );
    }
  }
}

const byteOrder = [3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15];

/** @throws NetThrow System.FormatException */
function guidOf(parsed: ParsedGuid): Guid {
  return 'digits' in parsed ? new Guid(parsed.digits) : throwNet('System.FormatException', parsed.fault);
}

function parseExact(source: string, format: string): ParsedGuid {
  return (
    parseExactGuid(trim(source), format) ??
    throwNet('System.FormatException', 'Format string can be only "D", "d", "N", "n", "P", "p", "B", "b", "X" or "x".')
  );
}

/** `Guid.Parse`. Throws System.FormatException. */
export function parseGuid(text: string): Guid {
  return guidOf(parseAnyGuid(trim(text)));
}

/** `Guid.TryParse`. */
export function tryParseGuid(text: string | null): Guid | undefined {
  const parsed = text === null ? undefined : parseAnyGuid(trim(text));
  return parsed && 'digits' in parsed ? new Guid(parsed.digits) : undefined;
}

/** A random version 4 Guid from the runtime's generator. */
function newGuid(call: CallInfo): Guid {
  const random = Uint8Array.from(call.runtime.randomBytes(16));
  random[7] = ((random[7] ?? 0) & 0x0f) | 0x40;
  random[8] = ((random[8] ?? 0) & 0x3f) | 0x80;
  return Guid.fromBytes(random);
}

const hex = (value: number, digits: number): string => (value >>> 0).toString(16).padStart(digits, '0').slice(-digits);

defineType({
  name: 'System.Guid',
  kind: 'struct',
  interfaces: ['IComparable', 'IFormattable', 'IComparable<Guid>', 'IEquatable<Guid>'],
  members: {
    'Guid()': () => Guid.empty,
    'Guid(string g)': (text: string | null) => parseGuid(required(text, 'g')),
    'Guid(byte[] b)': (source: NetArray | null) => {
      const data = bytesOf(required(source, 'b'));
      if (data.length !== 16) argument('Byte array for Guid must be exactly 16 bytes long.', 'b');
      return Guid.fromBytes(data);
    },
    'Guid(int a, short b, short c, byte[] d)': (a: number, b: number, c: number, d: NetArray | null) => {
      const tail = bytesOf(required(d, 'd'));
      if (tail.length !== 8) argument('Byte array for Guid must be exactly 8 bytes long.', 'd');
      return new Guid(hex(a, 8) + hex(b, 4) + hex(c, 4) + Array.from(tail, (x) => hex(x, 2)).join(''));
    },
    'Guid(int a, short b, short c, byte d, byte e, byte f, byte g, byte h, byte i, byte j, byte k)': (
      a: number,
      b: number,
      c: number,
      ...rest: unknown[]
    ) => new Guid(hex(a, 8) + hex(b, 4) + hex(c, 4) + (rest.slice(0, 8) as number[]).map((x) => hex(x, 2)).join('')),
    'static Guid Empty { get; }': () => Guid.empty,
    'static Guid NewGuid()': newGuid,
    'static Guid Parse(string input)': (text: string | null) => parseGuid(required(text, 'input')),
    'static Guid ParseExact(string input, string format)': (text: string | null, format: string | null) => {
      return guidOf(parseExact(required(text, 'input'), required(format, 'format')));
    },
    'static bool TryParse(string input, out Guid result)': (text: string | null, result: Ref) => {
      const guid = tryParseGuid(text);
      result.value = guid ?? Guid.empty;
      return guid !== undefined;
    },
    'static bool TryParse(string s, IFormatProvider provider, out Guid result)': (
      text: string | null,
      _provider: unknown,
      result: Ref,
    ) => {
      const guid = tryParseGuid(text);
      result.value = guid ?? Guid.empty;
      return guid !== undefined;
    },
    'static bool TryParseExact(string input, string format, out Guid result)': (
      text: string | null,
      format: string | null,
      result: Ref,
    ) => {
      const parsed = text === null || format === null ? undefined : parseExactGuid(trim(text), format);
      const found = parsed !== undefined && 'digits' in parsed;
      result.value = found ? new Guid(parsed.digits) : Guid.empty;
      return found;
    },
    'byte[] ToByteArray()': (self: Guid) => bytes(self.toBytes()),
    'string ToString()': (self: Guid) => self.format(null),
    'string ToString(string format)': (self: Guid, format: string | null) => self.format(format),
    'string ToString(string format, IFormatProvider provider)': (self: Guid, format: string | null) =>
      self.format(format),
    'bool Equals(Guid g)': (self: Guid, other: Guid) => self.digits === other.digits,
    'bool Equals(object o)': (self: Guid, other: unknown) => other instanceof Guid && other.digits === self.digits,
    'int GetHashCode()': (self: Guid) => self.hash(),
    'int CompareTo(Guid value)': (self: Guid, other: Guid) => self.compareTo(other),
    'int CompareTo(object value)': (self: Guid, other: unknown) => (other === null ? 1 : self.compareTo(other)),
    'static bool operator ==(Guid a, Guid b)': (a: Guid, b: Guid) => a.digits === b.digits,
    'static bool operator !=(Guid a, Guid b)': (a: Guid, b: Guid) => a.digits !== b.digits,
  },
});
