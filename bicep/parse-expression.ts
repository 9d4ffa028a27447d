/** Expressions of Bicep, by recursive descent. */
import { BicepReader } from './reader.ts';
import type { BinaryOperator, Expression, Property, Resource, StringPart } from './syntax.ts';

/** Operators by precedence, loosest first. `??` binds loosest. */
const operators: readonly (readonly BinaryOperator[])[] = [
  ['??'],
  ['||'],
  ['&&'],
  ['==', '!=', '=~', '!~'],
  ['<=', '>=', '<', '>'],
  ['+', '-'],
  ['*', '/', '%'],
];

/** Nesting beyond it is refused: nobody writes it, and the stack is finite. */
const maximumDepth = 200;

export class ExpressionParser extends BicepReader {
  private depth = 0;
  /** Parses `resource …` inside an object; the statement parser sets it. */
  protected nestedResource: () => Resource = () => this.fail('a resource cannot stand here');

  expression(): Expression {
    if (++this.depth > maximumDepth) this.fail(`nested deeper than ${maximumDepth} levels`);
    try {
      return this.conditional();
    } finally {
      this.depth--;
    }
  }

  /** Whether `text` follows, on this line or after line ends; moves behind it only then. */
  private follows(text: string): boolean {
    const { offset } = this;
    this.skip();
    if (this.take(text)) return true;
    this.offset = offset;
    return false;
  }

  /** Whether the next item is spread: three dots are no member. */
  private spreadFollows(): boolean {
    const { offset } = this;
    this.skip();
    const spread = this.at('...');
    this.offset = offset;
    return spread;
  }

  private conditional(): Expression {
    const condition = this.binary(0);
    const { offset } = this;
    this.skip();
    if (!this.at('?') || this.at('??') || this.at('?.')) {
      this.offset = offset;
      return condition;
    }
    this.offset++;
    this.skip();
    const whenTrue = this.expression();
    this.skip();
    this.expect(':');
    this.skip();
    const whenFalse = this.expression();
    return { kind: 'conditional', condition, whenTrue, whenFalse, start: condition.start, end: whenFalse.end };
  }

  private binary(level: number): Expression {
    const choices = operators[level];
    if (!choices) return this.unary();
    let left = this.binary(level + 1);
    for (;;) {
      const { offset } = this;
      this.skip();
      const operator = choices.find((choice) => this.at(choice));
      if (!operator) {
        this.offset = offset;
        return left;
      }
      this.offset += operator.length;
      this.skip();
      const right = this.binary(level + 1);
      left = { kind: 'binary', operator, left, right, start: left.start, end: right.end };
    }
  }

  private unary(): Expression {
    const start = this.offset;
    if ((this.at('!') && !this.at('!=')) || this.at('-')) {
      const operator = this.at('!') ? '!' : '-';
      this.offset++;
      this.skip();
      if (++this.depth > maximumDepth) this.fail(`nested deeper than ${maximumDepth} levels`);
      const operand = this.unary();
      this.depth--;
      return { kind: 'unary', operator, operand, start, end: operand.end };
    }
    return this.postfix(this.primary());
  }

  private postfix(first: Expression): Expression {
    let object = first;
    const { start } = first;
    for (;;) {
      this.skip(false);
      const dotted = !this.spreadFollows() && (this.follows('.?') || this.follows('.') || this.take('::'));
      if (dotted) {
        const safe = this.text[this.offset - 1] === '?';
        this.skip(false);
        const name = this.expectName('a property name');
        object = this.at('(')
          ? { kind: 'call', name, object, arguments: this.list('(', ')'), start, end: this.offset }
          : { kind: 'member', object, name, safe, start, end: this.offset };
      } else if (this.take('[')) {
        const safe = this.take('?');
        this.skip();
        const index = this.expression();
        this.skip();
        this.expect(']');
        object = { kind: 'index', object, index, safe, start, end: this.offset };
      } else if (this.at('!') && !this.at('!=') && !this.at('!~')) this.offset++;
      else return object;
    }
  }

  private primary(): Expression {
    const start = this.offset;
    const character = this.text[start];
    if (character === "'" || character === '$') {
      const hole = (): StringPart => {
        this.skip();
        const expression = this.expression();
        this.skip();
        return { expression };
      };
      return { kind: 'string', ...this.string(hole), start, end: this.offset };
    }
    if (character === '[') return this.array();
    if (character === '{') return this.object();
    if (character === '(') return this.parenthesized();
    const number = /\d+/y;
    number.lastIndex = start;
    const digits = number.exec(this.text)?.[0];
    if (digits !== undefined) {
      this.offset += digits.length;
      return { kind: 'number', value: Number(digits), start, end: this.offset };
    }
    return this.named(this.expectName('an expression'), start);
  }

