/** A place in XML text, with the names, white space and errors that it is read by. */
import { throwNet } from '../core/exception.ts';
import { NAME_CHAR, NAME_START } from './names.ts';

const isSpace = (ch: string | undefined): boolean => ch === ' ' || ch === '\t' || ch === '\n' || ch === '\r';

/** The code of a UTF-16 unit as messages show it, e.g. `0x3C`. */
export const hex = (ch: string): string => `0x${ch.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;

/** System.Xml.XmlException. */
export function xmlError(message: string): never {
  return throwNet('System.Xml.XmlException', message);
}

/** A cursor over one text. */
export class XmlCursor {
  readonly text: string;
  at = 0;
  constructor(text: string) {
    this.text = text;
  }

  /** Line and position of an offset, both from 1. */
  place(offset: number): { line: number; position: number } {
    let line = 1;
    let start = 0;
    for (const match of this.text.slice(0, offset).matchAll(/\r\n|\r|\n/g)) {
      line++;
      start = match.index + match[0].length;
    }
    return { line, position: offset - start + 1 };
  }

  /** Throws System.Xml.XmlException at `offset`. */
  fail(message: string, offset = this.at): never {
    const { line, position } = this.place(offset);
    return xmlError(`${message} Line ${line}, position ${position}.`);
  }

  /** A qualified name. */
  name(): string {
    const start = this.at;
    const first = this.text[start];
    if (first === undefined) this.unfinishedName();
    if (!NAME_START.test(first)) {
      this.fail(`Name cannot begin with the '${first}' character, hexadecimal value ${hex(first)}.`);
    }
    let colons = 0;
    while (this.at < this.text.length) {
      const ch = this.text[this.at] as string;
      if (ch === ':') {
        if (++colons > 1 || this.at === start)
          this.fail("The ':' character, hexadecimal value 0x3A, cannot be included in a name.");
      } else if (colons === 1 && this.text[this.at - 1] === ':' && !NAME_START.test(ch)) {
        this.fail(`Name cannot begin with the '${ch}' character, hexadecimal value ${hex(ch)}.`);
      } else if (!NAME_CHAR.test(ch)) break;
      this.at++;
    }
    return this.text.slice(start, this.at);
  }

  unfinishedName(): never {
    return this.fail('Unexpected end of file while parsing Name has occurred.', this.text.length);
  }

  /** Steps over white space. @returns whether there was some */
  skipSpace(): boolean {
    const start = this.at;
    while (isSpace(this.text[this.at])) this.at++;
    return this.at > start;
  }
}
