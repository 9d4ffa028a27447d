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

const scalar = (value: unknown): string => (typeof value === 'boolean' ? (value ? 'True' : 'False') : String(value));

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

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
  element(name: string, value: unknown, depth = 0): void {
    if (depth > deepest) throw new XmlError('The JSON is nested too deeply.');
    if (Array.isArray(value)) {
      if (value.length === 0) this.#write(`<${name} />`);
      for (const item of value) this.element(name, item, depth + 1);
    } else if (value === null || value === undefined) this.#write(`<${name}${nil} />`);
    else if (isRecord(value)) this.#record(name, value, depth);
    else this.#write(`<${name}>${escapeText(scalar(value))}</${name}>`);
  }

  #record(name: string, value: Readonly<Record<string, unknown>>, depth: number): void {
    const options = this.#options;
    const { namespacePrefix: prefix, attributeBlock: block } = options;
    const inside: [string, unknown][] = [];
    let attributes = '';
    for (const [member, child] of Object.entries(value)) {
      if (block !== undefined && member === block && isRecord(child)) {
        for (const [attribute, text] of Object.entries(child)) {
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
export function jsonToXml(value: unknown, options: JsonToXmlOptions): string {
  const writer = new Writer(options);
  if (isRecord(value)) {
    const [only, ...others] = Object.entries(value);
    if (only && others.length === 0 && isRecord(only[1])) {
      writer.element(elementName(only[0], options), only[1]);
      return writer.text;
    }
  }
  writer.element(defaultRoot, value);
  return writer.text;
}
