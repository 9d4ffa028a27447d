/** What was asked of mock Entra: names of parameters, values of those that are not secret, and the outcome. */
import { isGuid } from '../directory/stable-id.ts';
import type { Parameters } from '../http/parameters.ts';

/** How a client identified itself. */
export type CredentialKind = 'none' | 'client_secret' | 'basic' | 'client_assertion';

/** A request as tests may see it: without any secret's value. */
export interface LoggedRequest {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly endpoint: string;
  readonly method: string;
  /** Path without query. */
  readonly path: string;
  /** Parameters in order; secret ones show `[redacted]`. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly credential: CredentialKind;
  /** HTTP status of the answer. */
  readonly status: number;
  /** AADSTS number, when the answer is an error. */
  readonly error: number | undefined;
  readonly correlationId: string;
}

/** Parameters whose values never enter the log. */
const secretParameters = new Set([
  'client_secret',
  'client_assertion',
  'assertion',
  'code',
  'code_verifier',
  'refresh_token',
  'device_code',
  'password',
  'passwd',
  'id_token_hint',
  'access_token',
  'id_token',
  'ctx',
  'canary',
  'flowToken',
  'otc',
]);
/** Parameters whose values are logged. Anything else shows its length, because it may hold anything. */
const openParameters = new Set([
  'client_id',
  'grant_type',
  'scope',
  'resource',
  'redirect_uri',
  'response_type',
  'response_mode',
  'requested_token_use',
  'client_assertion_type',
  'code_challenge_method',
  'prompt',
  'login_hint',
  'domain_hint',
  'api-version',
  'object_id',
  'principal_id',
  'mi_res_id',
  'msi_res_id',
  'appid',
  'client-request-id',
  'client_info',
  'claims',
  'max_age',
  'post_logout_redirect_uri',
  '$select',
  '$filter',
  '$top',
  '$skip',
  '$count',
  '$orderby',
]);

/** In characters. Longer ones are not shown: half a secret is not told from a word. */
const longestValue = 2000;
const longestName = 200;
const mostShown = 60;

/** A parameter as the log shows it. @param readable what `readableText` makes of an open value */
export function shownParameters(parameters: Parameters, readable: (text: string) => string): Record<string, string> {
  const shown: Record<string, string> = {};
  for (const name of parameters.names.slice(0, mostShown)) {
    const value = parameters.get(name) ?? '';
    if (secretParameters.has(name)) shown[name] = '[redacted]';
    // a client makes one up for each request, and looks for it in the log
    else if (name === 'client-request-id' && isGuid(value)) shown[name] = value;
    else if (openParameters.has(name) && value.length <= longestValue) shown[name] = readable(value);
    else shown[name.length <= longestName ? readable(name) : '[long name]'] = `[${value.length} characters]`;
  }
  return shown;
}

/** JWTs, client secrets of Entra, and long runs of characters that no name or address has. */
const secretShapes = [
  /(?<![\w-])eyJ[\w-]{8,}\.[\w-]+(\.[\w-]*)*/g,
  /[\w~.-]{3}\dQ~[\w~.-]{20,}/g,
  /(?<![\w~+-])(?=[\w~+-]*\d)(?=[\w~+-]*[A-Z])(?=[\w~+-]*[a-z])[\w~+-]{32,}={0,2}/g,
];
const guids = /\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/gi;
// begins where a run begins, so that a long run is read once
const accounts = /(?<![\w.+%-])[\w.+%-]+@([\w-]+(\.[\w-]+)+)/g;

/**
 * A text without what may be a secret in the wrong place, and without ids and accounts that are not of this directory:
 * those may be somebody's real ones.
 */
export function readableText(
  text: string,
  knows: { id(guid: string): boolean; domain(name: string): boolean },
): string {
  const open = secretShapes.reduce((shown, shape) => shown.replace(shape, '[redacted]'), text);
  return open
    .replace(guids, (guid) => (knows.id(guid.toLowerCase()) ? guid : '[unknown id]'))
    .replace(accounts, (account, domain: string) =>
      knows.domain(domain.toLowerCase()) ? account : '[unknown account]',
    );
}

/** Which credential a request presented. */
export function credentialKind(parameters: Parameters, authorization: string | null): CredentialKind {
  if (parameters.get('client_assertion') !== undefined) return 'client_assertion';
  if (parameters.get('client_secret') !== undefined) return 'client_secret';
  return /^basic\s/i.test(authorization ?? '') ? 'basic' : 'none';
}

/** A bounded list: the oldest entries leave. */
export class RequestLog {
  readonly #entries: LoggedRequest[] = [];
  readonly #limit: number;

  constructor(limit = 2000) {
    this.#limit = limit;
  }

  add(entry: LoggedRequest): void {
    this.#entries.push(entry);
    if (this.#entries.length > this.#limit) this.#entries.splice(0, this.#entries.length - this.#limit);
  }

  /** Entries, oldest first; only those of one endpoint when it is named. */
  list(endpoint?: string): readonly LoggedRequest[] {
    return endpoint === undefined ? [...this.#entries] : this.#entries.filter((entry) => entry.endpoint === endpoint);
  }

  clear(): void {
    this.#entries.length = 0;
  }
}
