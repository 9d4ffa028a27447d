/** JSON -> XML, as the gateway's conversion writes it. */

export interface JsonToXmlOptions {
  /** Stands for the colon of a prefix in names. */
  readonly namespaceSeparator: string;
  /** Members that begin so declare namespaces. */
  readonly namespacePrefix: string | undefined;
  /** The member whose own members become attributes. */
  readonly attributeBlock: string | undefined;
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

function element(name: string, value: unknown, options: JsonToXmlOptions): string {
  if (Array.isArray(value)) {
    if (value.length === 0) return `<${name} />`;
    return value.map((item) => element(name, item, options)).join('');
  }
  if (value === null || value === undefined) return `<${name}${nil} />`;
  if (!isRecord(value)) return `<${name}>${escapeText(scalar(value))}</${name}>`;
  let attributes = '';
  let content = '';
  for (const [member, child] of Object.entries(value)) {
    const { namespacePrefix: prefix, attributeBlock: block } = options;
    if (block !== undefined && member === block && isRecord(child)) {
      for (const [attribute, text] of Object.entries(child)) {
        attributes += ` ${elementName(attribute, options)}="${escapeAttribute(scalar(text))}"`;
      }
    } else if (prefix !== undefined && member.startsWith(prefix) && typeof child === 'string') {
      attributes += ` ${elementName(member, options)}="${escapeAttribute(child)}"`;
    } else if (member === '#text') {
      content += escapeText(scalar(child));
    } else {
      content += element(elementName(member, options), child, options);
    }
  }
  return content === '' ? `<${name}${attributes} />` : `<${name}${attributes}>${content}</${name}>`;
}

/** A JSON value as a document. */
export function jsonToXml(value: unknown, options: JsonToXmlOptions): string {
  if (isRecord(value)) {
    const [only, ...others] = Object.entries(value);
    if (only && others.length === 0 && isRecord(only[1]))
      return element(elementName(only[0], options), only[1], options);
  }
  return element(defaultRoot, value, options);
}
