/** Files of HCL: attributes and blocks, read on after one that is not understood. */
import { HclExpressionParser } from './hcl-expression.ts';
import { HclSyntaxError } from './hcl-reader.ts';
import type { Attribute, Block, Body, SyntaxProblem, TemplatePart } from './hcl-syntax.ts';

const maximumProblems = 100;
const maximumDepth = 50;

class BodyParser extends HclExpressionParser {
  readonly problems: SyntaxProblem[] = [];
  private nesting = 0;

  body(close: '}' | undefined): Body {
    const attributes: Attribute[] = [];
    const blocks: Block[] = [];
    for (;;) {
      this.skip();
      if (this.atEnd) {
        if (close) this.fail(`'${close}' expected`);
        return { attributes, blocks };
      }
      if (close && this.take(close)) return { attributes, blocks };
      const start = this.offset;
      if (close) this.item(attributes, blocks);
      else {
        try {
          this.item(attributes, blocks);
        } catch (error) {
          if (!(error instanceof HclSyntaxError)) throw error;
          this.problems.push({ offset: error.offset, message: error.message });
          if (this.problems.length >= maximumProblems) return { attributes, blocks };
          this.recover(start);
        }
      }
    }
  }

  /** Moves to the next line after `from` that begins at the margin with a name. */
  private recover(from: number): void {
    const next = /\n(?=[A-Za-z_][A-Za-z0-9_-]*[ \t]*(?:"|\{|=))/g;
    next.lastIndex = from;
    const match = next.exec(this.text);
    this.offset = match ? match.index + 1 : this.text.length;
  }

  private item(attributes: Attribute[], blocks: Block[]): void {
    const start = this.offset;
    const name = this.expectName('an attribute or a block');
    this.skip(false);
    if (this.at('=') && !this.at('==')) {
      this.offset++;
      this.skip(false);
      const value = this.expression();
      this.skip(false);
      if (!this.atEnd && !this.at('\n') && !this.at('}')) this.fail('a line end expected');
      attributes.push({ name, value, start, end: value.end });
      return;
    }
    const labels: string[] = [];
    for (;;) {
      this.skip(false);
      if (this.take('{')) break;
      const label = this.match(/"([^"\n]*)"|([A-Za-z_][A-Za-z0-9_-]*)/y);
      if (!label) this.fail("'=', a label or '{' expected");
      labels.push(label[1] ?? label[2] ?? '');
    }
    if (++this.nesting > maximumDepth) this.fail(`blocks are nested deeper than ${maximumDepth} levels`);
    const body = this.body('}');
    this.nesting--;
    blocks.push({ type: name, labels, body, start, end: this.offset });
  }
}

/** Reads a Terraform file. What is not understood is reported and left out; never throws. */
export function parseHcl(text: string): Body & { readonly problems: readonly SyntaxProblem[] } {
  const parser = new BodyParser(text);
  return { ...parser.body(undefined), problems: parser.problems };
}

/** Reads a template, as `templatefile` does. @throws HclSyntaxError */
export function parseTemplate(text: string): TemplatePart[] {
  return new HclExpressionParser(text).template('end');
}
