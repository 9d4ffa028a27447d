/**
 * How a policy declares its attributes, children and text, and how its behaviour gets them: typed, literals parsed when
 * the policy is loaded, expressions compiled then and evaluated when the value is asked for.
 */
import { T, type TypeRef } from '../dotnet/core/type-ref.ts';
import type { Run, Site, Step } from './policy.ts';

/** A literal or an expression's result does not fit; the message completes "The value of … ". */
export class InvalidValue extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'InvalidValue';
  }
}

/** A kind of value: how a literal is read and what an expression may give. */
export interface Kind<T> {
  /** @throws InvalidValue */
  parse(literal: string): T;
  /**
   * @param value what the expression gave, as `object`
   * @param text the same as `ToString()` prints it
   * @throws InvalidValue
   */
  convert(value: unknown, text: () => string): T;
  /** The type that an expression has to have when it is compiled; any where left out. */
  readonly expects?: TypeRef;
}

/** A value that an attribute or a text holds. */
export interface Value<T> {
  /** Set for a literal; an expression has none. */
  readonly literal: T | undefined;
  readonly isExpression: boolean;
  /** Set where the attribute is not there, and this is its default. */
  readonly isDefault?: true;
  /** Evaluates. Fails the run with ExpressionValueEvaluationFailure when the expression does. */
  get(run: Run): T | Promise<T>;
}

/** What an attribute, or the text of an element, may say, and what it is read as. */
export interface AttributeSchema<V> {
  readonly kind: Kind<unknown>;
  readonly required: boolean;
  /** Literal used when the attribute is absent. */
  readonly fallback?: string;
  /** Whether the reference allows an expression here. One that stands elsewhere is evaluated too, with a warning. */
  readonly expressions: boolean;
  /** Type only. */
  readonly value?: V;
}

interface AttributeOptions {
  /** Set to false where the reference says that expressions are not allowed. */
  readonly expressions?: boolean;
}

/** An attribute that must be present. */
export function required<T>(kind: Kind<T>, options: AttributeOptions = {}): AttributeSchema<Value<T>> {
  return { kind, required: true, expressions: options.expressions ?? true };
}

/** An attribute that may be left out. */
export function optional<T>(kind: Kind<T>, options: AttributeOptions = {}): AttributeSchema<Value<T> | undefined> {
  return { kind, required: false, expressions: options.expressions ?? true };
}

/** An attribute with a documented default. @param fallback as it would be written */
export function defaulted<T>(
  kind: Kind<T>,
  fallback: string,
  options: AttributeOptions = {},
): AttributeSchema<Value<T>> {
  return { kind, required: false, fallback, expressions: options.expressions ?? true };
}

/** Attributes, text and children of an element. */
export interface ElementSchema {
  readonly attributes?: Readonly<Record<string, AttributeSchema<unknown>>>;
  readonly children?: Readonly<Record<string, ChildSchema>>;
  /** The element's character data; left out, the element holds none. */
  readonly text?: AttributeSchema<unknown>;
  /** Policies the element may hold: any, or those named. */
  readonly policies?: 'any' | readonly string[];
  /** Children and policies may stand in any order. Left out: in the order in which they are declared. */
  readonly anyOrder?: boolean;
  /** Takes whatever attributes and children there are; their expressions are compiled all the same. */
  readonly anyContent?: boolean;
}

/** A child, and how often it may stand. */
export interface ChildSchema extends ElementSchema {
  /** How often the child stands: `1`, `?` (0..1), `*` or `+`. Left out: `*`. */
  readonly occurs?: '1' | '?' | '*' | '+';
}

type AttributeValues<A> = { readonly [K in keyof A]: A[K] extends AttributeSchema<infer V> ? V : never };

/** An element as its behaviour gets it. */
export interface Read<S extends ElementSchema> {
  readonly site: Site;
  readonly attributes: S extends { attributes: infer A } ? AttributeValues<A> : Record<never, never>;
  /** Children by name, in document order. */
  readonly children: S extends { children: infer C }
    ? { readonly [K in keyof C]: readonly (C[K] extends ElementSchema ? Read<C[K]> : never)[] }
    : Record<never, never>;
  readonly text: S extends { text: AttributeSchema<infer V> } ? V : undefined;
  /** The policies inside, in document order. */
  readonly steps: readonly Step[];
}

/** Text; anything an expression gives is printed. */
export const text: Kind<string> = {
  parse: (literal) => literal,
  convert: (value, print) => {
    if (value === null) return '';
    return print();
  },
};

/** Any .NET value: a literal is a string, an expression keeps its type. */
export const anything: Kind<unknown> = { parse: (literal) => literal, convert: (value) => value };

/** `true` or `false`, in any case. An expression has to give a bool. */
export const bool: Kind<boolean> = {
  parse: (literal) => {
    const lower = literal.trim().toLowerCase();
    if (lower === 'true' || lower === 'false') return lower === 'true';
    throw new InvalidValue(`has to be true or false, and is '${literal}'`);
  },
  convert: (value, print) => {
    if (typeof value === 'boolean') return value;
    if (typeof value === 'string') return bool.parse(value);
    throw new InvalidValue(`has to be a bool, and is '${print()}'`);
  },
};

/** A condition: an expression has to be of type bool, which is refused on save already; no string and no object does. */
export const condition: Kind<boolean> = {
  expects: T.bool,
  parse: bool.parse,
  convert: (value) => {
    if (typeof value === 'boolean') return value;
    throw new InvalidValue('has to be a bool');
  },
};

/** An integer within bounds. */
export function integer(low: number, high: number): Kind<number> {
  const parse = (literal: string): number => {
    const number = Number(literal.trim());
    if (!/^[+-]?\d{1,15}$/.test(literal.trim()) || number < low || number > high) {
      throw new InvalidValue(`has to be an integer from ${low} to ${high}, and is '${literal}'`);
    }
    return number;
  };
  return { parse, convert: (_value, print) => parse(print()) };
}

/** A number, with decimals. */
export const decimal: Kind<number> = {
  parse: (literal) => {
    const number = Number(literal.trim());
    if (literal.trim() === '' || !Number.isFinite(number)) {
      throw new InvalidValue(`has to be a number, and is '${literal}'`);
    }
    return number;
  },
  convert: (_value, print) => decimal.parse(print()),
};

/** One of the documented words; compared without case, as the gateway does. */
export function oneOf<const W extends string>(...words: readonly W[]): Kind<W> {
  const parse = (literal: string): W => {
    const lower = literal.trim().toLowerCase();
    const found = words.find((word) => word.toLowerCase() === lower);
    if (found === undefined) throw new InvalidValue(`has to be one of ${words.join(', ')}, and is '${literal}'`);
    return found;
  };
  return { parse, convert: (_value, print) => parse(print()) };
}
