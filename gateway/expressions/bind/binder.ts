import type { TypeRef } from '../../dotnet/core/type-ref.ts';
import { type CompileError, compileError, ExpressionSyntaxError } from '../compile-error.ts';
import type { Block, Expression, Span, Statement } from '../parse/syntax.ts';
import { type Bound, type BoundKind, type BoundStatement, NO_TYPE, type ReturnResult } from './bound.ts';
import { Scope } from './scope.ts';
import { FunctionInfo, Variable } from './variables.ts';

/** Nodes that may be bound for one expression. Lambdas are bound once per candidate, so nesting them multiplies. */
const MAX_BOUND_NODES = 200_000;

/** The binding functions, one per kind of syntax; index.ts assembles them from the construct files. */
export interface ConstructTable {
  expression(binder: Binder, node: Expression): Bound;
  statement(binder: Binder, node: Statement): BoundStatement;
  block(binder: Binder, node: Block): BoundStatement;
  lambdaConvertible(binder: Binder, value: BoundKind<'unboundLambda'>, to: TypeRef): boolean;
  convertLambda(binder: Binder, value: BoundKind<'unboundLambda'>, to: TypeRef): Bound;
  methodGroupConvertible(binder: Binder, value: BoundKind<'methodGroup'>, to: TypeRef): boolean;
  convertMethodGroup(binder: Binder, value: BoundKind<'methodGroup'>, to: TypeRef): Bound;
  methodGroupReturn(binder: Binder, value: BoundKind<'methodGroup'>, types: readonly TypeRef[]): TypeRef | undefined;
}

/** State of binding one policy expression. */
export class Binder {
  readonly text: string;
  readonly constructs: ConstructTable;
  /** Static type of `context`; undefined where no such type is declared. */
  readonly contextType: TypeRef | undefined;
  errors: CompileError[] = [];
  readonly warnings: CompileError[] = [];
  scope: Scope;
  /** The function whose body is being bound. */
  current: FunctionInfo;
  /** Whether integer arithmetic is checked here; undefined outside of any `checked` or `unchecked`. */
  checkedContext: boolean | undefined = undefined;
  /** Collects the values of `return` statements where the function's result type is still to be inferred. */
  returned: ReturnResult[] | undefined = undefined;
  /** Enclosing statements that `break`, `continue` and `goto case` may leave. */
  loops: ('loop' | 'switch')[] = [];
  /** Sections of the innermost switch, for `goto case`. */
  switchTargets: SwitchTargets | undefined = undefined;
  /** Whether a `throw;` is inside a catch block. */
  inCatch = false;
  /** How many finally blocks surround the statement. */
  inFinally = 0;
  /** Loops around the innermost finally block; a jump out of it must stay inside these. */
  finallyLoops = 0;
  /** Whether only the name of something is wanted: then an instance member needs no instance. */
  inNameof = false;
  /**
   * Names that tuple types in this text give to elements, by type. Types do not carry them, so that a tuple out of a
   * `List<(string Name, int Age)>` finds its names here.
   */
  readonly tupleNames = new Map<TypeRef, (readonly (string | undefined)[])[]>();
  /** The tested value of the conditional access that is being bound. */
  receiver: Variable | undefined = undefined;
  #nodes = 0;

  constructor(text: string, constructs: ConstructTable, contextType: TypeRef | undefined) {
    this.text = text;
    this.constructs = constructs;
    this.contextType = contextType;
    this.current = new FunctionInfo(undefined, 'expression', undefined);
    this.scope = new Scope(undefined, this.current);
  }

  /** Binds an expression; the result may be a type name, method group or lambda. */
  expression(node: Expression): Bound {
    if (++this.#nodes > MAX_BOUND_NODES) {
      throw new ExpressionSyntaxError(
        'CS8078',
        'An expression is too long or complex to compile',
        node.start,
        node.end,
      );
    }
    return this.constructs.expression(this, node);
  }

