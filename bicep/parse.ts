/** Files of Bicep: statements, read on after one that is not understood. */
import { ExpressionParser } from './parse-expression.ts';
import { BicepSyntaxError } from './reader.ts';
import type { BicepFile, Expression, Resource, Statement, SyntaxProblem } from './syntax.ts';

/** A file with more is no Bicep; reading on would only cost time. */
const maximumProblems = 100;

class FileParser extends ExpressionParser {
  private readonly problems: SyntaxProblem[] = [];

  constructor(text: string) {
    super(text);
    this.nestedResource = () => {
      this.expectName('resource');
      return this.resource(this.offset);
    };
  }

  file(): BicepFile {
    const statements: Statement[] = [];
    for (;;) {
      this.skip();
      if (this.atEnd) break;
      const start = this.offset;
      try {
        statements.push(...this.statement());
        this.skip(false);
        if (!this.atEnd && !this.at('\n')) this.fail('a line end expected');
      } catch (error) {
        if (!(error instanceof BicepSyntaxError)) throw error;
        this.problems.push({ offset: error.offset, message: error.message });
        if (this.problems.length >= maximumProblems) break;
        this.recover(start);
      }
    }
    return { statements, problems: this.problems };
  }

  /** Moves to the next line after `from` that looks like the beginning of a statement. */
  private recover(from: number): void {
    const next = /\n(?:@|(?:param|var|resource|module|output|func|type|import|metadata|targetScope)\b)/g;
    next.lastIndex = from;
    const match = next.exec(this.text);
    this.offset = match ? match.index + 1 : this.text.length;
  }

  private statement(): readonly Statement[] {
    const start = this.offset;
    let secure = false;
    while (this.take('@')) {
      const decorator = this.expression();
      secure ||= decorator.kind === 'call' && decorator.name === 'secure';
      this.skip();
    }
    const keyword = this.expectName('a statement');
    this.skip();
    switch (keyword) {
      case 'param':
        return [this.parameter(start, secure)];
      case 'var':
        return [this.variable(start)];
      case 'output':
        return [this.output(start)];
      case 'resource':
        return [this.resource(start)];
      case 'module':
        return [this.module(start)];
      case 'func':
        return [this.function(start)];
      case 'import':
        return this.imports(start);
      case 'type':
      case 'metadata':
      case 'targetScope':
      case 'using':
      case 'extension':
      case 'provider':
      case 'assert':
        this.ignored();
        return [];
      default:
        return this.fail(`'${keyword}' begins no statement`, start);
    }
  }

