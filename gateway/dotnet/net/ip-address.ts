import { type CallInfo, defineEnum, defineType, type Ref } from '../core/define.ts';
import { throwNet } from '../core/exception.ts';
import { named } from '../core/type-ref.ts';
import { EnumValue, type NetArray } from '../core/values.ts';
import { required } from '../primitives/argument-errors.ts';
import { bytes } from '../primitives/net-arrays.ts';
import { IPAddress } from './ip-address-value.ts';

const familyType = named('System.Net.Sockets.AddressFamily');

defineEnum({ name: 'System.Net.Sockets.AddressFamily', values: { InterNetwork: 2, InterNetworkV6: 23 } });

/** System.Net.IPAddress, as far as the allow-list goes. */
defineType({
  name: 'System.Net.IPAddress',
  kind: 'class',
  members: {
    'AddressFamily AddressFamily { get; }': (self: IPAddress) => new EnumValue(familyType, self.isV4 ? 2 : 23),
    'byte[] GetAddressBytes()': (self: IPAddress): NetArray => bytes(Uint8Array.from(self.octets)),
    'static bool IsLoopback(IPAddress address)': (address: IPAddress | null) => required(address, 'address').isLoopback,
    'static IPAddress Parse(string ipString)': (text: string | null, call: CallInfo) => {
      call.runtime.charge(required(text, 'ipString').length);
      return (
        IPAddress.read(required(text, 'ipString')) ??
        throwNet('System.FormatException', 'An invalid IP address was specified.')
      );
    },
    'static bool TryParse(string ipString, out IPAddress address)': (
      text: string | null,
      result: Ref,
      call: CallInfo,
    ) => {
      call.runtime.charge(text?.length ?? 0);
      result.value = text === null ? null : (IPAddress.read(text) ?? null);
      return result.value !== null;
    },
  },
});
