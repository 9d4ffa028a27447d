/**
 * The bound tree: what the syntax means, with every type, overload and conversion decided. The interpreter compiles it
 * to closures; flow analysis walks it. Nodes are plain data.
 */
import type { Conversion } from '../../dotnet/core/conversion/index.ts';
import type { MethodMember, PropertyMember } from '../../dotnet/core/members.ts';
import { type NamedType, named, type TypeRef } from '../../dotnet/core/type-ref.ts';
import type { Span } from '../parse/syntax.ts';
import type { FunctionInfo, Label, LocalFunction, Variable } from './variables.ts';

/** Pseudo types of expressions that have none. */
export const NO_TYPE = {
  /** Something is wrong and has been reported; nothing more is said about it. */
  error: named('?error'),
  null: named('?null'),
  default: named('?default'),
  lambda: named('?lambda'),
  methodGroup: named('?method group'),
  throw: named('?throw'),
  /** The name of a type or namespace, which is no value. */
  symbol: named('?symbol'),
  /** A tuple literal with an element that has no type. */
  tuple: named('?tuple'),
  /** A conditional whose branches have no common type. */
  conditional: named('?conditional'),
  /** `out var x` before the parameter is known; `_` in assignments. */
  declaration: named('?declaration'),
} as const;

interface BoundBase {
  readonly type: TypeRef;
  readonly span: Span;
  /** The value, when the expression is constant in the sense of C#. */
  readonly constant?: { readonly value: unknown };
  /** Names of a tuple's elements, where they are known. */
  readonly tupleNames?: readonly (string | undefined)[];
}

/** Computes an operator on values in static form. */
export type Evaluate1 = (operand: never) => unknown;
export type Evaluate2 = (left: never, right: never) => unknown;

/** An argument with the parameter that it is for. */
export interface BoundArgument {
  readonly value: Bound;
  /** How the interpreter passes it: a value, or a Ref to a place. */
  readonly mode: 'value' | 'ref' | 'out';
}

