/** The value of System.Uri: parsing and canonical form. Its members are declared in uri.ts. */
import { isIPv6 } from 'node:net';
import { throwNet } from '../core/exception.ts';
import { named, type TypeRef } from '../core/type-ref.ts';
import { NetObject } from '../core/values.ts';
import { readV4 } from '../net/ip-address-value.ts';
import { canonicalEscape, displayUnescape } from './uri-escape.ts';

const uriType = named('System.Uri');

/** Default ports by scheme; -1 elsewhere. */
const PORTS: Readonly<Record<string, number>> = {
  http: 80,
  https: 443,
  ws: 80,
  wss: 443,
  ftp: 21,
  gopher: 70,
  nntp: 119,
  telnet: 23,
  ldap: 389,
  mailto: 25,
};
/** Schemes that cannot do without a host. */
const NEEDS_HOST = new Set(['http', 'https', 'ws', 'wss', 'ftp', 'gopher']);
/** Schemes of whose paths a question mark is a part. */
const NO_QUERY = new Set(['ftp', 'gopher', 'mailto']);

/** The parts of an absolute URI in canonical spelling. */
export interface UriParts {
  readonly scheme: string;
  /** `//` follows the scheme. */
  readonly hasAuthority: boolean;
  readonly userInfo: string;
  readonly host: string;
  readonly port: number;
  readonly path: string;
  readonly query: string;
  readonly fragment: string;
}

/** System.Uri. `parts` is undefined for a relative reference. */
export class Uri extends NetObject {
  readonly originalString: string;
  readonly parts: UriParts | undefined;
  constructor(originalString: string, parts: UriParts | undefined) {
    super();
    this.originalString = originalString;
    this.parts = parts;
  }
  override get netType(): TypeRef {
    return uriType;
  }
  get isAbsolute(): boolean {
    return this.parts !== undefined;
  }
  /** The parts, or the InvalidOperationException that members of relative URIs throw. */
  absolute(): UriParts {
    return (
      this.parts ?? throwNet('System.InvalidOperationException', 'This operation is not supported for a relative URI.')
    );
  }
  get authority(): string {
    const { host, port, scheme } = this.absolute();
    return port === (PORTS[scheme] ?? -1) || port === -1 ? host : `${host}:${port}`;
  }
  get isDefaultPort(): boolean {
    const { port, scheme } = this.absolute();
    return port === (PORTS[scheme] ?? -1);
  }
  /** Everything before the path: `https://user@host:1`. */
  get prefix(): string {
    const { scheme, hasAuthority, userInfo } = this.absolute();
    if (scheme === 'mailto') return 'mailto:';
    if (!hasAuthority) return `${scheme}:`;
    return `${scheme}://${userInfo === '' ? '' : `${userInfo}@`}${this.authority}`;
  }
  get absoluteUri(): string {
    const { path, query, fragment, scheme, userInfo, host } = this.absolute();
    if (scheme === 'mailto' && host !== '')
      return `mailto:${userInfo === '' ? '' : `${userInfo}@`}${host}${path}${query}${fragment}`;
    return `${this.prefix}${filePath(scheme, path)}${query}${fragment}`;
  }
  toText(): string {
    if (!this.parts) return this.originalString;
    const { path, query, fragment, scheme } = this.parts;
    if (scheme === 'mailto') return this.absoluteUri;
    return `${this.prefix}${displayUnescape(filePath(scheme, path))}${displayUnescape(query)}${displayUnescape(fragment)}`;
  }
  equalityKey(): string {
    if (!this.parts) return `uri:relative:${this.originalString}`;
    const { userInfo: _userInfo, fragment: _fragment, ...rest } = this.parts;
    return `uri:${JSON.stringify(rest)}`;
  }
}

/** A path that begins with a drive letter gets its slash back in the URI. */
function filePath(scheme: string, path: string): string {
  return scheme === 'file' && /^[A-Za-z]:/.test(path) ? `/${path}` : path;
}

/** Why a text is no absolute URI. */
type UriFailure = 'empty' | 'format' | 'host' | 'port' | 'authority' | 'scheme' | 'drive';

const messages: Readonly<Record<UriFailure, string>> = {
  empty: 'Invalid URI: The URI is empty.',
  format: 'Invalid URI: The format of the URI could not be determined.',
  host: 'Invalid URI: The hostname could not be parsed.',
  port: 'Invalid URI: Invalid port specified.',
  authority: 'Invalid URI: The Authority/Host could not be parsed.',
  scheme: 'Invalid URI: The URI scheme is not valid.',
  drive: "Invalid URI: A Dos path must be rooted, for example, 'c:\\\\'.",
};

