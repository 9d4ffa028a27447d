/** Runs a parsed template. */
import { TextTooLong } from '../bounded-text.ts';
import type { FilteredExpression, LiquidCondition, LiquidExpression } from './expression.ts';
import { filters, longestOutput } from './filters.ts';
import type { LiquidNode } from './parse.ts';
import { LiquidError } from './template-error.ts';
import { compare, equals, isRecord, number, print, truthy } from './value.ts';

/** What a template may produce and do. */
const mostSteps = 2_000_000;
/** Characters and list items that filters handle count for a step each so many. */
const handledPerStep = 1024;

type Interrupt = 'break' | 'continue' | undefined;

class Renderer {
  readonly #scopes: Map<string, unknown>[];
  readonly #root: Readonly<Record<string, unknown>>;
  readonly #counters = new Map<string, number>();
  readonly #cycles = new Map<string, number>();
  #out: string[] = [];
  #length = 0;
  #steps = 0;

  constructor(root: Readonly<Record<string, unknown>>) {
    this.#root = root;
    this.#scopes = [new Map()];
  }

  get output(): string {
    return this.#out.join('');
  }

  #write(text: string): void {
    this.#length += text.length;
    if (this.#length > longestOutput) throw new LiquidError('The template produces too much.');
    this.#out.push(text);
  }

  #charge(steps: number): void {
    this.#steps += steps;
    if (this.#steps > mostSteps) throw new LiquidError('The template takes too many steps.');
  }

  render(nodes: readonly LiquidNode[]): Interrupt {
    for (const node of nodes) {
      this.#charge(1);
      const interrupt = this.#node(node);
      if (interrupt) return interrupt;
    }
    return undefined;
  }

