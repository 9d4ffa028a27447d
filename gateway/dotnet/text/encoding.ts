import { type CallInfo, defineType } from '../core/define.ts';
import { named, type TypeRef } from '../core/type-ref.ts';
import { type NetArray, NetObject } from '../core/values.ts';
import { argument, nonNegative, outOfRange, required } from '../primitives/argument-errors.ts';
import { bytes, bytesOf, chars, textOf, unitsOf } from '../primitives/net-arrays.ts';
import { type Codec, singleByte, utf8, utf16, utf32 } from './codec.ts';

/** System.Text.Encoding. */
class Encoding extends NetObject {
  readonly type: TypeRef;
  readonly codec: Codec;
  readonly webName: string;
  readonly displayName: string;
  readonly codePage: number;
  readonly preamble: readonly number[];
  readonly maxBytes: number;
  constructor(
    type: string,
    codec: Codec,
    webName: string,
    displayName: string,
    codePage: number,
    maxBytes: number,
    preamble: readonly number[] = [],
  ) {
    super();
    this.type = named(type);
    this.codec = codec;
    this.webName = webName;
    this.displayName = displayName;
    this.codePage = codePage;
    this.maxBytes = maxBytes;
    this.preamble = preamble;
  }
  override get netType(): TypeRef {
    return this.type;
  }
  equalityKey(): string {
    return `encoding:${this.codePage}:${this.preamble.length}`;
  }
}

const BOM = [0xef, 0xbb, 0xbf];
const utf8WithBom = new Encoding('System.Text.UTF8Encoding', utf8, 'utf-8', 'Unicode (UTF-8)', 65001, 3, BOM);
const utf8Plain = new Encoding('System.Text.UTF8Encoding', utf8, 'utf-8', 'Unicode (UTF-8)', 65001, 3);
const ascii = new Encoding('System.Text.ASCIIEncoding', singleByte(127, '?'), 'us-ascii', 'US-ASCII', 20127, 1);
const latin1 = new Encoding(
  'System.Text.Latin1Encoding',
  singleByte(255, '?'),
  'iso-8859-1',
  'Western European (ISO)',
  28591,
  1,
);
const unicode = new Encoding('System.Text.UnicodeEncoding', utf16(true), 'utf-16', 'Unicode', 1200, 2, [0xff, 0xfe]);
const bigEndian = new Encoding(
  'System.Text.UnicodeEncoding',
  utf16(false),
  'utf-16BE',
  'Unicode (Big-Endian)',
  1201,
  2,
  [0xfe, 0xff],
);
const utf32Encoding = new Encoding(
  'System.Text.UTF32Encoding',
  utf32(true),
  'utf-32',
  'Unicode (UTF-32)',
  12000,
  4,
  [0xff, 0xfe, 0, 0],
);

/** Encodings by the names that `GetEncoding` knows on .NET without further code pages. */
const byName: Readonly<Record<string, Encoding>> = {
  'utf-8': utf8WithBom,
  utf8: utf8WithBom,
  'us-ascii': ascii,
  ascii,
  'iso-8859-1': latin1,
  latin1,
  'utf-16': unicode,
  'utf-16le': unicode,
  unicode,
  'utf-16be': bigEndian,
  unicodefffe: bigEndian,
  'utf-32': utf32Encoding,
};

function encodingByName(name: string | null): Encoding {
  const wanted = required(name, 'name');
  return (
    byName[wanted.toLowerCase()] ??
    argument(
      `'${wanted}' is not a supported encoding name. For information on defining a custom encoding, see the documentation for the Encoding.RegisterProvider method.`,
      'name',
    )
  );
}

function encode(self: Encoding, text: string, call: CallInfo): NetArray {
  call.runtime.charge(text.length);
  return bytes(self.codec.encode(text));
}

function slice(source: NetArray | null, index: number, count: number): Uint8Array {
  const data = bytesOf(required(source, 'bytes'));
  nonNegative(index, 'index');
  nonNegative(count, 'count');
  if (data.length - index < count) outOfRange('bytes', 'Index and count must refer to a location within the buffer.');
  return data.subarray(index, index + count);
}

function decode(self: Encoding, data: Uint8Array, call: CallInfo): string {
  call.runtime.charge(data.length);
  return self.codec.decode(data);
}

