/** Which API and operation a request is for: the API with the longest path, then its most specific operation. */
import type { Api, Operation } from '../model.ts';
import type { GatewayUrl } from '../pipeline/message/url.ts';
import type { Switches } from '../switches.ts';
import { compareTemplates, type OperationTemplate, parseTemplate } from './operation-template.ts';

export interface Match {
  readonly api: Api;
  readonly operation: Operation;
  /** Names in lower case. */
  readonly parameters: ReadonlyMap<string, string>;
  /** The path below the API's own. */
  readonly remainder: string;
}

interface RoutedOperation {
  readonly operation: Operation;
  readonly template: OperationTemplate;
}

interface RoutedApi {
  readonly api: Api;
  /** Lower case, with leading slash and without trailing one; empty for the root. */
  readonly prefix: string;
  readonly operations: readonly RoutedOperation[];
}

interface Named {
  get(name: string): string | undefined;
}

/** The path of an API, with its version where that is a segment. */
const pathOf = ({ path, version, versioning }: Api): string =>
  versioning?.scheme === 'segment' && version !== undefined ? `${path}/${version}` : path;

/** Whether the request names the API's version; undefined when there is nothing to name. */
function namesVersion(api: Api, url: GatewayUrl, headers: Named | undefined): boolean | undefined {
  const { version, versioning } = api;
  if (version === undefined || !versioning || versioning.scheme === 'segment') return undefined;
  const { scheme, name = 'api-version' } = versioning;
  return (scheme === 'query' ? url.query(name)?.[0] : headers?.get(name)?.trim()) === version;
}

/** What a preflight asks for. */
const preflightMethod = (headers: Named): string | undefined =>
  headers.get('access-control-request-method')?.trim().toUpperCase();

/** Finds the API and operation of a request. */
export class Router {
  readonly #apis: readonly RoutedApi[];

  constructor(apis: readonly Api[], switches: Switches) {
    this.#apis = apis
      .map((api) => ({
        api,
        prefix: `/${pathOf(api).toLowerCase()}`.replaceAll(/\/+/g, '/').replace(/\/$/, ''),
        operations: api.operations
          .map((operation) => ({
            operation,
            template: parseTemplate(operation.urlTemplate, switches['routing.trailingSlash']),
          }))
          .sort((a, b) => compareTemplates(a.template, b.template)),
      }))
      .sort((a, b) => b.prefix.length - a.prefix.length);
  }

  /** The operation for a method and URL; undefined when there is none. */
  match(method: string, url: GatewayUrl, headers?: Named): Match | undefined {
    const found = this.#api(url, headers);
    return found && this.#operation(found, method, url);
  }

  /**
   * The operation that a CORS preflight asks about: no OPTIONS operation of the API may match, or that one is meant.
   * @returns undefined when the request is no preflight
   */
  matchPreflight(url: GatewayUrl, headers: Named): Match | undefined {
    const method = preflightMethod(headers);
    if (!method || !headers.get('origin')?.trim()) return undefined;
    const found = this.#api(url, headers);
    if (!found || this.#operation(found, 'OPTIONS', url)) return undefined;
    // the policy decides about the method, so any operation of the path will do
    return this.#operation(found, method, url) ?? this.#operation(found, undefined, url);
  }

  #api(
    url: GatewayUrl,
    headers: Named | undefined,
  ): { readonly routed: RoutedApi; readonly remainder: string } | undefined {
    const { path } = url;
    const lower = path.toLowerCase();
    let best: { routed: RoutedApi; remainder: string } | undefined;
    for (const routed of this.#apis) {
      if (best && routed.prefix.length < best.routed.prefix.length) break;
      if (!lower.startsWith(routed.prefix)) continue;
      const rest = path.slice(routed.prefix.length);
      const revision = /^;rev=([^/;]+)(?=\/|$)/i.exec(rest);
      const below = revision ? rest.slice(revision[0].length) : rest;
      if (below !== '' && !below.startsWith('/')) continue;
      const wanted = revision ? routed.api.revision === revision[1] : (routed.api.isCurrentRevision ?? true);
      const named = namesVersion(routed.api, url, headers);
      if (!wanted || named === false) continue;
      // a version that the request names wins over an API of the same path that has none
      if (!best || named) best = { routed, remainder: below };
    }
    return best;
  }

  #operation(
    { routed, remainder }: { readonly routed: RoutedApi; readonly remainder: string },
    method: string | undefined,
    url: GatewayUrl,
  ): Match | undefined {
    let any: Match | undefined;
    for (const { operation, template } of routed.operations) {
      const exact = method === undefined || operation.method.toUpperCase() === method;
      if (!exact && operation.method !== '*') continue;
      const parameters = template.match(remainder, (name) => url.query(name));
      if (!parameters) continue;
      const match = { api: routed.api, operation, parameters, remainder };
      if (exact) return match;
      any ??= match;
    }
    return any;
  }
}
