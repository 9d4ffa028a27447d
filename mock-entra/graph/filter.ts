/** `$filter`: eq, ne, startswith, endswith, in, and, or, not, brackets. OData 4.01 part 2, 5.1.1. */
import { badRequest } from './graph-error.ts';

export type Entity = Readonly<Record<string, unknown>>;
type Predicate = (entity: Entity) => boolean;

/** A filter that was read. */
export interface Filter {
  readonly matches: Predicate;
  /** Its first operator that only advanced queries have; undefined when there is none. Graph documentation, aad-advanced-queries. */
  readonly advanced: string | undefined;
}

/** The only properties whose end can be asked for. */
const withSearchableEnd = new Set(['mail', 'otherMails', 'userPrincipalName', 'proxyAddresses']);

const longest = 4000;
const deepest = 20;
const token = /\s*(?:('(?:[^']|'')*')|([A-Za-z_][\w/]*)|(-?\d+(?:\.\d+)?)|([(),]))/y;

interface Token {
  readonly kind: 'text' | 'word' | 'number' | 'mark';
  readonly text: string;
}

const invalid = (what: string): never => {
  throw badRequest(`Invalid filter clause: ${what}`, 'BadRequest');
};

function tokens(filter: string): Token[] {
  if (filter.length > longest) invalid('it is too long.');
  const found: Token[] = [];
  token.lastIndex = 0;
  const end = filter.trimEnd().length;
  while (token.lastIndex < end) {
    const at = token.lastIndex;
    const match = token.exec(filter);
    if (!match) return invalid(`syntax error at position ${at}.`);
    const [, text, word, number, mark] = match;
    if (text !== undefined) found.push({ kind: 'text', text: text.slice(1, -1).replaceAll("''", "'") });
    else if (word !== undefined) found.push({ kind: 'word', text: word });
    else if (number !== undefined) found.push({ kind: 'number', text: number });
    else found.push({ kind: 'mark', text: mark ?? '' });
  }
  return found;
}

class Parser {
  readonly #tokens: readonly Token[];
  readonly #properties: ReadonlySet<string>;
  readonly #type: string;
  #at = 0;
  #depth = 0;
  #advanced: string | undefined;

  constructor(found: readonly Token[], properties: ReadonlySet<string>, type: string) {
    this.#tokens = found;
    this.#properties = properties;
    this.#type = type;
  }

  parse(): Filter {
    const matches = this.#or();
    if (this.#at < this.#tokens.length) invalid('unexpected text at the end.');
    return { matches, advanced: this.#advanced };
  }

  #peek(): Token | undefined {
    return this.#tokens[this.#at];
  }

  #take(text?: string): Token {
    const next = this.#tokens[this.#at++];
    if (!next || (text !== undefined && next.text !== text)) return invalid(`'${text ?? 'a value'}' is expected.`);
    return next;
  }

  #accept(text: string): boolean {
    const next = this.#peek();
    if (next?.kind === 'text' || next?.text.toLowerCase() !== text) return false;
    this.#at++;
    return true;
  }

  #or(): Predicate {
    let left = this.#and();
    while (this.#accept('or')) {
      const [a, b] = [left, this.#and()];
      left = (entity) => a(entity) || b(entity);
    }
    return left;
  }

  #and(): Predicate {
    let left = this.#term();
    while (this.#accept('and')) {
      const [a, b] = [left, this.#term()];
      left = (entity) => a(entity) && b(entity);
    }
    return left;
  }

  #term(): Predicate {
    if (++this.#depth > deepest) invalid('it is nested too deeply.');
    try {
      if (this.#accept('not')) {
        this.#advanced ??= 'not';
        const inner = this.#term();
        return (entity) => !inner(entity);
      }
      if (this.#accept('(')) {
        const inner = this.#or();
        this.#take(')');
        return inner;
      }
      const word = this.#take();
      if (word.kind !== 'word') return invalid('a property or function is expected.');
      const called = word.text.toLowerCase();
      if (called === 'startswith' || called === 'endswith') return this.#call(called);
      return this.#comparison(this.#property(word.text));
    } finally {
      this.#depth--;
    }
  }

  #call(name: 'startswith' | 'endswith'): Predicate {
    this.#take('(');
    const property = this.#property(this.#take().text);
    if (name === 'endswith') this.#endOf(property);
    this.#take(',');
    const wanted = String(this.#literal()).toLowerCase();
    this.#take(')');
    return (entity) => {
      const value = String(entity[property] ?? '').toLowerCase();
      return name === 'startswith' ? value.startsWith(wanted) : value.endsWith(wanted);
    };
  }

  #endOf(property: string): void {
    this.#advanced ??= 'endsWith';
    if (withSearchableEnd.has(property)) return;
    const resource = this.#type.replace(/^./, (letter) => letter.toUpperCase());
    throw badRequest(
      `Unsupported or invalid query filter clause specified for property '${property}' of resource '${resource}'.`,
      'Request_UnsupportedQuery',
    );
  }

  #comparison(property: string): Predicate {
    const operator = this.#take().text.toLowerCase();
    const same = (a: unknown, b: unknown): boolean =>
      typeof a === 'string' && typeof b === 'string' ? a.toLowerCase() === b.toLowerCase() : (a ?? null) === b;
    if (operator === 'in') {
      this.#take('(');
      const values = [this.#literal()];
      while (this.#accept(',')) values.push(this.#literal());
      this.#take(')');
      return (entity) => values.some((value) => same(entity[property], value));
    }
    if (operator !== 'eq' && operator !== 'ne') return invalid(`operator '${operator}' is not supported.`);
    if (operator === 'ne') this.#advanced ??= 'ne';
    const value = this.#literal();
    return (entity) => same(entity[property], value) === (operator === 'eq');
  }

  #property(name: string): string {
    return this.#properties.has(name) ? name : invalid(`Could not find a property named '${name}'.`);
  }

  #literal(): string | number | boolean | null {
    const { kind, text: written } = this.#take();
    if (kind === 'text') return written;
    if (kind === 'number') return Number(written);
    const text = written.toLowerCase();
    if (text === 'true' || text === 'false') return text === 'true';
    return text === 'null' ? null : invalid(`'${text}' is not a value.`);
  }
}

/**
 * Compiles a filter.
 * @param properties names it may use
 * @param type what it is about, e.g. `user`
 * @throws GraphError 400 for anything that can't be read or is not supported.
 */
export function compileFilter(filter: string, properties: ReadonlySet<string>, type: string): Filter {
  return new Parser(tokens(filter), properties, type).parse();
}
