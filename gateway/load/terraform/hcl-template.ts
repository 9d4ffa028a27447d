/** Templates: text with holes and directives, in quotes, heredocs and files. */
import { HclReader } from './hcl-reader.ts';
import type { Expression, TemplatePart } from './hcl-syntax.ts';

const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '"': '"', '\\': '\\' };

/** Where a template ends: its quote, the end of the text, or a directive that closes the one it is inside. */
type Until = 'quote' | 'end' | 'directive';

export abstract class HclTemplateParser extends HclReader {
  /** @param lines whether line ends may stand between its parts, as inside brackets */
  abstract expression(lines?: boolean): Expression;

  /** After `for`: the names, to before the source. */
  protected loopNames(): string[] {
    const names: string[] = [];
    do {
      this.skip();
      names.push(this.expectName('a name'));
      this.skip();
    } while (this.take(','));
    if (!this.match(/in(?=\s)/y)) this.fail("'in' expected");
    this.skip();
    return names;
  }

  /** Text with holes and directives, to where it ends, which is not read. */
  template(until: Until): TemplatePart[] {
    const parts: TemplatePart[] = [];
    let text = '';
    let start = this.offset;
    const push = (): void => {
      if (text !== '') parts.push({ kind: 'text', text, start, end: this.offset });
      text = '';
    };
    for (;;) {
      if (this.atEnd) {
        if (until === 'quote') this.fail('the string is not closed', start);
        break;
      }
      if (until === 'quote' && (this.at('"') || this.at('\n'))) {
        if (this.at('\n')) this.fail('the string is not closed');
        break;
      }
      if (this.take('$${') || this.take('%%{')) text += this.text.slice(this.offset - 2, this.offset);
      else if (this.at('${')) {
        push();
        parts.push(this.hole());
        start = this.offset;
      } else if (this.at('%{')) {
        if (
          until === 'directive' &&
          /^%\{~?\s*(?:else|endif|endfor)\b/.test(this.text.slice(this.offset, this.offset + 40))
        )
          break;
        push();
        parts.push(this.directive());
        start = this.offset;
      } else if (until === 'quote' && this.at('\\')) text += this.escape();
      else text += this.text[this.offset++];
    }
    push();
    return parts;
  }

  private escape(): string {
    const unicode = this.match(/\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})/y);
    if (unicode) {
      const code = Number.parseInt(unicode[1] ?? unicode[2] ?? '', 16);
      return code <= 0x10ffff ? String.fromCodePoint(code) : this.fail('no such character');
    }
    const value = escapes[this.text[this.offset + 1] ?? ''] ?? this.fail('unknown escape in a string');
    this.offset += 2;
    return value;
  }

  private hole(): TemplatePart {
    const start = this.offset;
    this.offset += 2;
    this.take('~');
    this.skip();
    const expression = this.expression(true);
    this.skip();
    this.take('~');
    this.expect('}');
    return { kind: 'hole', expression, start, end: this.offset };
  }

  /** `%{ if c }…%{ else }…%{ endif }`, `%{ for x in xs }…%{ endfor }` */
  private directive(): TemplatePart {
    const start = this.offset;
    this.enter();
    this.match(/%\{~?\s*/y);
    let part: TemplatePart;
    if (this.match(/if\b\s*/y)) {
      const condition = this.expression(true);
      this.closeDirective();
      const whenTrue = this.template('directive');
      const hasElse = this.match(/%\{~?\s*else\s*~?\}/y);
      const whenFalse = hasElse ? this.template('directive') : [];
      if (!this.match(/%\{~?\s*endif\s*~?\}/y)) this.fail("'%{ endif }' expected");
      part = { kind: 'if', condition, whenTrue, whenFalse, start, end: this.offset };
    } else {
      if (!this.match(/for\b/y)) this.fail("'if' or 'for' expected");
      const names = this.loopNames();
      const source = this.expression(true);
      this.closeDirective();
      const body = this.template('directive');
      if (!this.match(/%\{~?\s*endfor\s*~?\}/y)) this.fail("'%{ endfor }' expected");
      part = { kind: 'for', names, source, body, start, end: this.offset };
    }
    this.leave();
    return part;
  }

  private closeDirective(): void {
    this.skip();
    this.take('~');
    this.expect('}');
  }
}

/** `<<-`: takes the indentation that all lines share away. */
export function unindent(parts: readonly TemplatePart[]): TemplatePart[] {
  const lines = parts.flatMap((part, index) =>
    part.kind === 'text' ? part.text.split('\n').slice(index === 0 ? 0 : 1) : [],
  );
  const indents = lines.filter((line) => line.trim() !== '').map((line) => line.length - line.trimStart().length);
  const indent = Math.min(...indents, 1000);
  if (indent === 0 || indents.length === 0) return [...parts];
  const pattern = new RegExp(`(^|\\n)[ \\t]{1,${indent}}`, 'g');
  return parts.map((part, index) => {
    if (part.kind !== 'text') return part;
    const text = part.text.replace(pattern, (whole, before: string, offset: number) =>
      // The beginning of a text that follows a hole is no beginning of a line.
      before === '' && (offset > 0 || index > 0) ? whole : before,
    );
    return { ...part, text };
  });
}
