/** System.Xml.Linq.XName and XNamespace. */
import { throwNet } from '../core/exception.ts';
import { named, type TypeRef } from '../core/type-ref.ts';
import { NetObject } from '../core/values.ts';
import { argument } from '../primitives/argument-errors.ts';

export const XML_NAMESPACE = 'http://www.w3.org/XML/1998/namespace';
/** The namespace of namespace declarations. */
export const XMLNS_NAMESPACE = 'http://www.w3.org/2000/xmlns/';

const nameType = named('System.Xml.Linq.XName');
const namespaceType = named('System.Xml.Linq.XNamespace');

/** A namespace; equal by its URI. */
export class XNamespace extends NetObject {
  readonly uri: string;
  constructor(uri: string) {
    super();
    this.uri = uri;
  }
  static readonly none: XNamespace = new XNamespace('');
  override get netType(): TypeRef {
    return namespaceType;
  }
  toText(): string {
    return this.uri;
  }
  equalityKey(): string {
    return `xnamespace:${this.uri}`;
  }
}

/** An expanded name; equal by namespace and local name. */
export class XName extends NetObject {
  readonly local: string;
  readonly uri: string;
  constructor(local: string, uri = '') {
    super();
    this.local = local;
    this.uri = uri;
  }
  override get netType(): TypeRef {
    return nameType;
  }
  get expanded(): string {
    return this.uri === '' ? this.local : `{${this.uri}}${this.local}`;
  }
  toText(): string {
    return this.expanded;
  }
  equalityKey(): string {
    return `xname:${this.expanded}`;
  }
  same(other: XName | null): boolean {
    return other !== null && other.local === this.local && other.uri === this.uri;
  }
}

/** Characters that begin a name, without the colon. */
export const NAME_START =
  /^[A-Z_a-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d\u2070-\u218f\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd]$/;
/** Characters that a name continues with, without the colon. */
export const NAME_CHAR =
  /^[-.\w\u00b7\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u037d\u037f-\u1fff\u200c-\u200d\u203f-\u2040\u2070-\u218f\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd]$/;

const hex = (ch: string): string => `0x${ch.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;

/** Throws System.Xml.XmlException unless the text is a name without colon. */
export function verifyName(name: string): string {
  if (name === '') argument('The value cannot be an empty string.', 'name');
  const first = name[0] as string;
  if (!NAME_START.test(first))
    throwNet(
      'System.Xml.XmlException',
      `Name cannot begin with the '${first}' character, hexadecimal value ${hex(first)}.`,
    );
  const bad = Array.from(name.slice(1)).find((ch) => !NAME_CHAR.test(ch));
  if (bad !== undefined)
    throwNet(
      'System.Xml.XmlException',
      `The '${bad}' character, hexadecimal value ${hex(bad)}, cannot be included in a name.`,
    );
  return name;
}

/** The name that a text like `{uri}local` stands for. Throws for malformed ones. */
export function parseName(text: string): XName {
  if (text === '') argument('The value cannot be an empty string.', 'expandedName');
  if (text[0] !== '{') return new XName(verifyName(text));
  const end = text.lastIndexOf('}');
  if (end <= 1 || end === text.length - 1) argument(`'${text}' is an invalid expanded name.`);
  return new XName(verifyName(text.slice(end + 1)), text.slice(1, end));
}