  private named(name: string, start: number): Expression {
    const end = this.offset;
    if (name === 'true' || name === 'false') return { kind: 'boolean', value: name === 'true', start, end };
    if (name === 'null') return { kind: 'null', start, end };
    if (this.at('(')) return { kind: 'call', name, arguments: this.list('(', ')'), start, end: this.offset };
    if (this.follows('=>')) {
      this.skip();
      const body = this.expression();
      return { kind: 'lambda', parameters: [name], body, start, end: body.end };
    }
    return { kind: 'name', name, start, end };
  }

  /** `(expression)`, or the parameters of a lambda. */
  private parenthesized(): Expression {
    const start = this.offset;
    const lambda = /\(\s*((?:[A-Za-z_]\w*\s*,?\s*)*)\)\s*=>/y;
    lambda.lastIndex = start;
    const match = lambda.exec(this.text);
    if (match) {
      this.offset = lambda.lastIndex;
      this.skip();
      const body = this.expression();
      const parameters = (match[1] ?? '').split(',').map((each) => each.trim());
      return { kind: 'lambda', parameters: parameters.filter((each) => each !== ''), body, start, end: body.end };
    }
    this.offset++;
    this.skip();
    const inner = this.expression();
    this.skip();
    this.expect(')');
    return inner;
  }

  /** Expressions between brackets, separated by commas or line ends. */
  private list(open: string, close: string): Expression[] {
    this.expect(open);
    const items: Expression[] = [];
    for (;;) {
      this.separators();
      if (this.take(close)) return items;
      items.push(this.spreadable());
      this.separated(close);
    }
  }

  private separators(): void {
    do this.skip();
    while (this.take(','));
  }

  private separated(close: string): void {
    this.skip(false);
    if (!this.at(',') && !this.at('\n') && !this.at(close)) this.fail(`',' or '${close}' expected`);
  }

  private spreadable(): Expression {
    const start = this.offset;
    if (!this.take('...')) return this.expression();
    const value = this.expression();
    return { kind: 'spread', value, start, end: value.end };
  }

  private array(): Expression {
    const start = this.offset;
    const { offset } = this;
    this.offset++;
    this.skip();
    if (this.takeWord('for')) return this.loop(start);
    this.offset = offset;
    const items = this.list('[', ']');
    return { kind: 'array', items, start, end: this.offset };
  }

  /** After `[for`. */
  private loop(start: number): Expression {
    this.skip();
    let index: string | undefined;
    let item: string;
    if (this.take('(')) {
      this.skip();
      item = this.expectName('a name');
      this.skip();
      this.expect(',');
      this.skip();
      index = this.expectName('a name');
      this.skip();
      this.expect(')');
    } else item = this.expectName('a name');
    this.skip();
    if (!this.takeWord('in')) this.fail("'in' expected");
    this.skip();
    const source = this.expression();
    this.skip();
    this.expect(':');
    this.skip();
    const condition = this.takeWord('if') ? this.guard() : undefined;
    const body = this.expression();
    this.skip();
    this.expect(']');
    const loop = { kind: 'for' as const, item, source, body, start, end: this.offset };
    return { ...loop, ...(index === undefined ? {} : { index }), ...(condition ? { condition } : {}) };
  }

  /** After `if`: `(condition)`. */
  protected guard(): Expression {
    this.skip();
    this.expect('(');
    this.skip();
    const condition = this.expression();
    this.skip();
    this.expect(')');
    this.skip();
    return condition;
  }

  private object(): Expression {
    const start = this.offset++;
    const properties: Property[] = [];
    const resources: Resource[] = [];
    for (;;) {
      this.separators();
      if (this.take('}')) return { kind: 'object', properties, resources, start, end: this.offset };
      if (this.at('...') || this.at('@')) {
        this.spreadOrDecorator(properties);
      } else if (/^resource[ \t]+\w+[ \t]+'/.test(this.text.slice(this.offset, this.offset + 200))) {
        resources.push(this.nestedResource());
      } else properties.push(this.property());
      this.separated('}');
    }
  }

  private spreadOrDecorator(properties: Property[]): void {
    const start = this.offset;
    if (this.take('@')) {
      this.expression();
      return;
    }
    const value = this.spreadable();
    properties.push({ key: value, value, start, end: value.end });
  }

  private property(): Property {
    const start = this.offset;
    const name = this.peekName();
    let key: Expression;
    if (name !== undefined) {
      this.offset += name.length;
      key = {
        kind: 'string',
        parts: [{ text: name, start, end: this.offset }],
        multiline: false,
        start,
        end: this.offset,
      };
    } else key = this.primary();
    this.skip();
    this.expect(':');
    this.skip();
    const value = this.expression();
    return { key, value, start, end: value.end };
  }
}
