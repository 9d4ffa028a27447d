import { isIPv6 } from 'node:net';
import { named, type TypeRef } from '../core/type-ref.ts';
import { NetObject } from '../core/values.ts';

const type = named('System.Net.IPAddress');

/** The four octets of an IPv4 address in any form that inet_aton takes: one to four parts, decimal, octal or hex. */
export function readV4(text: string): Uint8Array | undefined {
  const parts = text.split('.');
  const last = parts.length - 1;
  if (last > 3) return undefined;
  let value = 0;
  for (const [index, part] of parts.entries()) {
    const number = readPart(part);
    const room = index === last ? 256 ** (4 - last) : 256;
    if (number === undefined || number >= room) return undefined;
    value = value * room + number;
  }
  return Uint8Array.of(value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255);
}

function readPart(text: string): number | undefined {
  if (/^0x[\da-f]+$/i.test(text)) return Number.parseInt(text, 16);
  if (/^0[0-7]+$/.test(text)) return Number.parseInt(text, 8);
  return /^(?:0|[1-9]\d*)$/.test(text) ? Number(text) : undefined;
}

/** The 16-bit groups of an IPv6 address that `isIPv6` accepts. */
function groups(text: string): number[] {
  const dotted = /(.*:)(\d+)\.(\d+)\.(\d+)\.(\d+)$/.exec(text);
  const pair = (high: string | undefined, low: string | undefined): string =>
    ((Number(high) << 8) | Number(low)).toString(16);
  const whole = dotted ? `${dotted[1]}${pair(dotted[2], dotted[3])}:${pair(dotted[4], dotted[5])}` : text;
  const [head = '', tail] = whole.split('::');
  const read = (part: string | undefined): number[] =>
    part ? part.split(':').map((group) => Number.parseInt(group, 16)) : [];
  const left = read(head);
  const right = read(tail);
  return tail === undefined ? left : [...left, ...new Array<number>(8 - left.length - right.length).fill(0), ...right];
}

/** The longest run of two or more zero groups, the first of equals, becomes `::` (RFC 5952). */
function compressed(parts: readonly string[]): string {
  let best = { start: -1, length: 1 };
  for (let i = 0; i < parts.length; i++) {
    let length = 0;
    while (parts[i + length] === '0') length++;
    if (length > best.length) best = { start: i, length };
  }
  if (best.start < 0) return parts.join(':');
  return `${parts.slice(0, best.start).join(':')}::${parts.slice(best.start + best.length).join(':')}`;
}

/** Whether .NET prints the last 32 bits in dotted form: IPv4-compatible, -mapped and -translated, and ISATAP. */
function endsDotted(parts: readonly number[]): boolean {
  const [a, b, c, d, e, f, g] = parts;
  if (e === 0 && f === 0x5efe) return true;
  if (a !== 0 || b !== 0 || c !== 0 || d !== 0 || g === 0) return false;
  return (e === 0 && (f === 0 || f === 0xffff)) || (e === 0xffff && f === 0);
}

/** System.Net.IPAddress. */
export class IPAddress extends NetObject {
  readonly octets: Uint8Array;
  /** Scope of an IPv6 address; 0 when it names none. */
  readonly scope: number;
  private constructor(octets: Uint8Array, scope = 0) {
    super();
    this.octets = octets;
    this.scope = scope;
  }
  /** @returns undefined when the text is no address. Names of interfaces are no numbers and so no scope. */
  static read(text: string): IPAddress | undefined {
    if (!text.includes(':')) {
      const octets = readV4(text);
      return octets && new IPAddress(octets);
    }
    const [, open, address = '', scope, close] =
      /^(\[)?([\da-f:.]+)(?:%([^\]/]*))?(\](?::(?:0x[\da-f]*|\d*))?)?$/i.exec(text) ?? [];
    if (!isIPv6(address) || (open === undefined) !== (close === undefined)) return undefined;
    const number = /^\d+$/.test(scope ?? '') && Number(scope) < 2 ** 32 ? Number(scope) : 0;
    return new IPAddress(Uint8Array.from(groups(address).flatMap((group) => [group >> 8, group & 255])), number);
  }
  override get netType(): TypeRef {
    return type;
  }
  get isV4(): boolean {
    return this.octets.length === 4;
  }
  /** The 16-bit groups of an IPv6 address. */
  get groups(): number[] {
    const parts: number[] = [];
    for (let i = 0; i < this.octets.length; i += 2) {
      parts.push(((this.octets[i] ?? 0) << 8) | (this.octets[i + 1] ?? 0));
    }
    return parts;
  }
  get isLoopback(): boolean {
    if (this.isV4) return this.octets[0] === 127;
    const text = this.groups.join(':');
    return text === '0:0:0:0:0:0:0:1' || text === `0:0:0:0:0:${0xffff}:${0x7f00}:1`;
  }
  toText(): string {
    if (this.isV4) return this.octets.join('.');
    const parts = this.groups;
    const scope = this.scope === 0 ? '' : `%${this.scope}`;
    const hex = parts.map((group) => group.toString(16));
    if (!endsDotted(parts)) return compressed(hex) + scope;
    const front = compressed(hex.slice(0, 6));
    return `${front}${front.endsWith(':') ? '' : ':'}${this.octets.slice(12).join('.')}${scope}`;
  }
  equalityKey(): string {
    return `ip:${this.octets.join('.')}%${this.scope}`;
  }
}