  statement(node: Statement): BoundStatement {
    if (++this.#nodes > MAX_BOUND_NODES) {
      throw new ExpressionSyntaxError(
        'CS8078',
        'An expression is too long or complex to compile',
        node.start,
        node.end,
      );
    }
    return this.constructs.statement(this, node);
  }

  block(node: Block): BoundStatement {
    return this.constructs.block(this, node);
  }

  report(code: string, message: string, span: Span): void {
    this.errors.push(compileError(this.text, code, message, span.start, span.end));
  }

  /** Notes what compiles but is probably not meant. */
  warn(code: string, message: string, span: Span): void {
    this.warnings.push(compileError(this.text, code, message, span.start, span.end));
  }

  /** Reports and gives the node that silences consequential errors. */
  error(code: string, message: string, span: Span): Bound {
    this.report(code, message, span);
    return errorNode(span);
  }

  /** A place in the frame that no name refers to. */
  temp(type: TypeRef, span: Span): Variable {
    return new Variable('', type, span, this.current, { assigned: true });
  }

  /** Reads a variable from the current function. */
  read(variable: Variable, span: Span): Bound {
    this.current.use(variable);
    const base = { kind: 'local', variable, type: variable.type, span } as const;
    const named = variable.tupleNames ? { ...base, tupleNames: variable.tupleNames } : base;
    return variable.constant ? { ...named, constant: variable.constant } : named;
  }

  /** Runs `bind` with a new level of names. */
  inScope<T>(bind: (scope: Scope) => T): T {
    const outer = this.scope;
    const scope = new Scope(outer, this.current);
    this.scope = scope;
    try {
      return bind(scope);
    } finally {
      this.scope = outer;
    }
  }

  /** Runs `bind` inside another function's body. */
  inFunction<T>(info: FunctionInfo, bind: (scope: Scope) => T): T {
    const { current, loops, switchTargets, inCatch, inFinally, returned } = this;
    this.current = info;
    this.loops = [];
    this.switchTargets = undefined;
    this.inCatch = false;
    this.inFinally = 0;
    try {
      return this.inScope(bind);
    } finally {
      Object.assign(this, { current, loops, switchTargets, inCatch, inFinally, returned });
    }
  }

  /** Runs `bind` with errors collected apart. */
  speculate<T>(bind: () => T): { result: T; errors: CompileError[] } {
    const outer = this.errors;
    this.errors = [];
    try {
      const result = bind();
      return { result, errors: this.errors };
    } finally {
      this.errors = outer;
    }
  }

  /** Declares a name in the current scope, reporting a clash as C# does. */
  declare(variable: Variable): void {
    if (variable.name !== '' && !this.checkName(variable.name, variable.span)) return;
    this.scope.later.delete(variable.name);
    this.scope.add(variable);
  }

  /** Reports when the name is taken. @returns whether it is free */
  checkName(name: string, span: Span): boolean {
    if (this.scope.own(name)) {
      this.report('CS0128', `A local variable or function named '${name}' is already defined in this scope`, span);
      return false;
    }
    if (this.scope.declaredOutside(name) || (name === 'context' && this.contextType)) {
      const message = `A local or parameter named '${name}' cannot be declared in this scope because that name is used in an enclosing local scope to define a local or parameter`;
      this.report('CS0136', message, span);
    }
    return true;
  }
}

/** The sections of a switch statement, as `goto case` sees them. */
export interface SwitchTargets {
  readonly requests: {
    readonly label: 'default' | { readonly value: unknown };
    readonly target: { section: number };
    readonly span: Span;
  }[];
  readonly valueType: TypeRef;
}

/** A node about which everything has been said. */
export function errorNode(span: Span): Bound {
  return { kind: 'error', type: NO_TYPE.error, span };
}

/** Whether binding of this part has already failed. */
export function isError(bound: Bound): boolean {
  return bound.type === NO_TYPE.error;
}
