import { BlockList, isIP } from 'node:net';
import { definePolicy } from './policy.ts';
import { defaulted, oneOf, required, text } from './schema.ts';

const family = (address: string): 'ipv4' | 'ipv6' => (isIP(address) === 6 ? 'ipv6' : 'ipv4');

/** Adds what `address` names. @returns why it matches nobody */
function addAddress(list: BlockList, address: string): string | undefined {
  if (isIP(address) === 0) return `'${address}' is no IP address and matches nobody`;
  list.addAddress(address, family(address));
  return undefined;
}

/** The same for a range. */
function addRange(list: BlockList, from: string, to: string): string | undefined {
  try {
    list.addRange(from, to, family(from));
    return undefined;
  } catch {
    return `'${from}' to '${to}' is no range of IP addresses and matches nobody`;
  }
}

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
    for (const { text: value, site: at } of children.address) {
      const problem = value.literal === undefined ? undefined : addAddress(new BlockList(), value.literal.trim());
      if (problem) load.warn(at, `${problem}.`);
    }
    for (const { attributes: range, site: at } of children['address-range']) {
      const { from, to } = { from: range.from.literal?.trim(), to: range.to.literal?.trim() };
      const problem = from === undefined || to === undefined ? undefined : addRange(new BlockList(), from, to);
      if (problem) load.warn(at, `${problem}.`);
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
        const problem = addAddress(listed, (await value.get(run)).trim());
        if (problem) run.warn(problem);
      }
      for (const { attributes: range } of children['address-range']) {
        const problem = addRange(listed, (await range.from.get(run)).trim(), (await range.to.get(run)).trim());
        if (problem) run.warn(problem);
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