/** Throws the System.UriFormatException for a failure. */
export function raiseUri(failure: UriFailure): never {
  return throwNet('System.UriFormatException', messages[failure]);
}

/** Removes `.` and `..` segments, escaped ones too. */
function compress(path: string): string {
  if (!/(?:^|\/)\.{1,2}(?:\/|$)/.test(path)) return path;
  const out: string[] = [];
  const segments = path.split('/');
  for (const [index, segment] of segments.entries()) {
    const last = index === segments.length - 1;
    if (segment === '.') {
      if (last) out.push('');
    } else if (segment === '..') {
      if (out.length > 1) out.pop();
      if (last) out.push('');
    } else out.push(segment);
  }
  const joined = out.join('/');
  return joined.startsWith('/') ? joined : `/${joined}`;
}

function validHost(host: string, scheme: string): string | undefined {
  if (host.startsWith('[')) {
    const address = host.slice(1, -1);
    if (!host.endsWith(']') || !isIPv6(address.replace(/%.*$/, ''))) return undefined;
    return `[${new URL(`http://[${address.replace(/%.*$/, '')}]/`).hostname.slice(1, -1)}]`;
  }
  const address = NEEDS_HOST.has(scheme) || scheme === 'file' ? readV4(host) : undefined;
  if (address) return address.join('.');
  if (host === '') return NEEDS_HOST.has(scheme) ? undefined : '';
  const labels = host.endsWith('.') ? host.slice(0, -1).split('.') : host.split('.');
  if (host.length > 255 || !labels.every((label) => /^[\p{L}\p{N}_-][\p{L}\p{N}\p{M}_-]{0,62}$/u.test(label)))
    return undefined;
  return host.toLowerCase();
}

function parseAuthority(text: string, scheme: string): Pick<UriParts, 'userInfo' | 'host' | 'port'> | UriFailure {
  const at = text.lastIndexOf('@');
  const userInfo = at < 0 ? '' : canonicalEscape(text.slice(0, at));
  const hostPort = text.slice(at + 1);
  const match = /^(\[[^\]]*\]|[^:]*)(?::(.*))?$/s.exec(hostPort);
  const host = validHost(match?.[1] ?? hostPort, scheme);
  if (host === undefined) return 'host';
  let port = PORTS[scheme] ?? -1;
  const written = match?.[2];
  if (written) {
    if (!/^\d+$/.test(written) || Number(written) > 65535) return 'port';
    port = Number(written);
  }
  return { userInfo, host, port };
}

/** Splits off fragment and query of what follows the authority, and makes all parts canonical. */
function parseTail(tail: string, scheme: string): Pick<UriParts, 'path' | 'query' | 'fragment'> {
  const hash = tail.indexOf('#');
  const fragment = hash < 0 ? '' : tail.slice(hash);
  const beforeHash = hash < 0 ? tail : tail.slice(0, hash);
  const mark = NO_QUERY.has(scheme) ? -1 : beforeHash.indexOf('?');
  const query = mark < 0 ? '' : beforeHash.slice(mark);
  let path = mark < 0 ? beforeHash : beforeHash.slice(0, mark);
  if (scheme === 'ftp' || scheme === 'gopher') path = path.replaceAll('?', '%3F');
  if (NEEDS_HOST.has(scheme) || scheme === 'file') path = path.replaceAll('\\', '/');
  return { path: canonicalEscape(path), query: canonicalEscape(query), fragment: canonicalEscape(fragment) };
}

