/** Keeps tests on this machine: connections and look-ups of anything but loopback throw, naming the host. */
import dns from 'node:dns';
import net from 'node:net';

const loopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || host === '' || /^127\./.test(host) || host.startsWith('::ffff:127.');

function refuse(host: string): never {
  throw new Error(`network guard: tests stay on loopback, and something tried to reach '${host}'`);
}

/** Patches `net.Socket#connect` and `dns.lookup` of this process. Idempotent. */
export function installNetworkGuard(): void {
  const marker = Symbol.for('sallyport.network-guard');
  const registry = globalThis as unknown as Record<symbol, boolean>;
  if (registry[marker]) return;
  registry[marker] = true;

  const connect = net.Socket.prototype.connect;
  net.Socket.prototype.connect = function (this: net.Socket, ...args: unknown[]): net.Socket {
    // node normalises its own calls into one array argument
    const first = Array.isArray(args[0]) ? args[0][0] : args[0];
    if (first && typeof first === 'object' && 'port' in first) {
      const host = 'host' in first && typeof first.host === 'string' ? first.host : 'localhost';
      if (!loopback(host)) refuse(host);
    } else if (typeof first === 'number' && typeof args[1] === 'string' && !loopback(args[1])) {
      refuse(args[1]);
    }
    return Reflect.apply(connect, this, args);
  } as typeof connect;

  const lookup = dns.lookup;
  dns.lookup = Object.assign((host: string, ...rest: unknown[]) => {
    if (!loopback(host)) refuse(host);
    return Reflect.apply(lookup, dns, [host, ...rest]);
  }, lookup) as typeof lookup;
}
