/** Well-formed XML as a small tree: what the conversion policies and Liquid bodies need. No DTD, no entities of its own. */

export interface XmlElement {
  readonly name: string;
  readonly attributes: readonly { readonly name: string; readonly value: string }[];
  readonly children: readonly (XmlElement | string)[];
}

export interface XmlDocument {
  /** `version`, `encoding` and `standalone` of the declaration, when there is one. */
  readonly declaration: Readonly<Record<string, string>> | undefined;
  readonly root: XmlElement;
}

/** The text is no well-formed XML. */
export class XmlError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'XmlError';
  }
}

const deepest = 500;
const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function decode(text: string): string {
  return text.replace(/&(?:#x([0-9A-Fa-f]{1,6})|#(\d{1,7})|(\w+));/g, (whole, hex, digits, name) => {
    if (name !== undefined)
      return Object.hasOwn(entities, name) ? (entities[name] ?? whole) : fail(`unknown entity ${whole}`);
    const code = hex === undefined ? Number(digits) : Number.parseInt(hex, 16);
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : fail(`invalid reference ${whole}`);
  });
}

function fail(detail: string): never {
  throw new XmlError(`The document is not well-formed XML: ${detail}.`);
}

const namePattern = /[A-Za-z_:\u00c0-\uffff][\w.:\u00b7-\uffff-]*/y;
const attributePattern = /\s+([A-Za-z_:\u00c0-\uffff][\w.:\u00b7-\uffff-]*)\s*=\s*(?:"([^"<]*)"|'([^'<]*)')/y;

interface OpenElement {
  readonly name: string;
  readonly attributes: { name: string; value: string }[];
  readonly children: (XmlElement | string)[];
}

class Reader {
  readonly #text: string;
  #position = 0;

  constructor(text: string) {
    this.#text = text;
  }

  document(): XmlDocument {
    const declaration = this.#declaration();
    this.#misc();
    const root = this.#tree();
    this.#misc();
    if (this.#position < this.#text.length) fail('something follows the root element');
    return { declaration, root };
  }

  #declaration(): Record<string, string> | undefined {
    const match = /^\ufeff?<\?xml\s([^?]*)\?>/.exec(this.#text);
    if (!match) {
      if (this.#text.startsWith('\ufeff')) this.#position = 1;
      return undefined;
    }
    this.#position = match[0].length;
    const found: Record<string, string> = {};
    for (const [, name, double, single] of (match[1] ?? '').matchAll(/(\w+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g)) {
      found[name ?? ''] = double ?? single ?? '';
    }
    return found;
  }

  /** Skips white space, comments and processing instructions. */
  #misc(): void {
    for (;;) {
      const space = /^\s+/.exec(this.#text.slice(this.#position, this.#position + 1024));
      if (space) this.#position += space[0].length;
      else if (!this.#skip('<!--', '-->') && !this.#skip('<?', '?>')) return;
    }
  }

  #skip(open: string, close: string): boolean {
    if (!this.#text.startsWith(open, this.#position)) return false;
    const end = this.#text.indexOf(close, this.#position + open.length);
    if (end < 0) fail(`'${close}' is missing`);
    this.#position = end + close.length;
    return true;
  }

  #tree(): XmlElement {
    const stack: OpenElement[] = [];
    for (;;) {
      const open = stack.at(-1);
      const lt = this.#text.indexOf('<', this.#position);
      if (lt < 0) fail(open ? `'${open.name}' is never closed` : 'there is no root element');
      if (lt > this.#position) {
        if (!open) fail('text stands outside the root element');
        open.children.push(decode(this.#text.slice(this.#position, lt)));
        this.#position = lt;
      }
      if (this.#text.startsWith('<![CDATA[', lt)) {
        const end = this.#text.indexOf(']]>', lt);
        if (!open || end < 0) fail('a CDATA section is out of place or has no end');
        open.children.push(this.#text.slice(lt + 9, end));
        this.#position = end + 3;
      } else if (this.#skip('<!--', '-->') || this.#skip('<?', '?>')) {
        // neither means anything here
      } else if (this.#text.startsWith('<!', lt)) {
        fail('document type declarations are not allowed');
      } else if (this.#text.startsWith('</', lt)) {
        const closed = this.#close(stack);
        if (stack.length === 0) return closed;
      } else {
        const whole = this.#open(stack);
        if (whole && stack.length === 0) return whole;
      }
    }
  }

  #close(stack: OpenElement[]): XmlElement {
    const element = stack.pop();
    const end = this.#text.indexOf('>', this.#position);
    const name = this.#text.slice(this.#position + 2, end).trim();
    if (!element || end < 0 || element.name !== name) fail(`'</${name}>' closes nothing that is open`);
    this.#position = end + 1;
    return this.#attach(element, stack);
  }

  #attach(element: OpenElement, stack: OpenElement[]): XmlElement {
    stack.at(-1)?.children.push(element);
    return element;
  }

  /** Reads a start tag. @returns the element when it is empty */
  #open(stack: OpenElement[]): XmlElement | undefined {
    namePattern.lastIndex = this.#position + 1;
    const name = namePattern.exec(this.#text)?.[0];
    if (name === undefined) fail(`'<' at ${this.#position} begins no tag`);
    this.#position += 1 + name.length;
    const element: OpenElement = { name, attributes: [], children: [] };
    for (;;) {
      attributePattern.lastIndex = this.#position;
      const match = attributePattern.exec(this.#text);
      if (!match) break;
      this.#position = attributePattern.lastIndex;
      element.attributes.push({ name: match[1] ?? '', value: decode(match[2] ?? match[3] ?? '') });
    }
    const end = /^\s*(\/?)>/.exec(this.#text.slice(this.#position, this.#position + 256));
    if (!end) fail(`the tag '${name}' is malformed`);
    this.#position += end[0].length;
    if (end[1] === '/') return this.#attach(element, stack);
    if (stack.push(element) > deepest) fail('it is nested too deeply');
    return undefined;
  }
}

/** Reads a document. @throws XmlError */
export const readXml = (text: string): XmlDocument => new Reader(text).document();

/** The character data directly in an element. */
export const ownText = (element: XmlElement): string =>
  element.children.filter((child) => typeof child === 'string').join('');

/** The elements directly in an element. */
export const elementsOf = (element: XmlElement): XmlElement[] =>
  element.children.filter((child): child is XmlElement => typeof child !== 'string');
