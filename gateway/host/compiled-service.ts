/** A service model made executable: policies loaded, routes built. Replaced as a whole by `reload`. */
import type { ExpressionCompiler } from '../expressions/index.ts';
import { withMcpEndpoints } from '../mcp/endpoints.ts';
import { unknownTools } from '../mcp/tool-definition.ts';
import type { Api, Backend, ServiceModel, Subscription } from '../model.ts';
import { type LoadedPolicy, PolicyLoader } from '../pipeline/load/load-policy.ts';
import { type PolicyIssue, PolicyLoadError } from '../pipeline/load/policy-issue.ts';
import type { Route } from '../pipeline/route.ts';
import { CoverageRecorder } from '../pipeline/trace/coverage.ts';
import { Masker } from '../pipeline/trace/masker.ts';
import { policies } from '../policies/index.ts';
import type { Switches } from '../switches.ts';
import { Backends } from './backends.ts';
import { type CertificateFacts, certificateFacts } from './certificates.ts';
import { backendUrl, resolvedBackend, resolveNamedValues, type Supplied } from './resolve-values.ts';
import { revisionKey } from './revision-key.ts';
import { type Match, Router } from './router.ts';
import { type Admission, SubscriptionKeys } from './subscription-keys.ts';

/** The global policy of a service that has none of its own (forward-request page). */
const defaultGlobal = {
  file: '(default global policy)',
  text: '<policies><inbound /><backend><forward-request /></backend><outbound /><on-error /></policies>',
  format: 'rawxml',
} as const;

export interface CompiledService {
  readonly model: ServiceModel;
  readonly router: Router;
  readonly keys: SubscriptionKeys;
  readonly coverage: CoverageRecorder;
  /** Warnings; errors keep a service from being compiled. */
  readonly issues: readonly PolicyIssue[];
  readonly backends: Backends;
  /** Secret named values by name. */
  readonly secrets: ReadonlyMap<string, string>;
  readonly subscriptions: readonly Subscription[];
  readonly certificates: CertificateFacts;
  serviceUrl(api: Api): string | undefined;
  /** The effective policy of a match; without one, what on-error of an unmatched request is. */
  route(match: Match | undefined, admission: Admission): Route;
}

/**
 * Compiles a model.
 * @param subscriptions besides the model's own
 * @param now milliseconds since the Unix epoch, for circuit breakers
 * @throws PolicyLoadError when a policy can't be loaded
 */
export function compileService(
  model: ServiceModel,
  supplied: Supplied,
  subscriptions: readonly Subscription[],
  compiler: ExpressionCompiler,
  switches: Switches,
  now: () => number = Date.now,
): CompiledService {
  const valueIssues: PolicyIssue[] = [];
  const { values, secrets } = resolveNamedValues(model.namedValues, supplied, valueIssues);
  const coverage = new CoverageRecorder();
  const loader = new PolicyLoader({
    compiler,
    policies,
    fragments: model.fragments,
    namedValues: values,
    backendIds: new Set(model.backends.map((backend) => backend.id)),
    coverage,
    switches,
  });
  loader.issues.push(...valueIssues, ...poolIssues(model.backends));
  for (const { mcp, id } of model.apis) {
    for (const name of unknownTools(mcp, model.apis)) loader.issues.push(unknownTool(id, name));
  }
  const certificates = certificateFacts(model.certificates ?? [], loader.issues);
  const global = loader.load(model.policy ?? defaultGlobal, 'global');
  const workspaces = new Map<string, LoadedPolicy>();
  for (const { id, policy } of model.workspaces ?? []) if (policy) workspaces.set(id, loader.load(policy, 'workspace'));
  const products = new Map<string, LoadedPolicy>();
  for (const { id, policy } of model.products) if (policy) products.set(id, loader.load(policy, 'product'));
  const apis = new Map<string, LoadedPolicy>();
  const operations = new Map<string, ReadonlyMap<string, LoadedPolicy>>();
  for (const api of model.apis) {
    if (api.policy) apis.set(revisionKey(api), loader.load(api.policy, 'api'));
    const own = new Map<string, LoadedPolicy>();
    for (const { id, policy } of api.operations) if (policy) own.set(id, loader.load(policy, 'operation'));
    operations.set(revisionKey(api), own);
  }
  const issues = withoutSecrets(loader.issues, secrets);
  if (issues.some((issue) => issue.severity === 'error')) throw new PolicyLoadError(issues);

  const backends = new Backends(
    model.backends.map((backend) => resolvedBackend(backend, supplied, values)),
    now,
  );
  const allSubscriptions = [...(model.subscriptions ?? []), ...subscriptions];
  const present = (policy: LoadedPolicy | undefined): LoadedPolicy[] => (policy ? [policy] : []);
  return {
    model,
    router: new Router(
      model.apis.map((api) => withMcpEndpoints(api, supplied.bindings.gatewayUrl ?? 'http://localhost', switches)),
      switches,
    ),
    keys: new SubscriptionKeys(allSubscriptions, model.products),
    coverage,
    issues,
    backends,
    secrets,
    certificates,
    subscriptions: allSubscriptions,
    serviceUrl: (api) => {
      const backend = api.backendId === undefined ? undefined : backends.get(api.backendId);
      return (
        backend?.url ??
        (api.serviceUrl === undefined ? undefined : backendUrl({ url: api.serviceUrl }, supplied, values))
      );
    },
    route: (match, { subscription, product }) => {
      if (!match) return { chain: [global] };
      const { api, operation } = match;
      const chain = [
        ...present(operations.get(revisionKey(api))?.get(operation.id)),
        ...present(apis.get(revisionKey(api))),
        ...present(product && products.get(product.id)),
        ...present(api.workspaceId === undefined ? undefined : workspaces.get(api.workspaceId)),
        global,
      ];
      return { api, operation, product, subscription, chain };
    },
  };
}

const unknownTool = (api: string, tool: string): PolicyIssue => ({
  severity: 'warning',
  file: '(MCP servers)',
  line: 1,
  column: 1,
  message: `The tool '${tool}' of the MCP server '${api}' names an operation that does not exist. It is not offered.`,
});

/** Pools whose members can't serve. */
function poolIssues(backends: readonly Backend[]): PolicyIssue[] {
  const byId = new Map(backends.map((backend) => [backend.id, backend]));
  return backends.flatMap(({ id, pool = [] }) =>
    pool.flatMap(({ backendId }): PolicyIssue[] => {
      const member = byId.get(backendId);
      if (member && !member.pool) return [];
      const why = member ? 'is a pool itself' : 'does not exist';
      const message = `The pool '${id}' names the backend '${backendId}', which ${why}.`;
      return [{ severity: 'error', file: '(backends)', line: 1, column: 1, message }];
    }),
  );
}

/** Messages may quote the text they are about, which may come from a secret named value. */
function withoutSecrets(issues: readonly PolicyIssue[], secrets: ReadonlyMap<string, string>): PolicyIssue[] {
  const masker = new Masker();
  for (const secret of secrets.values()) masker.addSecret(secret);
  return issues.map((issue) => ({ ...issue, message: masker.known(issue.message) }));
}
