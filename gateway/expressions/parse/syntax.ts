/**
 * The syntax tree of a policy expression. Offsets count UTF-16 units in the text given to the compiler.
 */

/** A stretch of source text. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A name with its optional type arguments: `Value<int>`. */
export interface NameSyntax extends Span {
  readonly name: string;
  readonly typeArgs: readonly TypeSyntax[] | undefined;
}

/** A type as it is written. */
export type TypeSyntax =
  | (Span & { readonly kind: 'namedType'; readonly parts: readonly NameSyntax[] })
  | (Span & { readonly kind: 'predefinedType'; readonly name: string })
  | (Span & { readonly kind: 'arrayType'; readonly element: TypeSyntax; readonly dimensions: number })
  | (Span & { readonly kind: 'nullableType'; readonly element: TypeSyntax })
  | (Span & {
      readonly kind: 'tupleType';
      readonly elements: readonly { type: TypeSyntax; name: string | undefined }[];
    });

/** What a literal token holds, before it has a type. */
export type LiteralValue =
  | {
      readonly kind: 'integer';
      readonly value: bigint;
      readonly suffix: '' | 'u' | 'l' | 'ul';
      readonly decimal: boolean;
    }
  | { readonly kind: 'real'; readonly text: string; readonly suffix: 'd' | 'f' | 'm' }
  | { readonly kind: 'char'; readonly value: number }
  | { readonly kind: 'string'; readonly value: string }
  | { readonly kind: 'bool'; readonly value: boolean }
  | { readonly kind: 'null' };

export interface Argument extends Span {
  readonly name: (Span & { readonly text: string }) | undefined;
  readonly modifier: '' | 'ref' | 'out' | 'in';
  readonly value: Expression;
}

/** `x`, `_` or `(x, y)` after a type or `var`. */
export type Designation =
  | (Span & { readonly kind: 'single'; readonly name: string })
  | (Span & { readonly kind: 'discard' })
  | (Span & { readonly kind: 'parenthesized'; readonly parts: readonly Designation[] });

export type Pattern =
  | (Span & { readonly kind: 'declarationPattern'; readonly type: TypeSyntax; readonly designation: Designation })
  | (Span & { readonly kind: 'constantPattern'; readonly value: Expression })
  | (Span & { readonly kind: 'varPattern'; readonly designation: Designation });

export interface Parameter extends Span {
  readonly name: string;
  readonly nameSpan: Span;
  readonly type: TypeSyntax | undefined;
  readonly modifier: '' | 'ref' | 'out' | 'in' | 'params';
  readonly defaultValue: Expression | undefined;
}

/** An item of `{ … }` after an object creation. */
export type InitializerItem =
  | (Span & {
      readonly kind: 'member';
      readonly name: Span & { readonly text: string };
      readonly value: InitializerValue;
    })
  | (Span & { readonly kind: 'index'; readonly args: readonly Argument[]; readonly value: InitializerValue })
  | (Span & { readonly kind: 'add'; readonly args: readonly Expression[] });

export type InitializerValue = Expression | Initializer;

export interface Initializer extends Span {
  readonly kind: 'initializer';
  readonly items: readonly InitializerItem[];
}

/** `{ a, { b, c } }` of an array. */
export interface ArrayInitializer extends Span {
  readonly kind: 'arrayInitializer';
  readonly items: readonly (Expression | ArrayInitializer)[];
}

export type InterpolationPart =
  | (Span & { readonly kind: 'text'; readonly value: string })
  | (Span & {
      readonly kind: 'hole';
      readonly value: Expression;
      readonly alignment: Expression | undefined;
      readonly format: string | undefined;
    });

export type QueryClause =
  | (Span & {
      readonly kind: 'from';
      readonly type: TypeSyntax | undefined;
      readonly name: string;
      readonly source: Expression;
    })
  | (Span & { readonly kind: 'let'; readonly name: string; readonly value: Expression })
  | (Span & { readonly kind: 'where'; readonly condition: Expression })
  | (Span & {
      readonly kind: 'join';
      readonly type: TypeSyntax | undefined;
      readonly name: string;
      readonly source: Expression;
      readonly left: Expression;
      readonly right: Expression;
      readonly into: string | undefined;
    })
  | (Span & {
      readonly kind: 'orderby';
      readonly orderings: readonly { readonly key: Expression; readonly descending: boolean }[];
    })
  | (Span & { readonly kind: 'select'; readonly value: Expression })
  | (Span & { readonly kind: 'group'; readonly value: Expression; readonly key: Expression })
  | (Span & { readonly kind: 'into'; readonly name: string });

