/** JSON -> XML, as the gateway's conversion writes it. */
import { checkLength } from '../bounded-text.ts';
import { XmlError } from './read-xml.ts';

export interface JsonToXmlOptions {
  /** Stands for the colon of a prefix in names. */
  readonly namespaceSeparator: string;
  /** Members that begin so declare namespaces. */
  readonly namespacePrefix: string | undefined;
  /** The member whose own members become attributes. */
  readonly attributeBlock: string | undefined;
  /** Characters that the document may have. */
  readonly longest: number;
}

/** The root that is added where JSON has none of its own (observed output of the policy). */
const defaultRoot = 'Document';
const nil = ' xsi:nil="true" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"';

const escapeText = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
const escapeAttribute = (text: string): string => escapeText(text).replaceAll('"', '&quot;');

/** A name XML takes: what it does not is written as `_xHHHH_`, as XmlConvert.EncodeLocalName does. */
function elementName(name: string, options: JsonToXmlOptions): string {
  const colon = options.namespaceSeparator === ':' ? name : name.replace(options.namespaceSeparator, ':');
  const usable = options.namespacePrefix !== undefined && colon.includes(':') ? colon : name;
  if (usable === '') return '_x_';
  return usable.replace(/[^\w.:\u00b7-\uffff-]|^[^A-Za-z_\u00c0-\uffff]/g, (character) => {
    return `_x${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`;
  });
}

/** JSON as it is written: members in their order, numbers and other values as the text they become. */
export type JsonContent = string | null | readonly JsonContent[] | ReadonlyMap<string, JsonContent>;

type Members = ReadonlyMap<string, JsonContent>;
const hasMembers = (value: JsonContent): value is Members => value instanceof Map;

/** The text of a value inside an element or attribute; what has no text of its own has none here. */
const scalar = (value: JsonContent): string => (typeof value === 'string' ? value : '');

/** Nesting that a document may have, as in the other direction. */
const deepest = 500;

/** Writes elements, and stops when there is too much of them: names are written anew for every item of a list. */
class Writer {
  readonly #options: JsonToXmlOptions;
  readonly #out: string[] = [];
  #length = 0;

  constructor(options: JsonToXmlOptions) {
    this.#options = options;
  }

  get text(): string {
    return this.#out.join('');
  }

  #write(text: string): void {
    this.#length += text.length;
    checkLength(this.#length, this.#options.longest);
    this.#out.push(text);
  }

  /** @throws TextTooLong @throws XmlError */
  element(name: string, value: JsonContent, depth = 0): void {
    if (depth > deepest) throw new XmlError('The JSON is nested too deeply.');
    if (value === null) this.#write(`<${name}${nil} />`);
    else if (typeof value === 'string') this.#write(`<${name}>${escapeText(value)}</${name}>`);
    else if (hasMembers(value)) this.#record(name, value, depth);
    else if (value.length === 0) this.#write(`<${name} />`);
    else for (const item of value) this.element(name, item, depth + 1);
  }

  #record(name: string, value: Members, depth: number): void {
    const options = this.#options;
    const { namespacePrefix: prefix, attributeBlock: block } = options;
    const inside: [string, JsonContent][] = [];
    let attributes = '';
    for (const [member, child] of value) {
      if (member === block && hasMembers(child)) {
        for (const [attribute, text] of child) {
          attributes += ` ${elementName(attribute, options)}="${escapeAttribute(scalar(text))}"`;
        }
      } else if (prefix !== undefined && member.startsWith(prefix) && typeof child === 'string') {
        attributes += ` ${elementName(member, options)}="${escapeAttribute(child)}"`;
      } else inside.push([member, child]);
    }
    const at = this.#out.length;
    this.#write(`<${name}${attributes}>`);
    const empty = this.#length;
    for (const [member, child] of inside) {
      if (member === '#text') this.#write(escapeText(scalar(child)));
      else this.element(elementName(member, options), child, depth + 1);
    }
    if (this.#length === empty) this.#out.splice(at, Number.POSITIVE_INFINITY, `<${name}${attributes} />`);
    else this.#write(`</${name}>`);
  }
}

/** A JSON value as a document. @throws TextTooLong @throws XmlError when it is nested too deeply */
export function jsonToXml(value: JsonContent, options: JsonToXmlOptions): string {
  const writer = new Writer(options);
  if (hasMembers(value)) {
    const [only, ...others] = value;
    if (only && others.length === 0 && hasMembers(only[1])) {
      writer.element(elementName(only[0], options), only[1]);
      return writer.text;
    }
  }
  writer.element(defaultRoot, value);
  return writer.text;
}
