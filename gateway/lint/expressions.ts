/** What does not compile in an expression. */
export interface ExpressionFault {
  readonly message: string;
  /** In the expression's text. */
  readonly offset: number;
  readonly length: number;
}

/** What the lint needs of an expression compiler; `checkerOf` makes one from the gateway's. */
export interface ExpressionChecker {
  /**
   * What does not compile in `text`, which is `@(…)` or `@{…}`; empty when all is well.
   * @param condition whether it has to give a bool
   */
  check(text: string, condition: boolean): readonly ExpressionFault[];
}

/** The part of an expression compiler that checking needs. */
interface Compiler<Type> {
  compile(
    text: string,
    options: { readonly expects: Type },
  ): { readonly ok: true } | { readonly ok: false; readonly errors: readonly ExpressionFault[] };
}

/**
 * A checker that compiles each text once.
 * @param types how the compiler calls the types of a condition and of any value
 */
export function checkerOf<Type>(compiler: Compiler<Type>, types: { bool: Type; object: Type }): ExpressionChecker {
  const known = new Map<string, readonly ExpressionFault[]>();
  return {
    check(text, condition) {
      const key = `${condition ? 'bool' : 'object'} ${text}`;
      let faults = known.get(key);
      if (!faults) {
        const compiled = compiler.compile(text, { expects: condition ? types.bool : types.object });
        faults = compiled.ok ? [] : compiled.errors;
        known.set(key, faults);
      }
      return faults;
    },
  };
}
