/** Mock Entra without sockets: three hosts as functions from Request to Response. */
import { randomInt } from 'node:crypto';
import { Clock } from './control/clock.ts';
import { Control } from './control/control.ts';
import { Faults } from './control/faults.ts';
import { RequestLog } from './control/request-log.ts';
import { contoso } from './directory/contoso.ts';
import { createDirectory } from './directory/create-directory.ts';
import type { Directory } from './directory/directory.ts';
import { reportCredentials } from './directory/report-credentials.ts';
import { parseSeed, type Seed } from './directory/seed.ts';
import { createLoginApp } from './endpoints/login-app.ts';
import { GitHubJobs } from './external-issuers/github-job.ts';
import { issuerDocument } from './external-issuers/issuer-documents.ts';
import { createGraphApp } from './graph/graph-app.ts';
import { refuseForeignHost } from './http/expected-hosts.ts';
import { realResponse } from './http/plain-answer.ts';
import type { OnIssued } from './issued-secret.ts';
import { IdentityHosts } from './managed-identity/hosts.ts';
import { createIdentityApp } from './managed-identity/identity-app.ts';
import { IdentityTokens } from './managed-identity/identity-token.ts';
import { issuerV2, type Origins, publicCloud } from './origins.ts';
import type { EntraService } from './service.ts';
import { ExpiringStore } from './stores/expiring-store.ts';
import { defaultSwitches, type EntraSwitches } from './switches.ts';
import { KeyRing } from './tokens/key-ring.ts';
import { KeyStore } from './tokens/key-store.ts';
import type { KeySource } from './tokens/signing-key.ts';

/** How mock Entra is made; everything has a default. */
export interface MockEntraOptions {
  /** The directory at the start; the Contoso seed unless told. */
  readonly seed?: Seed;
  /** Where it is reached; the public cloud's names unless told. */
  readonly origins?: Partial<Origins>;
  /** Milliseconds since the epoch. */
  readonly clock?: () => number;
  /** Hears of everything secret that is issued; of the seed's passwords and client secrets while mock Entra is being made. */
  readonly onIssued?: OnIssued;
  readonly switches?: Partial<EntraSwitches>;
  /** Where RSA signing keys come from; fresh ones unless told. Tests share some, because making them is slow. */
  readonly keySource?: KeySource;
}

/** Mock Entra without sockets: a fetch handler per host. */
export interface MockEntra {
  /** The login host, and the documents of external issuers under their own names. */
  login(request: Request): Promise<Response>;
  /** The Graph host. */
  graph(request: Request): Promise<Response>;
  /** The managed-identity endpoints, App Service and IMDS. */
  managedIdentity(request: Request): Promise<Response>;
  readonly directory: Directory;
  readonly control: Control;
  readonly origins: Origins;
  /** Ends answers that hang. */
  close(): void;
}

/**
 * Most entries that are remembered; the oldest are forgotten first. Those that hold what a client sent (state, scopes,
 * claims) get a lower bound, so that hostile requests can't take more than some hundred megabytes.
 */
const limits = { small: 20_000, refreshTokens: 10_000, withClientText: 2000 } as const;

/**
 * Creates mock Entra.
 * @throws SeedError when the seed is not usable, naming every place.
 */
export function createMockEntra(options: MockEntraOptions = {}): MockEntra {
  return createHosts(options).entra;
}

/** The three hosts as functions. */
export type Hosts = Readonly<Record<'login' | 'graph' | 'managedIdentity', (request: Request) => Promise<Response>>>;

/** Mock Entra, and its hosts as listeners use them: they know how to write plain answers. */
export function createHosts(options: MockEntraOptions): { readonly entra: MockEntra; readonly hosts: Hosts } {
  const clock = new Clock(options.clock ?? Date.now);
  const { now } = clock;
  const origins: Origins = { ...publicCloud, ...options.origins };
  const seed = parseSeed(options.seed ?? contoso);
  const directory = createDirectory(seed, { now: now(), issuerOf: (tenantId) => issuerV2(origins, tenantId) });
  const store = <Value>(limit: number = limits.small) => new ExpiringStore<Value>({ limit, now });
  const closing = new AbortController();
  const codes = new Map<string, string>();
  const service: EntraService = {
    origins,
    switches: { ...defaultSwitches, ...options.switches },
    directory,
    keys: new KeyStore(now, origins.login, options.keySource),
    externalIssuers: new Map(seed.externalIssuers.map(({ issuer }) => [issuer, new KeyRing(now, options.keySource)])),
    now,
    issued: (secret) => options.onIssued?.({ ...secret, issuedAt: now() }),
    codes: store(limits.withClientText),
    refreshTokens: store(limits.refreshTokens),
    deviceCodes: store(limits.withClientText),
    sessions: store(),
    pending: store(limits.withClientText),
    signIns: store(),
    assertionIds: store(),
    oneTimeCode: ({ id }) => {
      const known = codes.get(id) ?? String(randomInt(1_000_000)).padStart(6, '0');
      codes.set(id, known);
      return known;
    },
    closing: closing.signal,
    faults: new Faults(),
    log: new RequestLog(),
  };
  reportCredentials(service.issued, directory);
  const identityHosts = new IdentityHosts();
  const identityTokens = new IdentityTokens(service);
  const login = createLoginApp(service);
  const graph = createGraphApp(service);
  const gitHubJobs = new GitHubJobs();
  const identity = createIdentityApp(service, identityHosts, identityTokens, gitHubJobs);
  const hosts: Hosts = {
    login: async (request) =>
      (await issuerDocument(service, request)) ?? refuseForeignHost(request, origins) ?? login.fetch(request),
    graph: async (request) => refuseForeignHost(request, origins) ?? graph.fetch(request),
    managedIdentity: async (request) => refuseForeignHost(request, origins) ?? identity.fetch(request),
  };
  const entra: MockEntra = {
    login: async (request) => realResponse(await hosts.login(request)),
    graph: async (request) => realResponse(await hosts.graph(request)),
    managedIdentity: async (request) => realResponse(await hosts.managedIdentity(request)),
    directory,
    control: new Control(service, { hosts: identityHosts, identityTokens, gitHubJobs, clock }),
    origins,
    close: () => closing.abort(),
  };
  return { entra, hosts };
}