/** An expression as it is written. */
export type Expression =
  | (Span & { readonly kind: 'literal'; readonly value: LiteralValue })
  | (Span & { readonly kind: 'interpolated'; readonly parts: readonly InterpolationPart[] })
  | (NameSyntax & { readonly kind: 'name' })
  | (Span & { readonly kind: 'predefined'; readonly name: string })
  | (Span & { readonly kind: 'parenthesized'; readonly value: Expression })
  | (Span & { readonly kind: 'member'; readonly target: Expression; readonly name: NameSyntax })
  | (Span & {
      readonly kind: 'call';
      readonly target: Expression;
      readonly args: readonly Argument[];
      /** Made by the translation of a query. */
      readonly isQuery?: boolean;
    })
  | (Span & { readonly kind: 'index'; readonly target: Expression; readonly args: readonly Argument[] })
  /** `target?.whenPresent`; inside `whenPresent` the leftmost node is a `receiver`. */
  | (Span & { readonly kind: 'conditionalAccess'; readonly target: Expression; readonly whenPresent: Expression })
  /** Stands for the tested value at the left end of a conditional access. */
  | (Span & { readonly kind: 'receiver' })
  | (Span & { readonly kind: 'unary'; readonly op: '+' | '-' | '!' | '~'; readonly operand: Expression })
  | (Span & {
      readonly kind: 'increment';
      readonly op: '++' | '--';
      readonly prefix: boolean;
      readonly operand: Expression;
    })
  | (Span & {
      readonly kind: 'binary';
      readonly op: string;
      readonly left: Expression;
      readonly right: Expression;
      readonly opStart: number;
    })
  | (Span & {
      readonly kind: 'assignment';
      readonly op: string;
      readonly target: Expression;
      readonly value: Expression;
    })
  | (Span & {
      readonly kind: 'conditional';
      readonly condition: Expression;
      readonly whenTrue: Expression;
      readonly whenFalse: Expression;
    })
  | (Span & { readonly kind: 'cast'; readonly type: TypeSyntax; readonly operand: Expression })
  | (Span & { readonly kind: 'isType'; readonly operand: Expression; readonly type: TypeSyntax })
  | (Span & { readonly kind: 'isPattern'; readonly operand: Expression; readonly pattern: Pattern })
  | (Span & { readonly kind: 'as'; readonly operand: Expression; readonly type: TypeSyntax })
  | (Span & {
      readonly kind: 'new';
      readonly type: TypeSyntax;
      readonly args: readonly Argument[] | undefined;
      readonly initializer: Initializer | undefined;
    })
  | (Span & {
      readonly kind: 'anonymousObject';
      readonly members: readonly {
        readonly name: string | undefined;
        readonly value: Expression;
        readonly span: Span;
      }[];
    })
  | (Span & {
      readonly kind: 'newArray';
      /** Type of the elements, after the innermost `[]` is taken off. */
      readonly element: TypeSyntax | undefined;
      readonly sizes: readonly Expression[];
      readonly dimensions: number;
      readonly initializer: ArrayInitializer | undefined;
    })
  | (Span & {
      readonly kind: 'lambda';
      readonly parameters: readonly Parameter[] | undefined;
      readonly body: Expression | Block;
      readonly arrow: Span;
      readonly anonymousMethod: boolean;
      /** Made by the translation of a query. */
      readonly isQuery?: boolean;
    })
  | (Span & { readonly kind: 'query'; readonly clauses: readonly QueryClause[] })
  | (Span & {
      readonly kind: 'tuple';
      readonly elements: readonly { readonly name: string | undefined; readonly value: Expression }[];
    })
  | (Span & { readonly kind: 'declaration'; readonly type: TypeSyntax | undefined; readonly designation: Designation })
  | (Span & { readonly kind: 'default'; readonly type: TypeSyntax | undefined })
  | (Span & { readonly kind: 'typeof'; readonly type: TypeSyntax })
  | (Span & { readonly kind: 'sizeof'; readonly type: TypeSyntax })
  | (Span & { readonly kind: 'checked'; readonly isChecked: boolean; readonly value: Expression })
  | (Span & { readonly kind: 'throw'; readonly value: Expression })
  /** Made by the translation of queries: in `value`, each name means the path of members behind `parameter`. */
  | (Span & {
      readonly kind: 'rangeScope';
      readonly parameter: string;
      readonly paths: ReadonlyMap<string, readonly string[]>;
      readonly value: Expression;
    });

