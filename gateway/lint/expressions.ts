/** What the lint needs of an expression compiler; `gateway/expressions` has one. */
export interface ExpressionChecker {
  /** What does not compile in `text`, which is `@(…)` or `@{…}`; empty when all is well. Offsets are those of `text`. */
  check(text: string): readonly { readonly message: string; readonly offset: number; readonly length: number }[];
}
