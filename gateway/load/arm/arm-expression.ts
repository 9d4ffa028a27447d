/**
 * Expressions of ARM templates: `[concat(parameters('a'), '-b')]`. Calls, members, indexes, strings and numbers; operators
 * there are none.
 */

export type ArmExpression =
  | { readonly kind: 'literal'; readonly value: string | number | boolean | null }
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly ArmExpression[]; readonly source: string }
  | { readonly kind: 'member'; readonly object: ArmExpression; readonly name: string; readonly source: string }
  | { readonly kind: 'index'; readonly object: ArmExpression; readonly index: ArmExpression; readonly source: string };

/** A template expression that can't be read. */
export class ArmSyntaxError extends Error {}

const deepest = 100;

/** Whether a text of a template is an expression: in brackets, and not escaped as `[[`. */
export const isArmExpression = (text: string): boolean =>
  text.startsWith('[') && text.endsWith(']') && !text.startsWith('[[');

/** A text of a template that is no expression, with its escape taken off. */
export const armLiteral = (text: string): string => (text.startsWith('[[') ? text.slice(1) : text);

/** Parses the inside of the brackets. @throws ArmSyntaxError */
export function parseArmExpression(text: string): ArmExpression {
  const parser = new Parser(text);
  const result = parser.expression(0);
  parser.end();
  return result;
}

class Parser {
  private readonly text: string;
  private offset = 0;

  constructor(text: string) {
    this.text = text;
  }

  private skip(): void {
    while (/\s/.test(this.text[this.offset] ?? '')) this.offset++;
  }

  private take(token: string): boolean {
    this.skip();
    if (!this.text.startsWith(token, this.offset)) return false;
    this.offset += token.length;
    return true;
  }

  private match(pattern: RegExp): string | undefined {
    this.skip();
    pattern.lastIndex = this.offset;
    const found = pattern.exec(this.text)?.[0];
    if (found !== undefined) this.offset += found.length;
    return found;
  }

  end(): void {
    this.skip();
    if (this.offset < this.text.length)
      throw new ArmSyntaxError(`'${this.text[this.offset]}' is not expected in an expression`);
  }

  expression(depth: number): ArmExpression {
    if (depth > deepest) throw new ArmSyntaxError('an expression is nested too deep');
    this.skip();
    const start = this.offset;
    let result = this.primary(depth);
    for (;;) {
      if (this.take('.')) {
        const name = this.match(/[A-Za-z_][\w-]*/y);
        if (name === undefined) throw new ArmSyntaxError('a member name is expected after a dot');
        result = { kind: 'member', object: result, name, source: this.text.slice(start, this.offset) };
      } else if (this.take('[')) {
        const index = this.expression(depth + 1);
        if (!this.take(']')) throw new ArmSyntaxError("']' is expected");
        result = { kind: 'index', object: result, index, source: this.text.slice(start, this.offset) };
      } else return result;
    }
  }

  private primary(depth: number): ArmExpression {
    this.skip();
    const start = this.offset;
    // quotes inside are doubled
    const quoted = this.match(/'(?:[^']|'')*'/y);
    if (quoted !== undefined) return { kind: 'literal', value: quoted.slice(1, -1).replaceAll("''", "'") };
    const number = this.match(/-?\d+/y);
    if (number !== undefined) return { kind: 'literal', value: Number(number) };
    const name = this.match(/[A-Za-z_][\w.]*/y);
    if (name === undefined) throw new ArmSyntaxError('a value is expected in an expression');
    if (!this.take('(')) throw new ArmSyntaxError(`'(' is expected after '${name}'`);
    const args: ArmExpression[] = [];
    while (!this.take(')')) {
      if (args.length > 0 && !this.take(',')) throw new ArmSyntaxError("',' or ')' is expected");
      args.push(this.expression(depth + 1));
    }
    return { kind: 'call', name, args, source: this.text.slice(start, this.offset) };
  }
}
