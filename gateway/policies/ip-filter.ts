import { BlockList, isIP } from 'node:net';
import { definePolicy } from './policy.ts';
import { defaulted, oneOf, required, text } from './schema.ts';

const family = (address: string): 'ipv4' | 'ipv6' => (isIP(address) === 6 ? 'ipv6' : 'ipv4');

/**
 * `ip-filter`: allows or forbids callers by address.
 * @see https://learn.microsoft.com/azure/api-management/ip-filter-policy
 */
export const ipFilter = definePolicy({
  name: 'ip-filter',
  sections: ['inbound'],
  schema: {
    // documented as required; Microsoft's own schema has a default
    attributes: { action: defaulted(oneOf('allow', 'forbid'), 'allow') },
    anyOrder: true,
    children: {
      address: { text: required(text) },
      'address-range': { attributes: { from: required(text), to: required(text) } },
    },
  },
  build: ({ attributes, children, site }, load) => {
    if (children.address.length + children['address-range'].length === 0) {
      load.error(site, "'address' or 'address-range' is required");
    }
    return async (run) => {
      const action = await attributes.action.get(run);
      const caller = run.request.ipAddress;
      const refuse = (reason: string, message: string): never => run.fail({ reason, message, status: 403 });
      if (isIP(caller) === 0) {
        return refuse('FailedToParseCallerIP', 'Failed to establish IP address for the caller. Access denied.');
      }
      const listed = new BlockList();
      for (const { text: value } of children.address) {
        const address = (await value.get(run)).trim();
        if (isIP(address) === 0) run.warn(`'${address}' is no IP address and matches nobody`);
        else listed.addAddress(address, family(address));
      }
      for (const { attributes: range } of children['address-range']) {
        const from = (await range.from.get(run)).trim();
        const to = (await range.to.get(run)).trim();
        try {
          listed.addRange(from, to, family(from));
        } catch {
          run.warn(`'${from}' to '${to}' is no range of IP addresses and matches nobody`);
        }
      }
      const matches = listed.check(caller, family(caller));
      if (action === 'allow' && !matches) {
        return refuse('CallerIpNotAllowed', `Caller IP address ${caller} is not allowed. Access denied.`);
      }
      if (action === 'forbid' && matches) {
        return refuse('CallerIpBlocked', 'Caller IP address is blocked. Access denied.');
      }
      return undefined;
    };
  },
});
