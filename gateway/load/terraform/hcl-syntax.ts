/** HCL, Terraform's language, as far as deployments of API Management need it. Offsets are UTF-16, ends exclusive. */

export interface Node {
  readonly start: number;
  readonly end: number;
}

/** An expression of HCL, with its place in the text. */
export type Expression =
  | (Node & { readonly kind: 'literal'; readonly value: string | number | boolean | null })
  | (Node & { readonly kind: 'template'; readonly parts: readonly TemplatePart[]; readonly heredoc: boolean })
  | (Node & { readonly kind: 'tuple'; readonly items: readonly Expression[] })
  | (Node & {
      readonly kind: 'object';
      readonly entries: readonly { readonly key: Expression; readonly value: Expression }[];
    })
  | (Node & { readonly kind: 'name'; readonly name: string })
  | (Node & { readonly kind: 'member'; readonly object: Expression; readonly name: string })
  | (Node & { readonly kind: 'index'; readonly object: Expression; readonly index: Expression })
  | (Node & { readonly kind: 'splat'; readonly object: Expression; readonly rest: readonly string[] })
  | (Node & {
      readonly kind: 'call';
      readonly name: string;
      readonly arguments: readonly Expression[];
      readonly expand: boolean;
    })
  | (Node & { readonly kind: 'unary'; readonly operator: '!' | '-'; readonly operand: Expression })
  | (Node & {
      readonly kind: 'binary';
      readonly operator: string;
      readonly left: Expression;
      readonly right: Expression;
    })
  | (Node & {
      readonly kind: 'conditional';
      readonly condition: Expression;
      readonly whenTrue: Expression;
      readonly whenFalse: Expression;
    })
  | (Node & {
      readonly kind: 'for';
      /** Names of key and value, or of the value alone. */
      readonly names: readonly string[];
      readonly source: Expression;
      /** Set for an object. */
      readonly key?: Expression;
      readonly value: Expression;
      readonly condition?: Expression;
    });

/** What templates are made of. */
export type TemplatePart =
  | (Node & { readonly kind: 'text'; readonly text: string })
  | (Node & { readonly kind: 'hole'; readonly expression: Expression })
  | (Node & {
      readonly kind: 'if';
      readonly condition: Expression;
      readonly whenTrue: readonly TemplatePart[];
      readonly whenFalse: readonly TemplatePart[];
    })
  | (Node & {
      readonly kind: 'for';
      readonly names: readonly string[];
      readonly source: Expression;
      readonly body: readonly TemplatePart[];
    });

export interface Attribute extends Node {
  readonly name: string;
  readonly value: Expression;
}

export interface Block extends Node {
  readonly type: string;
  readonly labels: readonly string[];
  readonly body: Body;
}

export interface Body {
  readonly attributes: readonly Attribute[];
  readonly blocks: readonly Block[];
}

export interface SyntaxProblem {
  readonly offset: number;
  readonly message: string;
}
