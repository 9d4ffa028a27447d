import { isIPv4 } from 'node:net';
import { type CallInfo, defineEnum, defineType, type Ref } from '../core/define.ts';
import { named } from '../core/type-ref.ts';
import { EnumValue } from '../core/values.ts';
import { argument, outOfRange, required } from './argument-errors.ts';
import { strings } from './net-arrays.ts';
import { escapeData, escapeUri, unescapeData } from './uri-escape.ts';
import { absoluteUri, combineUri, parseAbsolute, raiseUri, Uri } from './uri-value.ts';
import { equal, hashCode } from './virtual.ts';

defineEnum({ name: 'System.UriPartial', values: { Scheme: 0, Authority: 1, Path: 2, Query: 3 } });
defineEnum({ name: 'System.UriKind', values: { RelativeOrAbsolute: 0, Absolute: 1, Relative: 2 } });
defineEnum({ name: 'System.UriHostNameType', values: { Unknown: 0, Basic: 1, Dns: 2, IPv4: 3, IPv6: 4 } });

const ABSOLUTE = 1;
const RELATIVE = 2;
const hostType = named('System.UriHostNameType');

function create(text: string | null, kind: number, call: CallInfo): Uri | undefined {
  if (text === null) return undefined;
  call.runtime.charge(text.length);
  const parts = parseAbsolute(text, call.runtime.platform);
  // A rooted path is a file on Linux, and still a relative reference where one is asked for.
  if (kind === RELATIVE && text.startsWith('/') && !text.startsWith('//')) return new Uri(text, undefined);
  if (typeof parts !== 'string') return kind === RELATIVE ? undefined : new Uri(text, parts);
  return kind === ABSOLUTE || parts === 'host' || parts === 'port' || parts === 'authority'
    ? undefined
    : new Uri(text, undefined);
}

function requireUri(text: string | null, kind: number, call: CallInfo): Uri {
  const source = required(text, 'uriString');
  call.runtime.charge(source.length);
  const uri = create(source, kind, call);
  if (uri) return uri;
  const failure = parseAbsolute(source, call.runtime.platform);
  return raiseUri(typeof failure === 'string' ? failure : 'format');
}

function leftPart(self: Uri, part: EnumValue): string {
  const { scheme, hasAuthority, path, query } = self.absolute();
  const prefix = self.prefix;
  switch (part.value) {
    case 0:
      return hasAuthority ? `${scheme}://` : `${scheme}:`;
    case 1:
      return hasAuthority ? prefix : '';
    case 2:
      return prefix + path;
    default:
      return prefix + path + query;
  }
}

function segments(path: string): string[] {
  if (path === '') return [];
  return path.match(/[^/]*\/|[^/]+$/g) ?? [];
}

function localPath(self: Uri): string {
  const { scheme, path, host } = self.absolute();
  const plain = unescapeData(path);
  if (scheme !== 'file') return plain;
  if (/^[A-Za-z]:/.test(plain)) return plain.replaceAll('/', '\\');
  return host === '' ? plain : `\\\\${host}${plain.replaceAll('/', '\\')}`;
}

function makeRelative(self: Uri, target: Uri): Uri {
  const from = self.absolute();
  const to = target.absolute();
  if (from.scheme !== to.scheme || from.host !== to.host || from.port !== to.port) return target;
  const a = from.path.split('/');
  const b = to.path.split('/');
  let shared = 0;
  while (shared < a.length - 1 && shared < b.length - 1 && a[shared] === b[shared]) shared++;
  const up = '../'.repeat(a.length - 1 - shared);
  const rest = b.slice(shared).join('/');
  let path = up + rest;
  if (from.path === to.path) path = '';
  else if (path === '') path = './';
  return new Uri(path + to.query + to.fragment, undefined);
}

const escapeUriString = (text: string | null, call: CallInfo): string => {
  const source = required(text, 'stringToEscape');
  call.runtime.charge(source.length * 3);
  return escapeUri(source);
};

