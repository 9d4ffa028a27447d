/** What stands inside outputs and tags: paths, literals, filters and conditions. */
import { LiquidError } from './template-error.ts';

export type LiquidExpression =
  | { readonly kind: 'literal'; readonly value: unknown }
  | { readonly kind: 'range'; readonly from: LiquidExpression; readonly to: LiquidExpression }
  | { readonly kind: 'path'; readonly parts: readonly (string | LiquidExpression)[] };

export interface FilterCall {
  readonly name: string;
  readonly args: readonly LiquidExpression[];
}

/** An expression with its filters. */
export interface FilteredExpression {
  readonly expression: LiquidExpression;
  readonly filters: readonly FilterCall[];
}

export type LiquidCondition =
  | { readonly kind: 'value'; readonly value: LiquidExpression }
  | {
      readonly kind: 'compare';
      readonly operator: string;
      readonly left: LiquidExpression;
      readonly right: LiquidExpression;
    }
  | { readonly kind: 'and' | 'or'; readonly left: LiquidCondition; readonly right: LiquidCondition };

interface Token {
  readonly kind: 'name' | 'string' | 'number' | 'symbol';
  readonly text: string;
}

const pattern =
  /\s+|"([^"]*)"|'([^']*)'|(-?\d+(?:\.\d+)?(?!\w|\.\d))|([A-Za-z_@][\w-]*\??)|(\.\.|==|!=|<>|<=|>=|[|:,.[\]()<>])/gy;

function lex(source: string): Token[] {
  const tokens: Token[] = [];
  pattern.lastIndex = 0;
  while (pattern.lastIndex < source.length) {
    const at = pattern.lastIndex;
    const match = pattern.exec(source);
    if (!match) throw new LiquidError(`Unexpected '${source[at]}' in '${source}'.`);
    const [, double, single, number, name, symbol] = match;
    if (double !== undefined || single !== undefined) tokens.push({ kind: 'string', text: double ?? single ?? '' });
    else if (number !== undefined) tokens.push({ kind: 'number', text: number });
    else if (name !== undefined) tokens.push({ kind: 'name', text: name });
    else if (symbol !== undefined) tokens.push({ kind: 'symbol', text: symbol });
  }
  return tokens;
}

const words: ReadonlyMap<string, unknown> = new Map<string, unknown>([
  ['nil', null],
  ['null', null],
  ['true', true],
  ['false', false],
]);
/** Stands for `empty` and `blank` in comparisons. */
export const EMPTY: unique symbol = Symbol('empty');

const comparisons = new Set(['==', '!=', '<>', '<', '>', '<=', '>=', 'contains']);

/** Reads the expressions of one output or tag. */
export class ExpressionReader {
  readonly #tokens: readonly Token[];
  readonly #source: string;
  #position = 0;

  constructor(source: string) {
    this.#source = source;
    this.#tokens = lex(source);
  }

  get atEnd(): boolean {
    return this.#position >= this.#tokens.length;
  }

  #peek(text: string): boolean {
    const token = this.#tokens[this.#position];
    return token !== undefined && token.kind !== 'string' && token.text === text;
  }

  /** Takes the next token when it is `text`. */
  take(text: string): boolean {
    if (!this.#peek(text)) return false;
    this.#position++;
    return true;
  }

  expect(text: string): void {
    if (!this.take(text)) throw new LiquidError(`'${text}' was expected in '${this.#source}'.`);
  }

  name(): string {
    const token = this.#tokens[this.#position++];
    if (token?.kind !== 'name') throw new LiquidError(`A name was expected in '${this.#source}'.`);
    return token.text;
  }

  expression(): LiquidExpression {
    const token = this.#tokens[this.#position];
    if (!token) throw new LiquidError(`An expression was expected in '${this.#source}'.`);
    if (token.kind === 'string') {
      this.#position++;
      return { kind: 'literal', value: token.text };
    }
    if (token.kind === 'number') {
      this.#position++;
      return { kind: 'literal', value: Number(token.text) };
    }
    if (this.take('(')) {
      const from = this.expression();
      this.expect('..');
      const to = this.expression();
      this.expect(')');
      return { kind: 'range', from, to };
    }
    return this.#path();
  }

  #path(): LiquidExpression {
    const parts: (string | LiquidExpression)[] = [];
    if (this.take('[')) {
      parts.push(this.expression());
      this.expect(']');
    } else {
      const first = this.name();
      if (words.has(first)) return { kind: 'literal', value: words.get(first) };
      if (first === 'empty' || first === 'blank') return { kind: 'literal', value: EMPTY };
      parts.push(first);
    }
    for (;;) {
      if (this.take('.')) {
        parts.push(this.name());
      } else if (this.take('[')) {
        parts.push(this.expression());
        this.expect(']');
      } else {
        return { kind: 'path', parts };
      }
    }
  }

  filtered(): FilteredExpression {
    const expression = this.expression();
    const filters: FilterCall[] = [];
    while (this.take('|')) {
      const name = this.name();
      const args: LiquidExpression[] = [];
      if (this.take(':')) {
        do args.push(this.expression());
        while (this.take(','));
      }
      filters.push({ name, args });
    }
    return { expression, filters };
  }

  /** Conditions associate from the right, as in Liquid. */
  condition(): LiquidCondition {
    const left = this.#comparison();
    if (this.take('and')) return { kind: 'and', left, right: this.condition() };
    if (this.take('or')) return { kind: 'or', left, right: this.condition() };
    return left;
  }

  #comparison(): LiquidCondition {
    const left = this.expression();
    const token = this.#tokens[this.#position];
    if (!token || token.kind === 'string' || !comparisons.has(token.text)) return { kind: 'value', value: left };
    this.#position++;
    return { kind: 'compare', operator: token.text, left, right: this.expression() };
  }

  end(): void {
    if (!this.atEnd) throw new LiquidError(`Unexpected '${this.#tokens[this.#position]?.text}' in '${this.#source}'.`);
  }
}
