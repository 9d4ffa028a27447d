/** Encodings between UTF-16 strings and bytes, with .NET's replacement of what cannot be represented. */

/** How a text encoding turns strings into bytes and back. */
export interface Codec {
  encode(text: string): Uint8Array;
  decode(data: Uint8Array): string;
}

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** UTF-8; lone surrogates become U+FFFD, as do ill-formed sequences. */
export const utf8: Codec = {
  encode: (text) => encoder.encode(text),
  decode: (data) => decoder.decode(data),
};

/** UTF-16, little- or big-endian. */
export function utf16(littleEndian: boolean): Codec {
  return {
    encode: (text) => {
      const wellFormed = text.toWellFormed();
      const view = new DataView(new ArrayBuffer(wellFormed.length * 2));
      for (let i = 0; i < wellFormed.length; i++) view.setUint16(i * 2, wellFormed.charCodeAt(i), littleEndian);
      return new Uint8Array(view.buffer);
    },
    decode: (data) => new TextDecoder(littleEndian ? 'utf-16le' : 'utf-16be', { ignoreBOM: true }).decode(data),
  };
}

/** UTF-32, little- or big-endian. */
export function utf32(littleEndian: boolean): Codec {
  return {
    encode: (text) => {
      const points = Array.from(text.toWellFormed(), (ch) => ch.codePointAt(0) ?? 0);
      const view = new DataView(new ArrayBuffer(points.length * 4));
      points.forEach((point, index) => {
        view.setUint32(index * 4, point, littleEndian);
      });
      return new Uint8Array(view.buffer);
    },
    decode: (data) => {
      const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
      let text = '';
      for (let i = 0; i < data.length; i += 4) {
        const point = i + 4 <= data.length ? view.getUint32(i, littleEndian) : 0xfffd;
        text += point > 0x10ffff || (point >= 0xd800 && point <= 0xdfff) ? '\ufffd' : String.fromCodePoint(point);
      }
      return text;
    },
  };
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: every character of seven bits is meant
const isAscii = (text: string): boolean => /^[\u0000-\u007f]*$/.test(text);

/** One byte per character up to `limit`; others become `?`, bytes above become `unknown`. */
export function singleByte(limit: number, unknown: string): Codec {
  return {
    encode: (text) => {
      if (isAscii(text)) return new Uint8Array(Buffer.from(text, 'latin1'));
      const out: number[] = [];
      for (const ch of text) {
        const code = ch.codePointAt(0) ?? 0;
        if (code <= limit) out.push(code);
        else out.push(...(ch.length === 2 ? [63, 63] : [63]));
      }
      return Uint8Array.from(out);
    },
    decode: (data) => {
      let text = '';
      for (const byte of data) text += byte <= limit ? String.fromCharCode(byte) : unknown;
      return text;
    },
  };
}
