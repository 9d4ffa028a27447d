/** Tokens -> the template's tree. */
import {
  ExpressionReader,
  type FilteredExpression,
  type LiquidCondition,
  type LiquidExpression,
} from './expression.ts';
import { LiquidError } from './template-error.ts';
import { type TemplateToken, tokenize } from './tokenize.ts';

export interface Branch {
  readonly condition: LiquidCondition | undefined;
  readonly negated: boolean;
  readonly body: readonly LiquidNode[];
}

export type LiquidNode =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'output'; readonly value: FilteredExpression }
  | { readonly kind: 'assign'; readonly name: string; readonly value: FilteredExpression }
  | { readonly kind: 'capture'; readonly name: string; readonly body: readonly LiquidNode[] }
  | { readonly kind: 'if'; readonly branches: readonly Branch[] }
  | {
      readonly kind: 'case';
      readonly subject: LiquidExpression;
      readonly cases: readonly { readonly values: readonly LiquidExpression[]; readonly body: readonly LiquidNode[] }[];
      readonly otherwise: readonly LiquidNode[];
    }
  | {
      readonly kind: 'for';
      readonly name: string;
      readonly source: LiquidExpression;
      readonly limit: LiquidExpression | undefined;
      readonly offset: LiquidExpression | undefined;
      readonly reversed: boolean;
      /** Whether commas come between what the turns render: `JSONArrayFor`. */
      readonly commas: boolean;
      readonly body: readonly LiquidNode[];
      readonly otherwise: readonly LiquidNode[];
    }
  | { readonly kind: 'cycle'; readonly group: string; readonly values: readonly LiquidExpression[] }
  | { readonly kind: 'count'; readonly name: string; readonly step: 1 | -1 }
  | { readonly kind: 'break' | 'continue' };

/** Nesting that a template may have. */
const deepest = 100;

class Parser {
  readonly #tokens: readonly TemplateToken[];
  #position = 0;
  #depth = 0;

  constructor(tokens: readonly TemplateToken[]) {
    this.#tokens = tokens;
  }

  /** Nodes up to a tag named in `until`, which is left for the caller. */
  nodes(until: readonly string[]): LiquidNode[] {
    if (++this.#depth > deepest) throw new LiquidError('The template is nested too deeply.');
    const nodes: LiquidNode[] = [];
    for (;;) {
      const token = this.#tokens[this.#position];
      if (!token) {
        if (until.length > 0) throw new LiquidError(`'${until.at(-1)}' was never found.`);
        break;
      }
      if (token.kind === 'tag' && until.includes(token.name)) break;
      this.#position++;
      if (token.kind === 'text') nodes.push(token);
      else if (token.kind === 'output') nodes.push(...this.#output(token.source));
      else nodes.push(...this.#tag(token.name, token.source));
    }
    this.#depth--;
    return nodes;
  }

  /** The tag at which `nodes` stopped. */
  #stop(): { name: string; source: string } {
    const token = this.#tokens[this.#position++];
    return token?.kind === 'tag' ? token : { name: '', source: '' };
  }

  #output(source: string): LiquidNode[] {
    if (source === '') return [];
    const reader = new ExpressionReader(source);
    const value = reader.filtered();
    reader.end();
    return [{ kind: 'output', value }];
  }

  #tag(name: string, source: string): LiquidNode[] {
    switch (name) {
      case 'assign':
        return [this.#assign(source)];
      case 'capture': {
        const body = this.nodes(['endcapture']);
        this.#stop();
        return [{ kind: 'capture', name: new ExpressionReader(source).name(), body }];
      }
      case 'comment':
        this.nodes(['endcomment']);
        this.#stop();
        return [];
      case 'if':
      case 'unless':
        return [this.#if(name, source)];
      case 'case':
        return [this.#case(source)];
      case 'for':
      case 'JSONArrayFor':
        return [this.#for(name, source)];
      case 'cycle':
        return [this.#cycle(source)];
      case 'increment':
      case 'decrement':
        return [{ kind: 'count', name: new ExpressionReader(source).name(), step: name === 'increment' ? 1 : -1 }];
      case 'break':
      case 'continue':
        return [{ kind: name }];
      default:
        throw new LiquidError(`Unknown tag '${name}'.`);
    }
  }

  #assign(source: string): LiquidNode {
    const equals = source.indexOf('=');
    if (equals < 0) throw new LiquidError(`'=' was expected in 'assign ${source}'.`);
    const value = new ExpressionReader(source.slice(equals + 1));
    const node = { kind: 'assign', name: source.slice(0, equals).trim(), value: value.filtered() } as const;
    value.end();
    return node;
  }

  #condition(source: string): LiquidCondition {
    const reader = new ExpressionReader(source);
    const condition = reader.condition();
    reader.end();
    return condition;
  }

  #if(name: 'if' | 'unless', source: string): LiquidNode {
    const branches: Branch[] = [];
    let condition: LiquidCondition | undefined = this.#condition(source);
    let negated = name === 'unless';
    for (;;) {
      const body = this.nodes(['elsif', 'else', `end${name}`]);
      branches.push({ condition, negated, body });
      const stop = this.#stop();
      if (stop.name === `end${name}`) return { kind: 'if', branches };
      condition = stop.name === 'elsif' ? this.#condition(stop.source) : undefined;
      negated = false;
    }
  }

  #case(source: string): LiquidNode {
    const subject = new ExpressionReader(source).expression();
    const cases: { values: LiquidExpression[]; body: LiquidNode[] }[] = [];
    let otherwise: LiquidNode[] = [];
    this.nodes(['when', 'else', 'endcase']);
    for (;;) {
      const stop = this.#stop();
      if (stop.name === 'endcase') return { kind: 'case', subject, cases, otherwise };
      if (stop.name === 'else') {
        otherwise = this.nodes(['when', 'else', 'endcase']);
        continue;
      }
      const reader = new ExpressionReader(stop.source);
      const values = [reader.expression()];
      while (reader.take(',') || reader.take('or')) values.push(reader.expression());
      cases.push({ values, body: this.nodes(['when', 'else', 'endcase']) });
    }
  }

  #for(tag: 'for' | 'JSONArrayFor', source: string): LiquidNode {
    const reader = new ExpressionReader(source);
    const name = reader.name();
    reader.expect('in');
    const items = reader.expression();
    let limit: LiquidExpression | undefined;
    let offset: LiquidExpression | undefined;
    let reversed = false;
    while (!reader.atEnd) {
      const word = reader.name();
      if (word === 'reversed') {
        reversed = true;
        continue;
      }
      reader.expect(':');
      if (word === 'limit') limit = reader.expression();
      else if (word === 'offset') offset = reader.expression();
      else throw new LiquidError(`Unknown option '${word}' in '${tag} ${source}'.`);
      reader.take(',');
    }
    const body = this.nodes(['else', `end${tag}`]);
    let otherwise: LiquidNode[] = [];
    if (this.#stop().name === 'else') {
      otherwise = this.nodes([`end${tag}`]);
      this.#stop();
    }
    const commas = tag === 'JSONArrayFor';
    return { kind: 'for', name, source: items, limit, offset, reversed, commas, body, otherwise };
  }

  #cycle(source: string): LiquidNode {
    const reader = new ExpressionReader(source);
    const values = [reader.expression()];
    if (reader.take(':')) values[0] = reader.expression();
    while (reader.take(',')) values.push(reader.expression());
    return { kind: 'cycle', group: source, values };
  }
}

/** Parses a template. @throws LiquidError */
export function parseTemplate(template: string): readonly LiquidNode[] {
  return new Parser(tokenize(template)).nodes([]);
}