export interface Block extends Span {
  readonly kind: 'block';
  readonly statements: readonly Statement[];
}

export interface Declarator extends Span {
  readonly name: string;
  readonly nameSpan: Span;
  readonly value: Expression | ArrayInitializer | undefined;
}

export interface CatchClause extends Span {
  readonly type: TypeSyntax | undefined;
  readonly name: (Span & { readonly text: string }) | undefined;
  readonly filter: Expression | undefined;
  readonly block: Block;
}

export type SwitchLabel =
  | (Span & { readonly kind: 'default' })
  | (Span & { readonly kind: 'case'; readonly pattern: Pattern; readonly when: Expression | undefined });

export interface SwitchSection extends Span {
  readonly labels: readonly SwitchLabel[];
  readonly statements: readonly Statement[];
}

/** `int x = 1, y` without its semicolon. */
export interface LocalDeclaration extends Span {
  readonly kind: 'local';
  /** Undefined for `var`. */
  readonly type: TypeSyntax | undefined;
  readonly typeSpan: Span;
  readonly isConst: boolean;
  readonly declarators: readonly Declarator[];
}

/** A statement as it is written. */
export type Statement =
  | Block
  | LocalDeclaration
  | (Span & {
      readonly kind: 'localFunction';
      readonly name: string;
      readonly nameSpan: Span;
      readonly returns: TypeSyntax;
      readonly typeParameters: readonly string[];
      readonly parameters: readonly Parameter[];
      readonly body: Expression | Block;
    })
  | (Span & { readonly kind: 'expression'; readonly value: Expression })
  | (Span & { readonly kind: 'empty' })
  | (Span & {
      readonly kind: 'if';
      readonly condition: Expression;
      readonly then: Statement;
      readonly otherwise: Statement | undefined;
    })
  | (Span & { readonly kind: 'while'; readonly condition: Expression; readonly body: Statement })
  | (Span & { readonly kind: 'do'; readonly condition: Expression; readonly body: Statement })
  | (Span & {
      readonly kind: 'for';
      readonly initializers: LocalDeclaration | readonly Expression[];
      readonly condition: Expression | undefined;
      readonly iterators: readonly Expression[];
      readonly body: Statement;
    })
  | (Span & {
      readonly kind: 'foreach';
      /** Undefined for `var`. */
      readonly type: TypeSyntax | undefined;
      readonly variable: Designation | Expression;
      readonly source: Expression;
      readonly body: Statement;
    })
  | (Span & { readonly kind: 'switch'; readonly value: Expression; readonly sections: readonly SwitchSection[] })
  | (Span & { readonly kind: 'break' })
  | (Span & { readonly kind: 'continue' })
  | (Span & { readonly kind: 'goto'; readonly target: 'case' | 'default'; readonly value: Expression | undefined })
  | (Span & { readonly kind: 'gotoLabel'; readonly label: string; readonly labelSpan: Span })
  /** `yield return value;`, or `yield break;` without a value. */
  | (Span & { readonly kind: 'yield'; readonly value: Expression | undefined })
  | (Span & { readonly kind: 'return'; readonly value: Expression | undefined })
  | (Span & { readonly kind: 'throw'; readonly value: Expression | undefined })
  | (Span & {
      readonly kind: 'try';
      readonly block: Block;
      readonly catches: readonly CatchClause[];
      readonly finallyBlock: Block | undefined;
    })
  | (Span & {
      readonly kind: 'using';
      readonly resource: LocalDeclaration | Expression;
      readonly body: Statement;
    })
  | (Span & { readonly kind: 'lock'; readonly value: Expression; readonly body: Statement })
  | (Span & { readonly kind: 'checkedBlock'; readonly isChecked: boolean; readonly block: Block })
  | (Span & {
      readonly kind: 'labeled';
      readonly label: string;
      readonly labelSpan: Span;
      readonly statement: Statement;
    });

/** One whole policy expression: `@(…)` or `@{…}`. */
export type PolicyExpressionSyntax =
  | { readonly kind: 'value'; readonly value: Expression }
  | { readonly kind: 'body'; readonly block: Block };
