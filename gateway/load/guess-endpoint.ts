import type { Api, Operation, ServiceModel } from '../model.ts';

/** Where MCP clients connect, as far as the service shows it. */
export interface McpEndpoint {
  /** Path below the gateway, with leading slash. */
  readonly path: string;
  /** `sse`: the transport of 2024-11-05, with a stream and a message endpoint. */
  readonly transport: 'streamable' | 'sse';
  /** What was seen, completing "it is …". */
  readonly because: string;
  /** Whether this is no MCP server, but an API in the place of one. */
  readonly inPlace?: true;
}

const join = (...parts: readonly string[]): string =>
  `/${parts
    .flatMap((part) => part.split('/'))
    .filter((part) => part !== '')
    .join('/')}`;

const has = (api: Api, method: string, test: (template: string) => boolean): Operation | undefined =>
  api.operations.find(
    (operation) => [method, '*'].includes(operation.method.toUpperCase()) && test(operation.urlTemplate),
  );

/** The MCP endpoints that an API looks to have, the likeliest first. */
export function endpointsOf(api: Api): McpEndpoint[] {
  const found: McpEndpoint[] = [];
  const post = has(api, 'POST', (template) => /(?:^|\/)mcp\/?$/.test(template));
  if (post) {
    const because = `the operation '${post.name}' of '${api.name}'`;
    found.push({ path: join(api.path, post.urlTemplate), transport: 'streamable', because });
  }
  const isMcp = /(?:^|[/-])mcp(?:$|[/-])/i.test(api.path) || /\bmcp\b/i.test(api.name);
  const root = isMcp ? has(api, 'POST', (template) => template === '/' || template === '/*') : undefined;
  if (root) {
    const because = `the operation '${root.name}' of '${api.name}'`;
    found.push({ path: join(api.path), transport: 'streamable', because });
  }
  const stream = has(api, 'GET', (template) => /(?:^|\/)sse\/?$/.test(template));
  const message = stream && has(api, 'POST', (template) => /message/.test(template));
  if (stream && message) {
    const because = `the stream '${stream.name}' of '${api.name}'`;
    found.push({ path: join(api.path, stream.urlTemplate), transport: 'sse', because });
  }
  return found;
}

/** Where an MCP server that the gateway itself makes of operations is reached. */
export function toolsEndpoint(api: Api): McpEndpoint {
  return { path: join(api.path, 'mcp'), transport: 'streamable', because: `the MCP server '${api.name}'` };
}

/**
 * Where an API of type `mcp` in front of a server of its own is reached. The gateway appends what follows the API's path
 * to the backend's URL, so a backend that ends in `/mcp` has the endpoint at the API's path, and others below it. Where
 * only the deployment knows the URL, an API whose path ends so is thought to be in front of such a one.
 * @param known whether `backendUrl` is what the files say
 */
export function passThroughEndpoint(api: Api, backendUrl: string | undefined, known = true): McpEndpoint {
  const there = /\/mcp\/?$/.test(backendUrl ?? '') || (!known && /(?:^|\/)mcp\/?$/.test(api.path));
  const below = there ? [] : ['mcp'];
  return { path: join(api.path, ...below), transport: 'streamable', because: `the MCP server '${api.name}'` };
}

const ofAuthorization = /\.well-known|authorize|\/token$|\/register$|callback|consent/i;
const forMcpClients = /oauth-authorization-server|\/register$/i;
const validates = /<validate-(?:jwt|azure-ad-token)\b/;

/**
 * An API that is called where no MCP server shows, so that its policies can be run at all: the first that validates
 * tokens, else the first. Those of an authorization server come last; one that MCP clients register with has an MCP
 * server somewhere, which has to be told.
 * @param id of the API that is to be called instead
 */
function inPlaceOfOne(apis: readonly Api[], id: string | undefined): McpEndpoint | undefined {
  const others = apis.filter(({ operations }) =>
    operations.every(({ urlTemplate }) => !ofAuthorization.test(urlTemplate)),
  );
  const alone = apis.every(({ operations }) => operations.every(({ urlTemplate }) => !forMcpClients.test(urlTemplate)));
  const candidates = others.length === 0 && alone ? apis : others;
  const texts = (api: Api): string =>
    [api.policy, ...api.operations.map(({ policy }) => policy)].map((source) => source?.text ?? '').join('\n');
  const api =
    id === undefined
      ? (candidates.find((each) => validates.test(texts(each))) ?? candidates[0])
      : apis.find((each) => each.id === id);
  if (!api) return undefined;
  const plain = ({ urlTemplate }: Operation): boolean => !/[{?]/.test(urlTemplate);
  const operation =
    api.operations.find((each) => ['POST', '*'].includes(each.method.toUpperCase()) && plain(each)) ??
    api.operations.find(plain);
  return {
    path: join(api.path, (operation?.urlTemplate ?? '/').replace(/\*$/, '')),
    transport: 'streamable',
    because: `the API '${api.name}', called in place of an MCP server, which does not show ('mcpStandIn' chooses another, or none)`,
    inPlace: true,
  };
}

/** APIs that something answers for before those whose requests the files send nowhere. */
function withBackendsFirst(apis: readonly Api[]): Api[] {
  const answers = ({ serviceUrl, backendId, mcp, policy, operations }: Api): boolean =>
    serviceUrl !== undefined ||
    backendId !== undefined ||
    mcp !== undefined ||
    [policy, ...operations.map((each) => each.policy)].some((source) =>
      /<(?:set-backend-service|return-response|mock-response)\b/.test(source?.text ?? ''),
    );
  return [...apis.filter(answers), ...apis.filter((api) => !answers(api))];
}

/** The MCP endpoint of a service; undefined when none shows. Streamable HTTP is preferred to the older transport. */
export function guessEndpoint({
  service,
  endpoints: declared = [],
  mcpStandIn = true,
}: {
  readonly service: ServiceModel;
  readonly endpoints?: readonly McpEndpoint[];
  readonly mcpStandIn?: boolean | string;
}): McpEndpoint | undefined {
  const current = withBackendsFirst(service.apis.filter(({ isCurrentRevision }) => isCurrentRevision !== false));
  const all = [...declared, ...current.flatMap(endpointsOf)];
  const shown = all.find(({ transport }) => transport === 'streamable') ?? all[0];
  if (shown || mcpStandIn === false) return shown;
  return inPlaceOfOne(current, typeof mcpStandIn === 'string' ? mcpStandIn : undefined);
}
