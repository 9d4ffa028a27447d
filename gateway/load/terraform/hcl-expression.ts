/** Expressions and templates of HCL, by recursive descent. */
import type { Expression, TemplatePart } from './hcl-syntax.ts';

/** Leaves the block or attribute that is being parsed. */
export class HclSyntaxError extends Error {
  readonly offset: number;
  constructor(message: string, offset: number) {
    super(message);
    this.name = 'HclSyntaxError';
    this.offset = offset;
  }
}

const operators: readonly (readonly string[])[] = [
  ['||'],
  ['&&'],
  ['==', '!='],
  ['<=', '>=', '<', '>'],
  ['+', '-'],
  ['*', '/', '%'],
];
const blank = /(?:[ \t\r]+|#[^\n]*|\/\/[^\n]*|\/\*[\s\S]*?\*\/)/y;
const name = /[A-Za-z_][A-Za-z0-9_-]*/y;
const number = /\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const heredoc = /<<(-?)([A-Za-z_][A-Za-z0-9_]*)\r?\n/y;
const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '"': '"', '\\': '\\' };
const maximumDepth = 200;

/** Where a template ends: its quote, the end of the text, or a directive that closes the one it is inside. */
type Until = 'quote' | 'end' | 'directive';

export class HclExpressionParser {
  readonly text: string;
  /** End of what is parsed, exclusive. */
  protected readonly limit: number;
  offset = 0;
  private depth = 0;

  constructor(text: string, start = 0, limit = text.length) {
    this.text = text;
    this.limit = limit;
    this.offset = start === 0 && text.charCodeAt(0) === 0xfeff ? 1 : start;
  }

  fail(message: string, offset = this.offset): never {
    throw new HclSyntaxError(message, offset);
  }

  get atEnd(): boolean {
    return this.offset >= this.limit;
  }

  skip(lines = true): void {
    while (!this.atEnd) {
      blank.lastIndex = this.offset;
      if (blank.test(this.text)) this.offset = Math.min(blank.lastIndex, this.limit);
      else if (lines && this.text[this.offset] === '\n') this.offset++;
      else return;
    }
  }

  at(text: string): boolean {
    return this.text.startsWith(text, this.offset) && this.offset + text.length <= this.limit;
  }

  take(text: string): boolean {
    if (!this.at(text)) return false;
    this.offset += text.length;
    return true;
  }

  expect(text: string): void {
    if (!this.take(text)) this.fail(`'${text}' expected`);
  }

  /** What `pattern` (sticky) matches here, moving behind it. */
  match(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.offset;
    const found = pattern.exec(this.text);
    if (!found || pattern.lastIndex > this.limit) return undefined;
    this.offset = pattern.lastIndex;
    return found;
  }

  takeName(): string | undefined {
    return this.match(name)?.[0];
  }

  expectName(what: string): string {
    return this.takeName() ?? this.fail(`${what} expected`);
  }

  /** @param lines whether line ends may stand between its parts, as inside brackets */
  expression(lines = false): Expression {
    if (++this.depth > maximumDepth) this.fail(`nested deeper than ${maximumDepth} levels`);
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
    this.depth--;
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
    if (++this.depth > maximumDepth) this.fail(`nested deeper than ${maximumDepth} levels`);
    const operand = this.unary(lines);
    this.depth--;
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

  /** After `for`: the names, to before the source. */
  private loopNames(): string[] {
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
    if (++this.depth > maximumDepth) this.fail(`nested deeper than ${maximumDepth} levels`);
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
    this.depth--;
    return part;
  }

  private closeDirective(): void {
    this.skip();
    this.take('~');
    this.expect('}');
  }
}

/** `<<-`: takes the indentation that all lines share away. */
function unindent(parts: readonly TemplatePart[]): TemplatePart[] {
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
