import { type CallInfo, defineType } from '../core/define.ts';
import type { NetArray } from '../core/values.ts';
import { bytes, bytesOf } from '../primitives/net-arrays.ts';
import { decodeHtml, encodeHtml } from './html-text.ts';
import { urlDecode, urlDecodeBytes, urlEncode, urlEncodeBytes } from './url-text.ts';

/** Most of what one character can become, and what making it costs beside looking at one. */
const COST = 8;

/** A function of a string that leaves null alone and charges for its work. */
const ofText =
  (change: (text: string) => string) =>
  (value: string | null, call: CallInfo): string | null => {
    if (value === null) return null;
    call.runtime.charge(value.length * COST);
    return change(value);
  };

/** A function of part of a byte array. */
const ofBytes =
  (change: (source: Uint8Array) => Uint8Array) =>
  (value: NetArray | null, offset: number, count: number, call: CallInfo): NetArray | null => {
    if (value === null) return null;
    call.runtime.charge(count * COST);
    return bytes(change(bytesOf(value).subarray(offset, offset + count)));
  };

/** System.Net.WebUtility, observed with .NET 10. */
defineType({
  name: 'System.Net.WebUtility',
  kind: 'class',
  members: {
    'static string HtmlEncode(string value)': ofText(encodeHtml),
    'static string HtmlDecode(string value)': ofText(decodeHtml),
    'static string UrlEncode(string value)': ofText(urlEncode),
    'static string UrlDecode(string encodedValue)': ofText(urlDecode),
    'static byte[] UrlEncodeToBytes(byte[] value, int offset, int count)': ofBytes(urlEncodeBytes),
    'static byte[] UrlDecodeToBytes(byte[] encodedValue, int offset, int count)': ofBytes(urlDecodeBytes),
  },
});
