/** The services that policies share, whatever model is loaded. */
import type { Services } from '../policies/services.ts';
import type { Switches } from '../switches.ts';
import { Counters } from './counters.ts';
import { type Connection, CredentialManager } from './credential-manager.ts';
import { delayedCache } from './delayed-cache.ts';
import type { Egress } from './egress.ts';
import type { GatewayOptions } from './gateway-options.ts';
import { httpClient } from './http-client.ts';
import { IdentityClient } from './identity-client.ts';
import { InternalCache } from './internal-cache.ts';
import { OpenIdCache } from './openid-cache.ts';
import { sleep } from './sleep.ts';

const publicCloud = { login: 'https://login.microsoftonline.com', stsIssuer: 'https://sts.windows.net' };
const megabyte = 1024 * 1024;

/**
 * @param onToken told every token of the managed identity when it is fetched
 * @param onConnectionToken told every token of the credential manager when it is fetched
 * @param closed aborted when the gateway closes
 */
export function createServices(
  options: GatewayOptions,
  switches: Switches,
  egress: Egress,
  now: () => number,
  onToken: (token: string, resource: string) => void,
  onConnectionToken: (token: string, connection: Connection) => void,
  closed: AbortSignal,
): Omit<Services, 'backends' | 'certificates'> {
  const client = httpClient(egress.dispatcher);
  const internal = options.internalCache ?? new InternalCache(now, switches['cache.visibility']);
  const visibility = switches['cache.visibility'];
  const externalCache =
    options.externalCache && visibility !== 'immediate'
      ? delayedCache(options.externalCache, visibility.delayedMs, options.sleep ?? sleep, closed)
      : options.externalCache;
  return {
    switches,
    client,
    reaches: egress.reaches,
    identity: new IdentityClient(client, options.managedIdentities, now, onToken),
    openid: new OpenIdCache(client, now),
    counters: new Counters(now, switches['rateLimit.algorithm']),
    cloud: options.cloud ?? publicCloud,
    bodyLimit: options.limits?.bodyBytes ?? 100 * megabyte,
    telemetry: options.telemetry ?? { event: () => {} },
    authorizations:
      options.authorizations ??
      (options.connections && new CredentialManager(options.connections, client, now, onConnectionToken)),
    cache: (type) => {
      if (type === 'internal') return internal;
      return type === 'external' ? externalCache : (externalCache ?? internal);
    },
    now,
    random: Math.random,
    sleep: options.sleep ?? sleep,
  };
}
