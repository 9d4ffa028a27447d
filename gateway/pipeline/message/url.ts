/** A URL as policies see and change it: parts kept as written, query parameters in order with their duplicates. */

export interface QueryParameter {
  readonly name: string;
  readonly value: string;
}

/** The scheme's own port, which is not written in a URL. */
export const defaultPort = (scheme: string): number => (scheme === 'http' ? 80 : 443);

/** Base URLs are parsed for every request; they are few, and a GatewayUrl never changes. */
const parsed = new Map<string, GatewayUrl>();
const remembered = 256;

/** A URL as policies see it. It never changes: edits give another one. */
export class GatewayUrl {
  readonly scheme: string;
  readonly host: string;
  readonly port: number;
  /** With leading slash, still percent-encoded. */
  readonly path: string;
  /** With leading `?`, or empty. */
  readonly queryString: string;
  #parameters: readonly QueryParameter[] | undefined;

  constructor(parts: { scheme: string; host: string; port: number; path: string; queryString: string }) {
    this.scheme = parts.scheme;
    this.host = parts.host;
    this.port = parts.port;
    this.path = parts.path;
    this.queryString = parts.queryString;
  }

  /** Parses an absolute http(s) URL. @returns undefined when it is none */
  static parse(text: string): GatewayUrl | undefined {
    const known = parsed.get(text);
    if (known) return known;
    const url = GatewayUrl.#parse(text);
    if (url) {
      if (parsed.size >= remembered) parsed.clear();
      parsed.set(text, url);
    }
    return url;
  }

  static #parse(text: string): GatewayUrl | undefined {
    let url: URL;
    try {
      url = new URL(text);
    } catch {
      return undefined;
    }
    const scheme = url.protocol.slice(0, -1);
    if (scheme !== 'http' && scheme !== 'https') return undefined;
    return new GatewayUrl({
      scheme,
      host: url.hostname,
      port: url.port === '' ? defaultPort(scheme) : Number(url.port),
      path: url.pathname,
      queryString: url.search,
    });
  }

  /** The same URL with other parts. */
  with(parts: Partial<{ scheme: string; host: string; port: number; path: string; queryString: string }>): GatewayUrl {
    return new GatewayUrl({
      scheme: parts.scheme ?? this.scheme,
      host: parts.host ?? this.host,
      port: parts.port ?? this.port,
      path: parts.path ?? this.path,
      queryString: parts.queryString ?? this.queryString,
    });
  }

  /** `host` or `host:port`, as a Host header has it. */
  get authority(): string {
    return this.port === defaultPort(this.scheme) ? this.host : `${this.host}:${this.port}`;
  }

  get origin(): string {
    return `${this.scheme}://${this.authority}`;
  }

  toString(): string {
    return `${this.origin}${this.path}${this.queryString}`;
  }

  /** Query parameters, decoded as a form is. */
  get parameters(): readonly QueryParameter[] {
    this.#parameters ??= parseQuery(this.queryString);
    return this.#parameters;
  }

  /** The values of a query parameter, its name compared without case; undefined when absent. */
  query(name: string): string[] | undefined {
    const lower = name.toLowerCase();
    const found = this.parameters.filter((each) => each.name.toLowerCase() === lower).map((each) => each.value);
    return found.length > 0 ? found : undefined;
  }
}

/** Undoes form encoding; a malformed percent sequence stays as it is, as .NET leaves it. */
export function decodeFormComponent(text: string): string {
  const spaced = text.replaceAll('+', ' ');
  if (!spaced.includes('%')) return spaced;
  try {
    return decodeURIComponent(spaced);
  } catch {
    // decode what is well-formed, byte by byte; bytes that are no UTF-8 become U+FFFD
    return Buffer.from(
      spaced.replace(/%([0-9A-Fa-f]{2})|[\s\S]/gu, (whole, hex: string | undefined) =>
        hex === undefined
          ? Buffer.from(whole, 'utf8').toString('latin1')
          : String.fromCharCode(Number.parseInt(hex, 16)),
      ),
      'latin1',
    ).toString('utf8');
  }
}

/** Splits a query string or form body into its parameters. @param text with or without leading `?` */
export function parseQuery(text: string): QueryParameter[] {
  const query = text.startsWith('?') ? text.slice(1) : text;
  const parameters: QueryParameter[] = [];
  for (const pair of query.split('&')) {
    if (pair === '') continue;
    const equals = pair.indexOf('=');
    const name = equals < 0 ? pair : pair.slice(0, equals);
    const value = equals < 0 ? '' : pair.slice(equals + 1);
    parameters.push({ name: decodeFormComponent(name), value: decodeFormComponent(value) });
  }
  return parameters;
}

/** Percent-encodes a query component: all but RFC 3986's unreserved characters. */
function encodeQueryComponent(text: string): string {
  return encodeURIComponent(text.toWellFormed()).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** Parameters as a query string with leading `?`; empty when there are none. */
export function formatQuery(parameters: readonly QueryParameter[]): string {
  if (parameters.length === 0) return '';
  return `?${parameters.map(({ name, value }) => `${encodeQueryComponent(name)}=${encodeQueryComponent(value)}`).join('&')}`;
}
