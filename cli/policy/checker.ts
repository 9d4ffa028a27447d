import '../../gateway/dotnet/index.ts';
import { T } from '../../gateway/dotnet/core/type-ref.ts';
import { createExpressionCompiler } from '../../gateway/expressions/index.ts';
import { checkerOf, type ExpressionChecker } from '../../gateway/lint/index.ts';

/** A checker over the gateway's own expression compiler. */
export async function createChecker(): Promise<ExpressionChecker> {
  return checkerOf(await createExpressionCompiler(), T);
}
