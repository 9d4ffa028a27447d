import { isIP } from 'node:net';
import { type CallInfo, defineEnum, defineType, type Ref } from '../core/define.ts';
import { throwNet } from '../core/exception.ts';
import { named, type TypeRef } from '../core/type-ref.ts';
import { EnumValue, type NetArray, NetObject } from '../core/values.ts';
import { required } from '../primitives/argument-errors.ts';
import { bytes } from '../primitives/net-arrays.ts';

const type = named('System.Net.IPAddress');
const familyType = named('System.Net.Sockets.AddressFamily');

defineEnum({ name: 'System.Net.Sockets.AddressFamily', values: { InterNetwork: 2, InterNetworkV6: 23 } });

/** The 16-bit groups of an IPv6 address that `isIP` accepts. */
function groups(text: string): number[] {
  const dotted = /(.*:)(\d+)\.(\d+)\.(\d+)\.(\d+)$/.exec(text);
  const whole = dotted
    ? `${dotted[1]}${((Number(dotted[2]) << 8) | Number(dotted[3])).toString(16)}:${((Number(dotted[4]) << 8) | Number(dotted[5])).toString(16)}`
    : text;
  const [head = '', tail] = whole.split('::');
  const read = (part: string | undefined): number[] =>
    part ? part.split(':').map((group) => Number.parseInt(group, 16)) : [];
  const left = read(head);
  const right = read(tail);
  return tail === undefined ? left : [...left, ...new Array<number>(8 - left.length - right.length).fill(0), ...right];
}

/** The longest run of zero groups becomes `::`, as RFC 5952 asks. */
function compressed(parts: readonly number[]): string {
  let best = { start: -1, length: 1 };
  for (let i = 0; i < parts.length; i++) {
    let length = 0;
    while (parts[i + length] === 0 && i + length < parts.length) length++;
    if (length > best.length) best = { start: i, length };
  }
  const text = (items: readonly number[]): string => items.map((group) => group.toString(16)).join(':');
  if (best.start < 0) return text(parts);
  return `${text(parts.slice(0, best.start))}::${text(parts.slice(best.start + best.length))}`;
}

/** System.Net.IPAddress, as far as the allow-list goes. */
export class IPAddress extends NetObject {
  readonly octets: Uint8Array;
  private constructor(octets: Uint8Array) {
    super();
    this.octets = octets;
  }
  /** @returns undefined when the text is no address */
  static read(text: string): IPAddress | undefined {
    const bare = text.startsWith('[') && text.endsWith(']') ? text.slice(1, -1) : text;
    const version = isIP(bare);
    if (version === 4) return new IPAddress(Uint8Array.from(bare.split('.').map(Number)));
    if (version !== 6) return undefined;
    return new IPAddress(Uint8Array.from(groups(bare).flatMap((group) => [group >> 8, group & 255])));
  }
  override get netType(): TypeRef {
    return type;
  }
  get isV4(): boolean {
    return this.octets.length === 4;
  }
  toText(): string {
    if (this.isV4) return this.octets.join('.');
    const parts: number[] = [];
    for (let i = 0; i < 16; i += 2) parts.push(((this.octets[i] ?? 0) << 8) | (this.octets[i + 1] ?? 0));
    if (parts.slice(0, 5).every((part) => part === 0) && parts[5] === 0xffff) {
      return `::ffff:${this.octets.slice(12).join('.')}`;
    }
    return compressed(parts);
  }
  equalityKey(): string {
    return `ip:${this.octets.join('.')}`;
  }
}

defineType({
  name: 'System.Net.IPAddress',
  kind: 'class',
  members: {
    'AddressFamily AddressFamily { get; }': (self: IPAddress) => new EnumValue(familyType, self.isV4 ? 2 : 23),
    'byte[] GetAddressBytes()': (self: IPAddress): NetArray => bytes(Uint8Array.from(self.octets)),
    'static bool IsLoopback(IPAddress address)': (address: IPAddress | null) => {
      const { octets, isV4 } = required(address, 'address');
      return isV4 ? octets[0] === 127 : octets.every((octet, index) => octet === (index === 15 ? 1 : 0));
    },
    'static IPAddress Parse(string ipString)': (text: string | null, _call: CallInfo) =>
      IPAddress.read(required(text, 'ipString')) ??
      throwNet('System.FormatException', 'An invalid IP address was specified.'),
    'static bool TryParse(string ipString, out IPAddress address)': (text: string | null, result: Ref) => {
      result.value = text === null ? null : (IPAddress.read(text) ?? null);
      return result.value !== null;
    },
  },
});
