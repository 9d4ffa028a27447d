import type { TypeRef } from '../../dotnet/core/type-ref.ts';
import type { Span } from '../parse/syntax.ts';
import type { Bound } from './bound.ts';
import { type FunctionInfo, type Label, type LocalFunction, Variable } from './variables.ts';

/** What a simple name may mean inside the body. */
export type Symbol = Variable | LocalFunction | RangeVariable;

/** A variable of a query: reading it evaluates an expression over the query's current element. */
export interface RangeVariable {
  readonly name: string;
  readonly span: Span;
  readonly read: (span: Span) => Bound;
}

/** One level of names. Its variables are made anew whenever control enters it. */
export class Scope {
  readonly parent: Scope | undefined;
  readonly owner: FunctionInfo;
  readonly variables: Variable[] = [];
  readonly #symbols = new Map<string, Symbol>();
  /** Labels of the statements of this block. */
  readonly labels = new Map<string, Label>();
  /** What the type parameters of a generic local function stand for. */
  types: ReadonlyMap<string, TypeRef> | undefined = undefined;
  /** Names that statements of this block declare further down, with the place where they do. */
  readonly later = new Map<string, Span>();

  constructor(parent: Scope | undefined, owner: FunctionInfo) {
    this.parent = parent;
    this.owner = owner;
  }

  add(symbol: Symbol): void {
    this.#symbols.set(symbol.name, symbol);
    if (symbol instanceof Variable) this.variables.push(symbol);
  }

  own(name: string): Symbol | undefined {
    return this.#symbols.get(name);
  }

  /** The meaning of `name` here or further out. */
  find(name: string): Symbol | undefined {
    for (let scope: Scope | undefined = this; scope; scope = scope.parent) {
      const symbol = scope.#symbols.get(name);
      if (symbol) return symbol;
    }
    return undefined;
  }

  /** The label that `goto` means here: of this block or one around it in the same function. */
  findLabel(name: string): Label | undefined {
    for (let scope: Scope | undefined = this; scope && scope.owner === this.owner; scope = scope.parent) {
      const label = scope.labels.get(name);
      if (label) return label;
    }
    return undefined;
  }

  /** The type that a type parameter in scope stands for. */
  findType(name: string): TypeRef | undefined {
    for (let scope: Scope | undefined = this; scope; scope = scope.parent) {
      const type = scope.types?.get(name);
      if (type) return type;
    }
    return undefined;
  }

  /** Whether a block further out, of the same function or a surrounding one, declares the name. */
  declaredOutside(name: string): boolean {
    for (let scope = this.parent; scope; scope = scope.parent) {
      if (scope.#symbols.has(name) || scope.later.has(name)) return true;
    }
    return false;
  }

  /** Whether the name is declared in this block or further out, but only behind the place of use. */
  declaredLater(name: string): boolean {
    for (let scope: Scope | undefined = this; scope; scope = scope.parent) if (scope.later.has(name)) return true;
    return false;
  }
}
