/** What a Bicep file is made of, as far as deployments of API Management need it. Offsets are UTF-16, ends exclusive. */

export interface Node {
  readonly start: number;
  readonly end: number;
}

/** An expression of Bicep, with its place in the text. */
export type Expression =
  | (Node & { readonly kind: 'string'; readonly parts: readonly StringPart[]; readonly multiline: boolean })
  | (Node & { readonly kind: 'number'; readonly value: number })
  | (Node & { readonly kind: 'boolean'; readonly value: boolean })
  | (Node & { readonly kind: 'null' })
  | (Node & { readonly kind: 'name'; readonly name: string })
  | (Node & { readonly kind: 'array'; readonly items: readonly Expression[] })
  | (Node & {
      readonly kind: 'object';
      readonly properties: readonly Property[];
      readonly resources: readonly Resource[];
    })
  | (Node & { readonly kind: 'spread'; readonly value: Expression })
  | (Node & { readonly kind: 'member'; readonly object: Expression; readonly name: string; readonly safe: boolean })
  | (Node & { readonly kind: 'index'; readonly object: Expression; readonly index: Expression; readonly safe: boolean })
  | (Node & {
      readonly kind: 'call';
      readonly name: string;
      readonly object?: Expression;
      readonly arguments: readonly Expression[];
    })
  | (Node & { readonly kind: 'unary'; readonly operator: '!' | '-'; readonly operand: Expression })
  | (Node & {
      readonly kind: 'binary';
      readonly operator: BinaryOperator;
      readonly left: Expression;
      readonly right: Expression;
    })
  | (Node & {
      readonly kind: 'conditional';
      readonly condition: Expression;
      readonly whenTrue: Expression;
      readonly whenFalse: Expression;
    })
  | (Node & { readonly kind: 'lambda'; readonly parameters: readonly string[]; readonly body: Expression })
  | (Node & Loop);

/** `[for item in items: …]`, `[for (item, i) in items: …]`. */
export interface Loop {
  readonly kind: 'for';
  readonly item: string;
  readonly index?: string;
  readonly source: Expression;
  readonly condition?: Expression;
  readonly body: Expression;
}

/** A stretch of literal text, unescaped, or a hole. */
export type StringPart = (Node & { readonly text: string }) | { readonly expression: Expression };

export type BinaryOperator =
  | '||'
  | '&&'
  | '=='
  | '!='
  | '=~'
  | '!~'
  | '<'
  | '<='
  | '>'
  | '>='
  | '+'
  | '-'
  | '*'
  | '/'
  | '%'
  | '??';

export interface Property extends Node {
  readonly key: Expression;
  readonly value: Expression;
}

/** A resource, at the top of a file or nested in another. */
export interface Resource extends Node {
  readonly kind: 'resource';
  readonly name: string;
  /** As written: `Microsoft.ApiManagement/service/apis@2024-05-01`; for a nested one the last segment may be alone. */
  readonly type: string;
  readonly existing: boolean;
  readonly condition?: Expression;
  /** An object, or a loop over one. */
  readonly body: Expression;
}

/** A declaration at the top of a Bicep file. */
export type Statement =
  | (Node & {
      readonly kind: 'parameter';
      readonly name: string;
      readonly type: string;
      readonly secure: boolean;
      readonly fallback?: Expression;
    })
  | (Node & { readonly kind: 'variable'; readonly name: string; readonly value: Expression })
  | (Node & { readonly kind: 'output'; readonly name: string; readonly value: Expression })
  | (Node & { readonly kind: 'function'; readonly name: string; readonly lambda: Expression })
  | (Node & {
      readonly kind: 'module';
      readonly name: string;
      readonly path: string;
      readonly condition?: Expression;
      readonly body: Expression;
    })
  | (Node & {
      /** Names from another file, or all of them under one. */
      readonly kind: 'import';
      /** The name that it has here. */
      readonly name: string;
      /** The name that it has there; undefined for everything. */
      readonly from?: string;
      readonly path: string;
    })
  | Resource;

/** Something in a file that is no Bicep, or none that is known here. */
export interface SyntaxProblem {
  readonly offset: number;
  readonly message: string;
}

export interface BicepFile {
  readonly statements: readonly Statement[];
  readonly problems: readonly SyntaxProblem[];
}