  /** Imports of names, or of the whole, from another Bicep file; those of extensions say nothing of deployments. */
  private imports(start: number): readonly Statement[] {
    const form = /\s*(?:\{([^}]*)\}|\*\s+as\s+(\w+))\s*from\s+'([^']*)'/y;
    form.lastIndex = this.offset;
    const match = form.exec(this.text);
    if (!match) {
      this.ignored();
      return [];
    }
    this.offset = form.lastIndex;
    const [, list, all, path = ''] = match;
    const node = { kind: 'import' as const, path, start, end: this.offset };
    if (all !== undefined) return [{ ...node, name: all }];
    const names = (list ?? '').replace(/\/\/[^\n]*/g, '').matchAll(/(\w+)(?:\s+as\s+(\w+))?/g);
    return [...names].map(([, from = '', name = from]) => ({ ...node, name, from }));
  }

  /** Skips a statement that says nothing of deployments: to the end of the line on which its brackets are closed. */
  private ignored(): void {
    let depth = 0;
    while (!this.atEnd) {
      this.skip(false);
      const character = this.text[this.offset];
      if (character === "'" || (character === '$' && this.text[this.offset + 1] === "'")) {
        this.string(() => ({ expression: this.expression() }));
        continue;
      }
      if (character === '\n' && depth === 0 && !this.unionGoesOn()) return;
      if (character === '{' || character === '[' || character === '(') depth++;
      if (character === '}' || character === ']' || character === ')') depth--;
      this.offset++;
    }
  }

  /** The text of a type, to `=`, a line end outside brackets, or the end. */
  private type(): string {
    const start = this.offset;
    let depth = 0;
    while (!this.atEnd) {
      const character = this.text[this.offset] ?? '';
      if (depth === 0 && (character === '=' || (character === '\n' && !this.unionGoesOn()))) break;
      if (character === "'") {
        this.string(() => ({ expression: this.expression() }));
        continue;
      }
      if ('{[('.includes(character)) depth++;
      if ('}])'.includes(character)) depth--;
      this.offset++;
    }
    return this.text.slice(start, this.offset).trim();
  }

  /** Whether the next line begins with `|`: the members of a union may stand on lines of their own, as the compiler has it. */
  private unionGoesOn(): boolean {
    return /^\n[ \t]*\|/.test(this.text.slice(this.offset, this.offset + 200));
  }

  private assigned(): Expression {
    this.skip(false);
    this.expect('=');
    this.skip();
    return this.expression();
  }

  private parameter(start: number, secure: boolean): Statement {
    const name = this.expectName('the name of a parameter');
    this.skip(false);
    const type = this.type();
    const fallback = this.at('=') ? this.assigned() : undefined;
    return { kind: 'parameter', name, type, secure, ...(fallback ? { fallback } : {}), start, end: this.offset };
  }

  private variable(start: number): Statement {
    const name = this.expectName('the name of a variable');
    this.skip(false);
    this.type();
    const value = this.assigned();
    return { kind: 'variable', name, value, start, end: this.offset };
  }

  private output(start: number): Statement {
    const name = this.expectName('the name of an output');
    this.skip(false);
    this.type();
    const value = this.assigned();
    return { kind: 'output', name, value, start, end: this.offset };
  }

  private function(start: number): Statement {
    const name = this.expectName('the name of a function');
    this.skip();
    this.expect('(');
    const parameters: string[] = [];
    for (;;) {
      this.skip();
      if (this.take(')')) break;
      parameters.push(this.expectName('the name of a parameter'));
      this.parameterType();
      this.take(',');
    }
    const arrow = this.text.indexOf('=>', this.offset);
    if (arrow < 0) this.fail("'=>' expected");
    this.offset = arrow + 2;
    this.skip();
    const body = this.expression();
    return {
      kind: 'function',
      name,
      lambda: { kind: 'lambda', parameters, body, start, end: body.end },
      start,
      end: this.offset,
    };
  }

  /** Skips the type of a function's parameter: to the comma or bracket that ends it. */
  private parameterType(): void {
    let depth = 0;
    while (!this.atEnd) {
      const character = this.text[this.offset] ?? '';
      if (character === "'") {
        this.string(() => ({ expression: this.expression() }));
        continue;
      }
      if (depth === 0 && (character === ',' || character === ')')) return;
      if ('{[('.includes(character)) depth++;
      if ('}])'.includes(character)) depth--;
      this.offset++;
    }
  }

  /** A string without holes, as types and module paths are. */
  private plainString(what: string): string {
    const { parts } = this.string(() => this.fail(`${what} must be written out`));
    return parts.map((part) => ('text' in part ? part.text : '')).join('');
  }

  /** After `resource`. */
  private resource(start: number): Resource {
    this.skip();
    const name = this.expectName('the name of a resource');
    this.skip();
    const type = this.plainString('the type of a resource');
    this.skip();
    const existing = this.takeWord('existing');
    this.skip();
    return { kind: 'resource', name, type, existing, ...this.guarded(), start, end: this.offset };
  }

  private module(start: number): Statement {
    const name = this.expectName('the name of a module');
    this.skip();
    const path = this.plainString('the path of a module');
    this.skip();
    return { kind: 'module', name, path, ...this.guarded(), start, end: this.offset };
  }

  /** `= if (condition) body` */
  private guarded(): { body: Expression; condition?: Expression } {
    this.expect('=');
    this.skip();
    const condition = this.takeWord('if') ? this.guard() : undefined;
    const body = this.expression();
    return condition ? { body, condition } : { body };
  }
}

/** Reads a Bicep file. Statements that are not understood are reported and left out; never throws. */
export function parseBicep(text: string): BicepFile {
  return new FileParser(text).file();
}
