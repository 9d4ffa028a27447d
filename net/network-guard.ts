/**
 * Keeps tests on this machine. Connections, look-ups and datagrams to anything but loopback throw, naming the host, and
 * are remembered, so that a test whose code swallows the error still fails. Child processes are out of its reach.
 */
import dgram from 'node:dgram';
import dns from 'node:dns';
import { syncBuiltinESMExports } from 'node:module';
import net from 'node:net';

const loopback = (host: string): boolean =>
  /^(localhost|::1|0\.0\.0\.0|::|)$/i.test(host) || /^(::ffff:)?127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/i.test(host);

/** Something tried to leave this machine. */
class NetworkGuardError extends Error {
  readonly host: string;

  constructor(host: string) {
    super(`network guard: tests stay on loopback, and something tried to reach '${host}'`);
    this.name = 'NetworkGuardError';
    this.host = host;
  }
}

const violations: string[] = [];

/** Hosts that were refused since the last call, and forgets them. */
export function takeNetworkViolations(): string[] {
  return violations.splice(0);
}

function refuse(host: string): NetworkGuardError {
  violations.push(host);
  return new NetworkGuardError(host);
}

type Method = (this: unknown, ...args: never[]) => unknown;

/** Replaces `owner[name]` by a version that asks `check` first; properties (promisify symbols) are kept. */
function guard<T extends object>(owner: T, name: keyof T, check: (args: readonly unknown[]) => unknown): void {
  const original = owner[name] as unknown as Method;
  const guarded = function (this: unknown, ...args: never[]): unknown {
    const answer = check(args);
    return answer === undefined ? Reflect.apply(original, this, args) : answer;
  };
  Object.assign(guarded, original);
  owner[name] = guarded as unknown as T[keyof T];
}

/** The host that arguments of `net.Socket#connect` name; undefined for a pipe or an unnamed host. */
function connectHost(args: readonly unknown[]): string | undefined {
  // node normalises its own calls into one array argument
  const [first, second] = Array.isArray(args[0]) ? (args[0] as unknown[]) : args;
  if (first && typeof first === 'object') {
    return 'host' in first && typeof first.host === 'string' ? first.host : undefined;
  }
  return typeof second === 'string' ? second : undefined;
}

/**
 * Whether msw connects a socket whose other end it plays itself: it gives those a look-up of its own, and sends nothing.
 * A socket that it lets through is connected again, without it.
 */
function playedByMsw(args: readonly unknown[]): boolean {
  const [options] = args;
  if (!options || typeof options !== 'object' || !('lookup' in options)) return false;
  return typeof options.lookup === 'function' && options.lookup.name === 'mockLookup';
}

const throwing = (host: unknown): undefined => {
  if (typeof host === 'string' && !loopback(host)) throw refuse(host);
  return undefined;
};

const rejecting = (host: unknown): Promise<never> | undefined =>
  typeof host === 'string' && !loopback(host) ? Promise.reject(refuse(host)) : undefined;

/** Every record type has its own function; `resolve` and `reverse` are the general ones. */
const queries = (owner: object): string[] =>
  Object.keys(owner).filter(
    (name) => /^(resolve|reverse)/.test(name) && typeof Reflect.get(owner, name) === 'function',
  );

/**
 * Patches `net.Socket#connect` (which http, https, tls, undici and the built-in `fetch` all end in), `dns`,
 * `dns.promises`, their `Resolver` classes and `dgram` of this process. Idempotent.
 */
export function installNetworkGuard(): void {
  const marker = Symbol.for('sallyport.network-guard');
  const registry = globalThis as unknown as Record<symbol, boolean>;
  if (registry[marker]) return;
  registry[marker] = true;

  guard(net.Socket.prototype, 'connect', (args) => (playedByMsw(args) ? undefined : throwing(connectHost(args))));
  guard(dns, 'lookup', ([host]) => throwing(host));
  guard(dns.promises, 'lookup', ([host]) => rejecting(host));
  // a query goes to a name server, whatever is asked for
  for (const name of queries(dns)) guard(dns, name as 'resolve', ([host]) => throwing(`dns:${String(host)}`));
  for (const name of queries(dns.promises)) {
    guard(dns.promises, name as 'resolve', ([host]) => rejecting(`dns:${String(host)}`));
  }
  for (const [prototype, check] of [
    [dns.Resolver.prototype, throwing],
    [dns.promises.Resolver.prototype, rejecting],
  ] as const) {
    for (const name of Object.getOwnPropertyNames(prototype)) {
      if (/^(resolve|reverse)/.test(name)) {
        guard(prototype as dns.Resolver, name as 'resolve', ([host]) => check(`dns:${String(host)}`));
      }
    }
  }
  guard(dgram.Socket.prototype, 'connect', ([, address]) => throwing(address));
  guard(dgram.Socket.prototype, 'send', (args) => throwing(args.slice(1).find((value) => typeof value === 'string')));
  // named imports such as `import { lookup } from 'node:dns'` see the patched functions too
  syncBuiltinESMExports();
}
