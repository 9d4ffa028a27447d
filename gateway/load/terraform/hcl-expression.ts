/** Expressions of HCL, by recursive descent. */
import type { Expression, TemplatePart } from './hcl-syntax.ts';
import { HclTemplateParser, unindent } from './hcl-template.ts';

const operators: readonly (readonly string[])[] = [
  ['||'],
  ['&&'],
  ['==', '!='],
  ['<=', '>=', '<', '>'],
  ['+', '-'],
  ['*', '/', '%'],
];
const number = /\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const heredoc = /<<(-?)([A-Za-z_][A-Za-z0-9_]*)\r?\n/y;

export class HclExpressionParser extends HclTemplateParser {
  /** @param lines whether line ends may stand between its parts, as inside brackets */
  override expression(lines = false): Expression {
    this.enter();
    const condition = this.binary(0, lines);
    const { offset } = this;
    this.skip(lines);
    let result = condition;
    if (this.take('?')) {
      this.skip();
      const whenTrue = this.expression(lines);
      this.skip();
      this.expect(':');
      this.skip();
      const whenFalse = this.expression(lines);
      result = { kind: 'conditional', condition, whenTrue, whenFalse, start: condition.start, end: whenFalse.end };
    } else this.offset = offset;
    this.leave();
    return result;
  }

  private binary(level: number, lines: boolean): Expression {
    const choices = operators[level];
    if (!choices) return this.unary(lines);
    let left = this.binary(level + 1, lines);
    for (;;) {
      const { offset } = this;
      this.skip(lines);
      const operator = choices.find((choice) => this.at(choice));
      // `=>` of a for expression is no comparison.
      if (!operator || this.at('=>')) {
        this.offset = offset;
        return left;
      }
      this.offset += operator.length;
      this.skip();
      const right = this.binary(level + 1, lines);
      left = { kind: 'binary', operator, left, right, start: left.start, end: right.end };
    }
  }

  private unary(lines: boolean): Expression {
    const start = this.offset;
    const operator = this.take('!') ? '!' : this.take('-') ? '-' : undefined;
    if (!operator) return this.postfix(this.primary(), lines);
    this.skip();
    this.enter();
    const operand = this.unary(lines);
    this.leave();
    return { kind: 'unary', operator, operand, start, end: operand.end };
  }

  private postfix(first: Expression, lines: boolean): Expression {
    let object = first;
    const { start } = first;
    for (;;) {
      const { offset } = this;
      if (lines) this.skip();
      if (!this.at('...') && this.take('.')) {
        if (this.take('*')) object = this.splat(object);
        else {
          const digits = this.match(/\d+/y)?.[0];
          object =
            digits === undefined
              ? { kind: 'member', object, name: this.expectName('an attribute name'), start, end: this.offset }
              : { kind: 'index', object, index: this.literal(Number(digits), this.offset), start, end: this.offset };
        }
      } else if (this.take('[*]')) object = this.splat(object);
      else if (this.offset === offset && this.take('[')) {
        this.skip();
        const index = this.expression(true);
        this.skip();
        this.expect(']');
        object = { kind: 'index', object, index, start, end: this.offset };
      } else {
        this.offset = offset;
        return object;
      }
    }
  }

  private literal(value: string | number | boolean | null, start: number): Expression {
    return { kind: 'literal', value, start, end: this.offset };
  }

  /** After `.*` or `[*]`: everything that follows applies to each element. */
  private splat(object: Expression): Expression {
    const rest: string[] = [];
    while (this.at('.') && !this.at('.*')) {
      this.offset++;
      rest.push(this.expectName('an attribute name'));
    }
    return { kind: 'splat', object, rest, start: object.start, end: this.offset };
  }