defineType({
  name: 'System.Text.Encoding',
  kind: 'class',
  members: {
    'static Encoding UTF8 { get; }': () => utf8WithBom,
    'static Encoding ASCII { get; }': () => ascii,
    'static Encoding Unicode { get; }': () => unicode,
    'static Encoding BigEndianUnicode { get; }': () => bigEndian,
    'static Encoding UTF32 { get; }': () => utf32Encoding,
    'static Encoding Latin1 { get; }': () => latin1,
    'static Encoding Default { get; }': () => utf8Plain,
    'static Encoding GetEncoding(string name)': encodingByName,
    'static Encoding GetEncoding(int codepage)': (codePage: number) =>
      Object.values(byName).find((encoding) => encoding.codePage === codePage) ??
      argument(
        `No data is available for encoding ${codePage}. For information on defining a custom encoding, see the documentation for the Encoding.RegisterProvider method.`,
      ),
    'static byte[] Convert(Encoding srcEncoding, Encoding dstEncoding, byte[] bytes)': (
      source: Encoding | null,
      target: Encoding | null,
      data: NetArray | null,
      call: CallInfo,
    ) => {
      const from = required(source, 'srcEncoding');
      const to = required(target, 'dstEncoding');
      return encode(to, decode(from, bytesOf(required(data, 'bytes')), call), call);
    },
    'string WebName { get; }': (self: Encoding) => self.webName,
    'string BodyName { get; }': (self: Encoding) => self.webName,
    'string HeaderName { get; }': (self: Encoding) => self.webName,
    'string EncodingName { get; }': (self: Encoding) => self.displayName,
    'int CodePage { get; }': (self: Encoding) => self.codePage,
    'bool IsSingleByte { get; }': (self: Encoding) => self.maxBytes === 1,
    'byte[] GetBytes(string s)': (self: Encoding, text: string | null, call: CallInfo) =>
      encode(self, required(text, 's'), call),
    'byte[] GetBytes(char[] chars)': (self: Encoding, units: NetArray | null, call: CallInfo) =>
      encode(self, textOf(required(units, 'chars').items as number[]), call),
    'byte[] GetBytes(char[] chars, int index, int count)': (
      self: Encoding,
      units: NetArray | null,
      index: number,
      count: number,
      call: CallInfo,
    ) => {
      const items = required(units, 'chars').items as number[];
      nonNegative(index, 'index');
      nonNegative(count, 'count');
      if (items.length - index < count)
        outOfRange('chars', 'Index and count must refer to a location within the buffer.');
      return encode(self, textOf(items, index, index + count), call);
    },
    'int GetByteCount(string s)': (self: Encoding, text: string | null, call: CallInfo) =>
      encode(self, required(text, 's'), call).items.length,
    'int GetByteCount(char[] chars)': (self: Encoding, units: NetArray | null, call: CallInfo) =>
      encode(self, textOf(required(units, 'chars').items as number[]), call).items.length,
    'string GetString(byte[] bytes)': (self: Encoding, data: NetArray | null, call: CallInfo) =>
      decode(self, bytesOf(required(data, 'bytes')), call),
    'string GetString(byte[] bytes, int index, int count)': (
      self: Encoding,
      data: NetArray | null,
      index: number,
      count: number,
      call: CallInfo,
    ) => decode(self, slice(data, index, count), call),
    'char[] GetChars(byte[] bytes)': (self: Encoding, data: NetArray | null, call: CallInfo) =>
      chars(unitsOf(decode(self, bytesOf(required(data, 'bytes')), call))),
    'char[] GetChars(byte[] bytes, int index, int count)': (
      self: Encoding,
      data: NetArray | null,
      index: number,
      count: number,
      call: CallInfo,
    ) => chars(unitsOf(decode(self, slice(data, index, count), call))),
    'int GetCharCount(byte[] bytes)': (self: Encoding, data: NetArray | null, call: CallInfo) =>
      decode(self, bytesOf(required(data, 'bytes')), call).length,
    'int GetMaxByteCount(int charCount)': (self: Encoding, count: number) => (count + 1) * self.maxBytes,
    'int GetMaxCharCount(int byteCount)': (_self: Encoding, count: number) => count + 1,
    'byte[] GetPreamble()': (self: Encoding) => bytes(Uint8Array.from(self.preamble)),
  },
});

for (const [name, make] of [
  ['UTF8Encoding', () => utf8Plain],
  ['ASCIIEncoding', () => ascii],
  ['UnicodeEncoding', () => unicode],
] as const) {
  defineType({
    name: `System.Text.${name}`,
    kind: 'class',
    base: 'System.Text.Encoding',
    members: {
      [`${name}()`]: make,
      ...(name === 'UTF8Encoding'
        ? { 'UTF8Encoding(bool encoderShouldEmitUTF8Identifier)': (bom: boolean) => (bom ? utf8WithBom : utf8Plain) }
        : {}),
    },
  });
}
