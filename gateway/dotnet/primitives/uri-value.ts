/** The value of System.Uri: parsing and canonical form. Its members are declared in uri.ts. */
import { isIPv4, isIPv6 } from 'node:net';
import { throwNet } from '../core/exception.ts';
import { named, type TypeRef } from '../core/type-ref.ts';
import { NetObject } from '../core/values.ts';
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
type UriFailure = 'empty' | 'format' | 'host' | 'port' | 'authority' | 'scheme';

const messages: Readonly<Record<UriFailure, string>> = {
  empty: 'Invalid URI: The URI is empty.',
  format: 'Invalid URI: The format of the URI could not be determined.',
  host: 'Invalid URI: The hostname could not be parsed.',
  port: 'Invalid URI: Invalid port specified.',
  authority: 'Invalid URI: The Authority/Host could not be parsed.',
  scheme: 'Invalid URI: The URI scheme is not valid.',
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
  if (isIPv4(host)) return host;
  if (host === '') return NEEDS_HOST.has(scheme) ? undefined : '';
  const labels = host.endsWith('.') ? host.slice(0, -1).split('.') : host.split('.');
  if (host.length > 255 || !labels.every((label) => /^[\p{L}\p{N}_][\p{L}\p{N}\p{M}_-]{0,62}$/u.test(label)))
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
  const mark = beforeHash.indexOf('?');
  const query = mark < 0 || scheme === 'mailto' ? '' : beforeHash.slice(mark);
  let path = mark < 0 || scheme === 'mailto' ? beforeHash : beforeHash.slice(0, mark);
  if (NEEDS_HOST.has(scheme) || scheme === 'file') path = path.replaceAll('\\', '/');
  return { path: canonicalEscape(path), query: canonicalEscape(query), fragment: canonicalEscape(fragment) };
}

/** Reads an absolute URI. */
export function parseAbsolute(source: string, platform: 'windows' | 'linux'): UriParts | UriFailure {
  const text = source.trim();
  if (text === '') return 'empty';
  const file = parseFile(text, platform);
  if (file) return file;
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
    const path = compress(tail.path === '' ? '/' : tail.path);
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
function parseFile(text: string, platform: 'windows' | 'linux'): UriParts | undefined {
  if (/^[A-Za-z]:[\\/]/.test(text)) {
    const path = canonicalEscape(text.replaceAll('\\', '/')).replaceAll('?', '%3F').replaceAll('#', '%23');
    return { scheme: 'file', hasAuthority: true, userInfo: '', host: '', port: -1, path, query: '', fragment: '' };
  }
  if (/^\\\\|^\/\//.test(text)) {
    const [, host = '', path = ''] = /^..([^\\/]*)(.*)$/s.exec(text) ?? [];
    if (host === '') return undefined;
    return {
      scheme: 'file',
      hasAuthority: true,
      userInfo: '',
      host: host.toLowerCase(),
      port: -1,
      path: canonicalEscape(path.replaceAll('\\', '/')),
      query: '',
      fragment: '',
    };
  }
  if (platform === 'linux' && text.startsWith('/')) {
    const path = compress(canonicalEscape(text).replaceAll('?', '%3F').replaceAll('#', '%23'));
    return { scheme: 'file', hasAuthority: true, userInfo: '', host: '', port: -1, path, query: '', fragment: '' };
  }
  return undefined;
}

function parseFileRest(rest: string): UriParts {
  const slash = rest.indexOf('/');
  const host = (slash < 0 ? rest : rest.slice(0, slash)).toLowerCase();
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
  const text = relative.trim();
  if (/^[A-Za-z][A-Za-z0-9+.-]*:/.test(text)) {
    const absolute = parseAbsolute(text, platform);
    if (typeof absolute !== 'string') return new Uri(relative, absolute);
  }
  const prefix = base.prefix;
  const build = (tail: string): Uri => absoluteUri(prefix + tail, platform);
  if (text === '') return build(own.path + own.query + (relative === '' ? '' : ''));
  if (text.startsWith('//')) return absoluteUri(`${own.scheme}:${text}`, platform);
  if (text.startsWith('/') || text.startsWith('\\')) return build(text);
  if (text.startsWith('?')) return build(own.path + text);
  if (text.startsWith('#')) return build(own.path + own.query + text);
  return build(own.path.slice(0, own.path.lastIndexOf('/') + 1) + text);
}