/** An expression with its type, ready to be compiled. */
export type Bound = BoundBase &
  (
    | { readonly kind: 'error' }
    | { readonly kind: 'constant' }
    | { readonly kind: 'null' }
    | { readonly kind: 'defaultLiteral' }
    | { readonly kind: 'default' }
    | { readonly kind: 'local'; readonly variable: Variable }
    | { readonly kind: 'context' }
    | { readonly kind: 'typeName'; readonly named: TypeRef }
    | { readonly kind: 'namespace'; readonly name: string }
    | {
        readonly kind: 'methodGroup';
        readonly name: string;
        readonly nameSpan: Span;
        readonly self: Bound | undefined;
        readonly onType: TypeRef | undefined;
        readonly candidates: readonly MethodCandidate[];
        readonly typeArgs: readonly TypeRef[] | undefined;
        readonly localFunction: LocalFunction | undefined;
      }
    | { readonly kind: 'unboundLambda'; readonly lambda: UnboundLambda }
    /** `c ? a : b` whose branches have no type in common, which later versions of C# give a type by its target. */
    | { readonly kind: 'unboundConditional'; readonly whenTrue: Bound; readonly whenFalse: Bound }
    | { readonly kind: 'lambda'; readonly body: FunctionInfo }
    | {
        readonly kind: 'delegateOfMethod';
        readonly method: MethodMember | undefined;
        readonly localFunction: LocalFunction | undefined;
        readonly receiver: NamedType | undefined;
        readonly typeArgs: readonly TypeRef[];
        readonly self: Bound | undefined;
        /** Conversions of the delegate's arguments to the method's, and of its result to the delegate's. */
        readonly argumentConversions: readonly Conversion[];
        readonly resultConversion: Conversion | undefined;
      }
    | {
        readonly kind: 'call';
        readonly method: MethodMember;
        readonly receiver: NamedType;
        readonly typeArgs: readonly TypeRef[];
        readonly self: Bound | undefined;
        readonly args: readonly BoundArgument[];
      }
    | { readonly kind: 'localCall'; readonly target: LocalFunction; readonly args: readonly BoundArgument[] }
    | { readonly kind: 'invoke'; readonly target: Bound; readonly args: readonly BoundArgument[] }
    | {
        readonly kind: 'property';
        readonly property: PropertyMember;
        readonly receiver: NamedType;
        readonly self: Bound | undefined;
        /** Of an indexer. */
        readonly args: readonly BoundArgument[];
      }
    | { readonly kind: 'arrayElement'; readonly array: Bound; readonly indexes: readonly Bound[] }
    | { readonly kind: 'arrayLength'; readonly array: Bound }
    | { readonly kind: 'tupleItem'; readonly tuple: Bound; readonly index: number }
    | {
        readonly kind: 'convert';
        readonly operand: Bound;
        readonly conversion: Conversion;
        readonly isChecked: boolean;
      }
    | { readonly kind: 'unary'; readonly operand: Bound; readonly evaluate: Evaluate1; readonly lifted: boolean }
    | {
        readonly kind: 'binary';
        readonly left: Bound;
        readonly right: Bound;
        readonly evaluate: Evaluate2;
        /** On `T?`: a null operand gives null, or for comparisons false; equality compares nulls. */
        readonly lifted: '' | 'null' | 'false' | 'equal' | 'unequal';
      }
    /** `&` and `|` of `bool?`. */
    | { readonly kind: 'nullableLogic'; readonly op: '&' | '|'; readonly left: Bound; readonly right: Bound }
    | { readonly kind: 'andAlso' | 'orElse'; readonly left: Bound; readonly right: Bound }
    /** `&&` and `||` through user-defined operators; `left` is kept in `temp`. */
    | {
        readonly kind: 'userLogic';
        readonly temp: Variable;
        readonly left: Bound;
        /** Decides whether the left operand is the result: `operator false` of `temp` for `&&`. */
        readonly shortCircuits: Bound;
        readonly combined: Bound;
      }
    | { readonly kind: 'concat'; readonly parts: readonly Bound[] }
    | { readonly kind: 'interpolation'; readonly parts: readonly BoundInterpolation[] }
    | { readonly kind: 'coalesce'; readonly left: Bound; readonly leftConversion: Conversion; readonly right: Bound }
    | { readonly kind: 'conditional'; readonly condition: Bound; readonly whenTrue: Bound; readonly whenFalse: Bound }
    | {
        readonly kind: 'conditionalAccess';
        readonly target: Bound;
        /** Holds the value of `target`, without its `?`. */
        readonly temp: Variable;
        readonly whenPresent: Bound;
      }
    | { readonly kind: 'assign'; readonly target: Bound; readonly value: Bound }
    | {
        readonly kind: 'compound';
        readonly target: Bound;
        /** Holds the value before, for `value` to read. */
        readonly temp: Variable;
        readonly value: Bound;
        /** Postfix `++` gives the value before. */
        readonly givesBefore: boolean;
      }
    | {
        readonly kind: 'create';
        readonly value: Bound;
        readonly temp: Variable;
        readonly initializers: readonly Bound[];
      }
    | { readonly kind: 'anonymous'; readonly names: readonly string[]; readonly values: readonly Bound[] }
    | {
        readonly kind: 'newArray';
        readonly sizes: readonly Bound[];
        /** Elements, when an initialiser gives them. */
        readonly items: readonly Bound[] | undefined;
      }
    | { readonly kind: 'tuple'; readonly items: readonly Bound[]; readonly names: readonly (string | undefined)[] }
    | {
        readonly kind: 'deconstruct';
        readonly source: Bound;
        readonly temp: Variable;
        /** Evaluated in order after the source; each assigns one part. */
        readonly parts: readonly Bound[];
        readonly result: Bound;
      }
    | { readonly kind: 'isType'; readonly operand: Bound; readonly tested: TypeRef }
    | { readonly kind: 'isPattern'; readonly operand: Bound; readonly pattern: BoundPattern }
    | { readonly kind: 'as'; readonly operand: Bound }
    | { readonly kind: 'throw'; readonly value: Bound | undefined }
    | { readonly kind: 'typeof'; readonly named: TypeRef }
    | { readonly kind: 'declaration'; readonly variable: Variable | undefined; readonly isDiscard: boolean }
    | { readonly kind: 'tupleTargets'; readonly items: readonly Bound[] }
  );

/** A bound expression of one kind. */
export type BoundKind<K extends Bound['kind']> = Bound & { readonly kind: K };

/** A method that a name may mean, on the type through which it was found. */
export interface MethodCandidate {
  readonly method: MethodMember;
  readonly receiver: NamedType;
}

export type BoundInterpolation =
  | { readonly kind: 'text'; readonly value: string }
  | { readonly kind: 'hole'; readonly value: Bound; readonly alignment: number; readonly format: string | undefined };

export type BoundPattern =
  | { readonly kind: 'constant'; readonly value: unknown; readonly type: TypeRef; readonly inputType: TypeRef }
  | {
      readonly kind: 'type';
      readonly tested: TypeRef;
      readonly variable: Variable | undefined;
      readonly inputType: TypeRef;
    }
  | { readonly kind: 'var'; readonly variable: Variable | undefined; readonly inputType: TypeRef };