defineType({
  name: 'System.Uri',
  kind: 'class',
  members: {
    'Uri(string uriString)': (text: string | null, call: CallInfo) => requireUri(text, ABSOLUTE, call),
    'Uri(string uriString, UriKind uriKind)': (text: string | null, kind: EnumValue, call: CallInfo) =>
      requireUri(text, kind.value, call),
    'Uri(Uri baseUri, string relativeUri)': (base: Uri | null, relative: string | null, call: CallInfo) =>
      combineUri(requireBase(base), relative ?? '', call.runtime.platform),
    'Uri(Uri baseUri, Uri relativeUri)': (base: Uri | null, relative: Uri | null, call: CallInfo) => {
      const target = required(relative, 'relativeUri');
      return target.isAbsolute ? target : combineUri(requireBase(base), target.originalString, call.runtime.platform);
    },
    'static string UriSchemeHttp { get; }': () => 'http',
    'static string UriSchemeHttps { get; }': () => 'https',
    'static string UriSchemeFile { get; }': () => 'file',
    'static string UriSchemeFtp { get; }': () => 'ftp',
    'static string UriSchemeMailto { get; }': () => 'mailto',
    'static string SchemeDelimiter { get; }': () => '://',
    'static string EscapeDataString(string stringToEscape)': (text: string | null, call: CallInfo) => {
      const source = required(text, 'stringToEscape');
      call.runtime.charge(source.length * 3);
      return escapeData(source);
    },
    'static string EscapeUriString(string stringToEscape)': escapeUriString,
    'static string UnescapeDataString(string stringToUnescape)': (text: string | null, call: CallInfo) => {
      const source = required(text, 'stringToUnescape');
      call.runtime.charge(source.length);
      return unescapeData(source);
    },
    'static bool TryCreate(string uriString, UriKind uriKind, out Uri result)': (
      text: string | null,
      kind: EnumValue,
      result: Ref,
      call: CallInfo,
    ) => {
      result.value = create(text, kind.value, call) ?? null;
      return result.value !== null;
    },
    'static bool TryCreate(Uri baseUri, string relativeUri, out Uri result)': (
      base: Uri | null,
      relative: string | null,
      result: Ref,
      call: CallInfo,
    ) => {
      result.value = null;
      if (!base?.isAbsolute) return false;
      const absolute = create(relative, ABSOLUTE, call);
      try {
        result.value = absolute ?? combineUri(base, relative ?? '', call.runtime.platform);
      } catch {
        return false;
      }
      return true;
    },
    'static bool IsWellFormedUriString(string uriString, UriKind uriKind)': (
      text: string | null,
      kind: EnumValue,
      call: CallInfo,
    ) => {
      const uri = create(text, kind.value, call);
      if (!uri || text === null) return false;
      return !/[\s"<>\\^`{|}]|%(?![0-9A-Fa-f]{2})/.test(text) && !/[^\x21-\x7e]/.test(text);
    },
    'static string HexEscape(char character)': (unit: number) => {
      if (unit > 255) outOfRange('character');
      return `%${unit.toString(16).toUpperCase().padStart(2, '0')}`;
    },
    'static char HexUnescape(string pattern, ref int index)': (pattern: string | null, index: Ref) => {
      const text = required(pattern, 'pattern');
      const at = Number(index.value);
      if (at < 0 || at >= text.length) outOfRange('index');
      const hex = /^%([0-9A-Fa-f]{2})/.exec(text.slice(at));
      index.value = at + (hex ? 3 : 1);
      return hex ? Number.parseInt(hex[1] ?? '0', 16) : text.charCodeAt(at);
    },
    'static bool IsHexDigit(char character)': (unit: number) => /^[0-9A-Fa-f]$/.test(String.fromCharCode(unit)),
    'static bool IsHexEncoding(string pattern, int index)': (pattern: string | null, index: number) =>
      /^%[0-9A-Fa-f]{2}/.test((pattern ?? '').slice(index)),
    'static int FromHex(char digit)': (unit: number) => {
      const ch = String.fromCharCode(unit);
      return /^[0-9A-Fa-f]$/.test(ch)
        ? Number.parseInt(ch, 16)
        : argument('Value does not fall within the expected range.', 'digit');
    },
    'static bool CheckSchemeName(string schemeName)': (name: string | null) =>
      /^[A-Za-z][A-Za-z0-9+.-]*$/.test(name ?? ''),
    'static UriHostNameType CheckHostName(string name)': (name: string | null) =>
      new EnumValue(hostType, hostKind(name ?? '')),
    'string AbsoluteUri { get; }': (self: Uri) => self.absoluteUri,
    'string AbsolutePath { get; }': (self: Uri) => self.absolute().path,
    'string PathAndQuery { get; }': (self: Uri) => self.absolute().path + self.absolute().query,
    'string LocalPath { get; }': localPath,
    'string Query { get; }': (self: Uri) => self.absolute().query,
    'string Fragment { get; }': (self: Uri) => self.absolute().fragment,
    'string Scheme { get; }': (self: Uri) => self.absolute().scheme,
    'string Host { get; }': (self: Uri) => self.absolute().host,
    'string DnsSafeHost { get; }': (self: Uri) => self.absolute().host.replace(/^\[|\]$/g, ''),
    'string IdnHost { get; }': (self: Uri) => {
      const { host } = self.absolute();
      return /^[\x21-\x7e]*$/.test(host) ? host.replace(/^\[|\]$/g, '') : new URL(`http://${host}/`).hostname;
    },
    'int Port { get; }': (self: Uri) => self.absolute().port,
    'string Authority { get; }': (self: Uri) => self.authority,
    'string UserInfo { get; }': (self: Uri) => self.absolute().userInfo,
    'string[] Segments { get; }': (self: Uri) => {
      const { path, scheme } = self.absolute();
      return strings(segments(scheme === 'file' && /^[A-Za-z]:/.test(path) ? `/${path}` : path));
    },
    'string OriginalString { get; }': (self: Uri) => self.originalString,
    'bool IsAbsoluteUri { get; }': (self: Uri) => self.isAbsolute,
    'bool IsDefaultPort { get; }': (self: Uri) => self.isDefaultPort,
    'bool IsFile { get; }': (self: Uri) => self.absolute().scheme === 'file',
    'bool IsUnc { get; }': (self: Uri) => self.absolute().scheme === 'file' && self.absolute().host !== '',
    'bool IsLoopback { get; }': (self: Uri) => {
      const { host, scheme } = self.absolute();
      return (
        host === 'localhost' ||
        host === 'loopback' ||
        host === '[::1]' ||
        /^127\./.test(host) ||
        (scheme === 'file' && host === '')
      );
    },
    'UriHostNameType HostNameType { get; }': (self: Uri) => {
      const { host, scheme } = self.absolute();
      return new EnumValue(hostType, host === '' ? (scheme === 'file' ? 1 : 0) : hostKind(host));
    },
    'string GetLeftPart(UriPartial part)': leftPart,
    'Uri MakeRelativeUri(Uri uri)': (self: Uri, target: Uri | null) => makeRelative(self, required(target, 'uri')),
    'bool IsBaseOf(Uri uri)': (self: Uri, target: Uri | null) => {
      const other = required(target, 'uri');
      if (!other.isAbsolute) return true;
      const folder = self.absolute().path.replace(/[^/]*$/, '');
      return self.prefix === other.prefix && other.absolute().path.startsWith(folder);
    },
    'string ToString()': (self: Uri) => self.toText(),
    'bool Equals(object comparand)': (self: Uri, other: unknown, call: CallInfo) =>
      typeof other === 'string' ? equal(self, create(other, 0, call) ?? null) : equal(self, other),
    'int GetHashCode()': (self: Uri) => hashCode(self),
    'static bool operator ==(Uri uri1, Uri uri2)': (a: Uri | null, b: Uri | null) => equal(a, b),
    'static bool operator !=(Uri uri1, Uri uri2)': (a: Uri | null, b: Uri | null) => !equal(a, b),
  },
});

function requireBase(base: Uri | null): Uri {
  const uri = required(base, 'baseUri');
  if (!uri.isAbsolute) absoluteUri(uri.originalString, 'windows');
  return uri;
}

function hostKind(host: string): number {
  if (host.startsWith('[') || host.includes(':')) return 4;
  if (isIPv4(host)) return 3;
  return /^[\p{L}\p{N}_][\p{L}\p{N}_.-]*$/u.test(host) ? 2 : 0;
}