/** Reads an absolute URI. */
export function parseAbsolute(source: string, platform: 'windows' | 'linux'): UriParts | UriFailure {
  const text = source.trim();
  if (text === '') return 'empty';
  const file = parseFile(text, platform);
  if (file) return file;
  if (/^[A-Za-z]:/.test(text)) return text.length === 2 ? 'format' : 'drive';
  const colon = text.indexOf(':');
  const slash = text.search(/[/?#]/);
  if (colon <= 0 || (slash >= 0 && slash < colon)) return 'format';
  const scheme = text.slice(0, colon).toLowerCase();
  if (!/^[a-z][a-z0-9+.-]*$/.test(scheme)) return 'scheme';
  const rest = text.slice(colon + 1);
  if (rest.startsWith('//') || (NEEDS_HOST.has(scheme) && /^[\\/]{2}/.test(rest))) {
    if (scheme === 'file') return parseFileRest(rest.slice(2));
    const end = rest.slice(2).search(NEEDS_HOST.has(scheme) ? /[/?#]/ : /[/?#]/);
    const authority = end < 0 ? rest.slice(2) : rest.slice(2, 2 + end);
    const parsed = parseAuthority(authority, scheme);
    if (typeof parsed === 'string') return parsed;
    const tail = parseTail(end < 0 ? '' : rest.slice(2 + end), scheme);
    const path = compress(tail.path.startsWith('/') ? tail.path : `/${tail.path}`);
    return { scheme, hasAuthority: true, ...parsed, ...tail, path };
  }
  if (NEEDS_HOST.has(scheme)) return 'authority';
  if (scheme === 'mailto') {
    const tail = parseTail(rest, scheme);
    const at = tail.path.lastIndexOf('@');
    const host = tail.path.slice(at + 1);
    return {
      scheme,
      hasAuthority: false,
      userInfo: at < 0 ? '' : tail.path.slice(0, at),
      host,
      port: 25,
      path: '',
      query: '',
      fragment: tail.fragment,
    };
  }
  return { scheme, hasAuthority: false, userInfo: '', host: '', port: -1, ...parseTail(rest, scheme) };
}

/** Paths that are URIs of the scheme file without saying so: drive letters, and on Linux absolute paths. */
function parseFile(text: string, platform: 'windows' | 'linux'): UriParts | UriFailure | undefined {
  if (/^[A-Za-z]:[\\/]/.test(text)) {
    const path = canonicalEscape(text.replaceAll('\\', '/')).replaceAll('?', '%3F').replaceAll('#', '%23');
    return { scheme: 'file', hasAuthority: true, userInfo: '', host: '', port: -1, path, query: '', fragment: '' };
  }
  if (/^\\\\|^\/\//.test(text)) {
    const [, name = '', path = ''] = /^..([^\\/]*)(.*)$/s.exec(text) ?? [];
    if (name === '') return path === '' ? 'format' : 'host';
    const host = validHost(name, 'file');
    return host === undefined ? 'host' : local(host, path === '' ? '/' : path.replaceAll('\\', '/'));
  }
  return platform === 'linux' && text.startsWith('/') ? local('', text) : undefined;
}

/** A path that has neither query nor fragment. */
function local(host: string, text: string): UriParts {
  const path = compress(canonicalEscape(text).replaceAll('?', '%3F').replaceAll('#', '%23'));
  return { scheme: 'file', hasAuthority: true, userInfo: '', host, port: -1, path, query: '', fragment: '' };
}

function parseFileRest(rest: string): UriParts {
  const slash = rest.indexOf('/');
  const name = (slash < 0 ? rest : rest.slice(0, slash)).toLowerCase();
  const host = readV4(name)?.join('.') ?? name;
  const tail = parseTail(slash < 0 ? '/' : rest.slice(slash), 'file');
  const path = /^\/[A-Za-z]:/.test(tail.path) ? tail.path.slice(1) : compress(tail.path);
  return { scheme: 'file', hasAuthority: true, userInfo: '', host, port: -1, ...tail, path };
}

/** `new Uri(text)`. Throws System.UriFormatException. */
export function absoluteUri(text: string, platform: 'windows' | 'linux'): Uri {
  const parts = parseAbsolute(text, platform);
  return typeof parts === 'string' ? raiseUri(parts) : new Uri(text, parts);
}

/** `new Uri(base, relative)`: RFC 3986 reference resolution. */
export function combineUri(base: Uri, relative: string, platform: 'windows' | 'linux'): Uri {
  const own = base.absolute();
  const prefix = base.prefix;
  const folder = own.path.slice(0, own.path.lastIndexOf('/') + 1);
  const build = (tail: string): Uri => absoluteUri(prefix + tail, platform);
  let text = relative.trim();
  const scheme = /^([A-Za-z][A-Za-z0-9+.-]*):/.exec(text)?.[1];
  if (scheme !== undefined) {
    const absolute = parseAbsolute(text, platform);
    if (typeof absolute !== 'string') return new Uri(relative, absolute);
    // What repeats the scheme and has no authority is relative to the path.
    if (absolute !== 'authority' || scheme.toLowerCase() !== own.scheme) raiseUri(absolute);
    text = text.slice(scheme.length + 1);
    if (/^[?#]/.test(text)) return build(folder + text);
  }
  if (text === '') return build(own.path + own.query + own.fragment);
  if (text.startsWith('//')) return absoluteUri(`${own.scheme}:${text}`, platform);
  if (text.startsWith('/') || text.startsWith('\\')) return build(text);
  if (text.startsWith('?')) return build(own.path + text);
  if (text.startsWith('#')) return build(own.path + own.query + text);
  return build(folder + text);
}