  private primary(): Expression {
    const start = this.offset;
    if (this.take('"')) {
      const parts = this.template('quote');
      this.expect('"');
      return this.templateNode(parts, start, false);
    }
    if (this.at('<<')) return this.heredoc();
    if (this.at('[')) return this.tuple();
    if (this.at('{')) return this.object();
    if (this.take('(')) {
      this.skip();
      const inner = this.expression(true);
      this.skip();
      this.expect(')');
      return inner;
    }
    const digits = this.match(number)?.[0];
    if (digits !== undefined) return this.literal(Number(digits), start);
    const found = this.expectName('an expression');
    if (found === 'true' || found === 'false') return this.literal(found === 'true', start);
    if (found === 'null') return this.literal(null, start);
    // Functions of providers are written provider::name::function.
    let called = found;
    while (this.take('::')) called += `::${this.expectName('a function name')}`;
    if (!this.take('(')) return { kind: 'name', name: found, start, end: this.offset };
    const args: Expression[] = [];
    let expand = false;
    for (;;) {
      this.skip();
      if (this.take(')')) break;
      args.push(this.expression(true));
      this.skip();
      if (this.take('...')) expand = true;
      this.skip();
      if (!this.take(',') && !this.at(')')) this.fail("',' or ')' expected");
    }
    return { kind: 'call', name: called, arguments: args, expand, start, end: this.offset };
  }

  private templateNode(parts: readonly TemplatePart[], start: number, isHeredoc: boolean): Expression {
    return { kind: 'template', parts, heredoc: isHeredoc, start, end: this.offset };
  }

  private tuple(): Expression {
    const start = this.offset++;
    this.skip();
    const loop = this.loop(start, ']');
    if (loop) return loop;
    const items: Expression[] = [];
    for (;;) {
      this.skip();
      if (this.take(']')) return { kind: 'tuple', items, start, end: this.offset };
      items.push(this.expression(true));
      this.skip();
      if (!this.take(',') && !this.at(']')) this.fail("',' or ']' expected");
    }
  }

  private object(): Expression {
    const start = this.offset++;
    this.skip();
    const loop = this.loop(start, '}');
    if (loop) return loop;
    const entries: { key: Expression; value: Expression }[] = [];
    for (;;) {
      this.skip();
      if (this.take('}')) return { kind: 'object', entries, start, end: this.offset };
      const keyStart = this.offset;
      const plain = this.match(/([A-Za-z_][A-Za-z0-9_-]*)(?=[ \t]*[=:](?!=))/y)?.[1];
      const key = plain === undefined ? this.expression() : this.literal(plain, keyStart);
      this.skip();
      if (!this.take('=') && !this.take(':')) this.fail("'=' expected");
      this.skip();
      entries.push({ key, value: this.expression() });
      this.skip(false);
      if (!this.take(',') && !this.at('\n') && !this.at('}')) this.fail("',' or '}' expected");
    }
  }

  /** `for k, v in source : key => value if condition`, when one stands here; to after the closing bracket. */
  private loop(start: number, close: string): Expression | undefined {
    if (!this.match(/for(?=\s)/y)) return undefined;
    const names = this.loopNames();
    const source = this.expression(true);
    this.skip();
    this.expect(':');
    this.skip();
    const first = this.expression(true);
    this.skip();
    let key: Expression | undefined;
    let value = first;
    if (this.take('=>')) {
      this.skip();
      key = first;
      value = this.expression(true);
      this.skip();
      this.take('...');
      this.skip();
    }
    let condition: Expression | undefined;
    if (this.match(/if(?=[\s(])/y)) {
      this.skip();
      condition = this.expression(true);
      this.skip();
    }
    this.expect(close);
    return {
      kind: 'for',
      names,
      source,
      value,
      ...(key ? { key } : {}),
      ...(condition ? { condition } : {}),
      start,
      end: this.offset,
    };
  }

  private heredoc(): Expression {
    const start = this.offset;
    const opening = this.match(heredoc) ?? this.fail('a heredoc needs a marker at the end of its line');
    const [, dash = '', marker = ''] = opening;
    const close = new RegExp(`^[ \\t]*${marker}[ \\t]*\\r?$`, 'gm');
    close.lastIndex = this.offset;
    const end = close.exec(this.text);
    if (!end || end.index >= this.limit) this.fail(`the heredoc is not closed: ${marker} expected`, start);
    const inner = new HclExpressionParser(this.text, this.offset, end.index);
    let parts = inner.template('end');
    if (dash !== '') parts = unindent(parts);
    this.offset = end.index + end[0].length;
    return this.templateNode(parts, start, true);
  }
}