/** A lambda before a delegate type has given its parameters types; see lambdas.ts. */
export interface UnboundLambda {
  readonly parameterCount: number | undefined;
  /** The written types, when there are any. */
  readonly parameterTypes: readonly TypeRef[] | undefined;
  /** Where the names of the parameters stand. */
  readonly parameterSpans: readonly Span[];
  /** Binds the body for these parameter types; remembers the answer. */
  bind(parameterTypes: readonly TypeRef[]): BoundLambdaBody;
  /** Whether the body was wrong for all parameter types that were tried. */
  readonly failed: boolean;
  /** Reports what was wrong in the body for the first parameter types that were tried. */
  reportTried(): void;
  /** Whether a query clause stands for it. */
  readonly isQuery: boolean;
  readonly arrow: Span;
}

/** The value of a `return`, converted once the result type of a lambda is known. */
export interface ReturnResult {
  value: Bound | undefined;
  readonly span: Span;
}

export interface BoundLambdaBody {
  readonly info: FunctionInfo;
  /** The inferred type of the result: undefined when there is no value or no common type. */
  readonly inferred: TypeRef | undefined;
  /** Whether nothing was wrong in the body. */
  readonly ok: boolean;
  /** The `return` statements, or the expression body. */
  readonly returned: readonly ReturnResult[];
  readonly isExpression: boolean;
  /** Whether control may run off the end of a block body. */
  readonly endReachable: boolean;
  /** What was wrong; reported when the lambda is finally used. */
  report(): void;
}

export interface BoundSwitchSection {
  readonly labels: readonly (
    | { readonly kind: 'default' }
    | { readonly kind: 'case'; readonly pattern: BoundPattern; readonly when: Bound | undefined }
  )[];
  readonly body: readonly BoundStatement[];
  readonly variables: readonly Variable[];
}

export interface BoundCatch {
  readonly type: TypeRef | undefined;
  readonly variable: Variable | undefined;
  readonly variables: readonly Variable[];
  readonly filter: Bound | undefined;
  readonly body: BoundStatement;
}

interface StatementBase {
  readonly span: Span;
}

/** A statement, ready to be compiled. */
export type BoundStatement = StatementBase &
  (
    | {
        readonly kind: 'block';
        readonly variables: readonly Variable[];
        readonly statements: readonly BoundStatement[];
      }
    | { readonly kind: 'expression'; readonly value: Bound }
    /** A declared variable, with the value it starts with. */
    | { readonly kind: 'declare'; readonly variable: Variable; readonly value: Bound | undefined }
    | { readonly kind: 'localFunction'; readonly target: LocalFunction }
    | { readonly kind: 'empty' }
    | {
        readonly kind: 'if';
        readonly condition: Bound;
        readonly then: BoundStatement;
        readonly otherwise: BoundStatement | undefined;
      }
    | { readonly kind: 'while' | 'do'; readonly condition: Bound; readonly body: BoundStatement }
    | {
        readonly kind: 'for';
        readonly variables: readonly Variable[];
        readonly initializers: readonly BoundStatement[];
        readonly condition: Bound | undefined;
        readonly iterators: readonly Bound[];
        readonly body: BoundStatement;
      }
    | {
        readonly kind: 'foreach';
        /** Holds the element as the sequence yields it. */
        readonly element: Variable;
        /** The loop variables, made anew for each element. */
        readonly variables: readonly Variable[];
        /** Moves the element into the loop variables. */
        readonly assign: Bound;
        readonly source: Bound;
        /** How the elements are obtained. */
        readonly via: 'array' | 'string' | 'iterable' | 'boxed' | 'enumerator';
        /** The `GetEnumerator` that the type itself declares, for `enumerator`. */
        readonly getEnumerator: MethodCandidate | undefined;
        readonly body: BoundStatement;
      }
    | {
        readonly kind: 'switch';
        readonly value: Bound;
        readonly temp: Variable;
        readonly sections: readonly BoundSwitchSection[];
      }
    | { readonly kind: 'break' }
    | { readonly kind: 'continue' }
    /** A place that `goto` names. */
    | { readonly kind: 'label'; readonly label: Label }
    | { readonly kind: 'gotoLabel'; readonly label: Label }
    /** Gives an element of an iterator, or ends it where there is no value. */
    | { readonly kind: 'yield'; readonly value: Bound | undefined }
    /** To a section of the innermost switch, by index. */
    | { readonly kind: 'gotoSection'; readonly target: { section: number } }
    | { readonly kind: 'return'; readonly result: ReturnResult }
    | { readonly kind: 'throw'; readonly value: Bound | undefined }
    | {
        readonly kind: 'try';
        readonly body: BoundStatement;
        readonly catches: readonly BoundCatch[];
        readonly finallyBody: BoundStatement | undefined;
      }
    | {
        readonly kind: 'using';
        readonly variables: readonly Variable[];
        readonly resources: readonly { readonly variable: Variable; readonly value: Bound; readonly dispose: Bound }[];
        readonly body: BoundStatement;
      }
  );
