import type { ParameterInfo } from '../../dotnet/core/members.ts';
import type { TypeParameter, TypeRef } from '../../dotnet/core/type-ref.ts';
import type { Span } from '../parse/syntax.ts';
import type { BoundStatement } from './bound.ts';

/** A local variable, parameter or temporary. */
export class Variable {
  readonly name: string;
  readonly span: Span;
  readonly owner: FunctionInfo;
  /** Place in the frame of the function that declares it. */
  readonly slot: number;
  type: TypeRef;
  /** Whether a nested function uses it: then the frame holds a Ref to it. */
  captured = false;
  /** Value of a `const`. */
  constant: { readonly value: unknown } | undefined = undefined;
  /** Whether everything it is given is a literal. */
  holdsLiteral = false;
  /** Why it cannot be assigned; undefined when it can. */
  readOnly: 'foreach iteration variable' | 'using variable' | undefined = undefined;
  /** Parameters and temporaries have a value from the start. */
  readonly initiallyAssigned: boolean;
  /** A `ref` or `out` parameter: the frame holds the caller's Ref. */
  readonly byReference: '' | 'ref' | 'out';
  /** Names of the elements of a tuple, by which members may be accessed. */
  tupleNames: readonly (string | undefined)[] | undefined = undefined;

  constructor(
    name: string,
    type: TypeRef,
    span: Span,
    owner: FunctionInfo,
    options: { assigned?: boolean; byReference?: '' | 'ref' | 'out' } = {},
  ) {
    this.name = name;
    this.type = type;
    this.span = span;
    this.owner = owner;
    this.initiallyAssigned = options.assigned ?? false;
    this.byReference = options.byReference ?? '';
    this.slot = owner.allocate();
  }
}

/** The body of the expression, of a lambda or of a local function, while and after it is bound. */
export class FunctionInfo {
  readonly parent: FunctionInfo | undefined;
  readonly parameters: Variable[] = [];
  returnType: TypeRef | undefined;
  /** The type of the elements, where the body yields them. */
  yields: TypeRef | undefined = undefined;
  /** Variables of outer functions that this one uses, with their places in its own frame. */
  readonly captures = new Map<Variable, number>();
  /** Local functions that this one calls; it needs what they capture too. */
  readonly callees = new Set<LocalFunction>();
  /** Functions declared inside. */
  readonly nested: FunctionInfo[] = [];
  body: BoundStatement | undefined = undefined;
  slots = 0;
  readonly name: string;

  constructor(parent: FunctionInfo | undefined, name: string, returnType: TypeRef | undefined) {
    this.parent = parent;
    parent?.nested.push(this);
    this.name = name;
    this.returnType = returnType;
  }

  allocate(): number {
    return this.slots++;
  }

  /** Notes that this function uses `variable`, in every function up to the one that declares it. */
  use(variable: Variable): void {
    for (let each: FunctionInfo | undefined = this; each && each !== variable.owner; each = each.parent) {
      variable.captured = true;
      if (!each.captures.has(variable)) each.captures.set(variable, each.allocate());
    }
  }
}

/** A place in a list of statements that `goto` can name. */
export class Label {
  readonly name: string;
  constructor(name: string) {
    this.name = name;
  }
}

/** What an instance of a generic local function is made from. */
export interface GenericFunction {
  readonly typeParameters: readonly TypeParameter[];
  /** Binds the body for these type arguments; remembers the answer. */
  instantiate(typeArgs: readonly TypeRef[]): LocalFunction;
}

/** A function declared inside the body. */
export class LocalFunction {
  readonly name: string;
  readonly info: FunctionInfo;
  readonly returns: TypeRef;
  readonly parameters: readonly ParameterInfo[];
  readonly span: Span;
  /** Names of the elements of the tuple it returns. */
  tupleNames: readonly (string | undefined)[] | undefined = undefined;
  /** Present where it has type parameters: then only its instances are called. */
  generic: GenericFunction | undefined = undefined;

  constructor(name: string, info: FunctionInfo, returns: TypeRef, parameters: readonly ParameterInfo[], span: Span) {
    this.name = name;
    this.info = info;
    this.returns = returns;
    this.parameters = parameters;
    this.span = span;
  }
}

/**
 * Gives every function the captures of the local functions it calls, until nothing changes: a call builds the callee's
 * frame from the caller's.
 */
export function settleCaptures(root: FunctionInfo): void {
  const all = new Set<FunctionInfo>();
  const collect = (info: FunctionInfo): void => {
    if (all.has(info)) return;
    all.add(info);
    for (const nested of info.nested) collect(nested);
  };
  collect(root);
  let changed = true;
  while (changed) {
    changed = false;
    for (const info of all) {
      for (const { info: callee } of info.callees) {
        for (const variable of callee.captures.keys()) {
          if (variable.owner === info || info.captures.has(variable)) continue;
          info.use(variable);
          changed = true;
        }
      }
    }
  }
}