  #node(node: LiquidNode): Interrupt {
    switch (node.kind) {
      case 'text':
        this.#write(node.text);
        return undefined;
      case 'output':
        this.#write(print(this.#filtered(node.value)));
        return undefined;
      case 'assign':
        this.#scopes[0]?.set(node.name, this.#filtered(node.value));
        return undefined;
      case 'capture':
        return this.#capture(node.name, node.body);
      case 'if': {
        const branch = node.branches.find(
          ({ condition, negated }) => condition === undefined || this.#condition(condition) !== negated,
        );
        return branch && this.render(branch.body);
      }
      case 'case': {
        const subject = this.#value(node.subject);
        const matching = node.cases.filter(({ values }) => values.some((value) => equals(subject, this.#value(value))));
        for (const { body } of matching) {
          const interrupt = this.render(body);
          if (interrupt) return interrupt;
        }
        return matching.length === 0 ? this.render(node.otherwise) : undefined;
      }
      case 'for':
        return this.#for(node);
      case 'cycle': {
        const next = this.#cycles.get(node.group) ?? 0;
        this.#cycles.set(node.group, (next + 1) % node.values.length);
        const value = node.values[next];
        if (value) this.#write(print(this.#value(value)));
        return undefined;
      }
      case 'count': {
        const value = this.#counters.get(node.name) ?? 0;
        this.#counters.set(node.name, value + node.step);
        this.#write(String(node.step === 1 ? value : value - 1));
        return undefined;
      }
      default:
        return node.kind;
    }
  }

  #capture(name: string, body: readonly LiquidNode[]): Interrupt {
    const outer = this.#out;
    this.#out = [];
    const interrupt = this.render(body);
    this.#scopes[0]?.set(name, this.#out.join(''));
    this.#out = outer;
    return interrupt;
  }

  #for(node: Extract<LiquidNode, { kind: 'for' }>): Interrupt {
    const source = this.#value(node.source);
    let items = node.commas ? arrayItems(source) : itemsOf(source);
    if (node.offset) items = items.slice(number(this.#value(node.offset)));
    if (node.limit) items = items.slice(0, number(this.#value(node.limit)));
    if (node.reversed) items = [...items].reverse();
    if (items.length === 0) return this.render(node.otherwise);
    const scope = new Map<string, unknown>();
    this.#scopes.push(scope);
    let separate = false;
    for (const [index, item] of items.entries()) {
      this.#charge(1);
      scope.set(node.name, item);
      scope.set('forloop', {
        index: index + 1,
        index0: index,
        rindex: items.length - index,
        rindex0: items.length - index - 1,
        first: index === 0,
        last: index === items.length - 1,
        length: items.length,
      });
      const start = this.#out.length;
      const interrupt = this.render(node.body);
      if (node.commas && this.#out.slice(start).some((text) => text.trim() !== '')) {
        if (separate) {
          this.#length += 1;
          this.#out.splice(start, 0, ',');
        }
        separate = true;
      }
      if (interrupt === 'break') break;
    }
    this.#scopes.pop();
    return undefined;
  }

  #condition(condition: LiquidCondition): boolean {
    switch (condition.kind) {
      case 'value':
        return truthy(this.#value(condition.value));
      case 'compare':
        return compare(condition.operator, this.#value(condition.left), this.#value(condition.right));
      case 'and':
        return this.#condition(condition.left) && this.#condition(condition.right);
      default:
        return this.#condition(condition.left) || this.#condition(condition.right);
    }
  }

  #filtered({ expression, filters: calls }: FilteredExpression): unknown {
    let value = this.#value(expression);
    for (const { name, args } of calls) {
      // DotLiquid leaves the value as it is when it does not know the filter
      const filter = filters.get(name);
      if (!filter) continue;
      this.#charge(sizeOf(value) / handledPerStep);
      value = filter(value, ...args.map((arg) => this.#value(arg)));
      if (sizeOf(value) > longestOutput) throw new LiquidError('The template produces too much.');
    }
    return value;
  }

  #value(expression: LiquidExpression): unknown {
    if (expression.kind === 'literal') return expression.value;
    if (expression.kind === 'range') {
      const from = number(this.#value(expression.from));
      const count = Math.max(0, Math.trunc(number(this.#value(expression.to)) - from + 1));
      this.#charge(count);
      return Array.from({ length: count }, (_unused, index) => from + index);
    }
    const [first, ...rest] = expression.parts;
    let value = this.#variable(typeof first === 'string' ? first : first ? print(this.#value(first)) : '');
    for (const part of rest) value = member(value, typeof part === 'string' ? part : this.#value(part));
    return value;
  }

  #variable(name: string): unknown {
    for (let index = this.#scopes.length - 1; index >= 0; index--) {
      const scope = this.#scopes[index];
      if (scope?.has(name)) return scope.get(name);
    }
    return member(this.#root, name);
  }
}

/** What a loop goes over: the items of a list, the pairs of a record, a text as a whole. */
function itemsOf(source: unknown): readonly unknown[] {
  if (Array.isArray(source)) return source;
  if (isRecord(source)) return Object.entries(source).map(([key, value]) => [key, value]);
  return typeof source === 'string' && source !== '' ? [source] : [];
}

/** What an array is made of: a list's items, else the one thing that there is, as an XML element that stands alone is. */
const arrayItems = (source: unknown): readonly unknown[] =>
  Array.isArray(source) ? source : source === undefined || source === null || source === '' ? [] : [source];

const sizeOf = (value: unknown): number => (typeof value === 'string' || Array.isArray(value) ? value.length : 1);

/** A member of a record, an element of a list, or one of Liquid's own properties of lists. */
function member(value: unknown, key: unknown): unknown {
  if (Array.isArray(value)) {
    if (typeof key === 'number') return value[key < 0 ? value.length + key : key];
    if (key === 'size') return value.length;
    if (key === 'first') return value[0];
    return key === 'last' ? value.at(-1) : undefined;
  }
  const name = print(key);
  if (typeof value === 'string') return name === 'size' ? value.length : undefined;
  if (!isRecord(value)) return undefined;
  if (Object.hasOwn(value, name)) return value[name];
  return name === 'size' ? Object.keys(value).length : undefined;
}

/** Renders a template over `root`'s members. @throws LiquidError when it does too much */
export function runTemplate(nodes: readonly LiquidNode[], root: Readonly<Record<string, unknown>>): string {
  const renderer = new Renderer(root);
  try {
    renderer.render(nodes);
  } catch (error) {
    if (error instanceof TextTooLong) throw new LiquidError('The template produces too much.');
    throw error;
  }
  return renderer.output;
}
