/** The gateway: Azure API Management's behaviour, offline, from unmodified policy files. */
export { createGateway, type Gateway } from './host/create-gateway.ts';
export type { Connection } from './host/credential-manager.ts';
export type { GatewayOptions, GatewaySecret } from './host/gateway-options.ts';
export { InternalCache } from './host/internal-cache.ts';
export { createRedisCache, type RedisCache, type RedisCacheOptions } from './host/redis-cache.ts';
export type {
  Api,
  Backend,
  Certificate,
  Diagnostic,
  McpServer,
  McpTool,
  NamedValue,
  Operation,
  OperationParameter,
  PolicyFormat,
  PolicySource,
  Product,
  Role,
  ServiceModel,
  Subscription,
} from './model.ts';
export { roles } from './model.ts';
export { issueLine, type PolicyIssue, PolicyLoadError } from './pipeline/load/policy-issue.ts';
export type { Coverage, CoveredElement } from './pipeline/trace/coverage.ts';
export type { RequestTrace, TraceAnswer, TraceSection, TraceStep } from './pipeline/trace/request-trace.ts';
export { traceText } from './pipeline/trace/trace-text.ts';
export type { AuthorizationProvider, TelemetrySink, ValueCache } from './policies/services.ts';
export { defaultSwitches, type Switches } from './switches.ts';
