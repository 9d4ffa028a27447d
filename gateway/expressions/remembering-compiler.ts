import type { TypeRef } from '../dotnet/core/type-ref.ts';
import type { CompileResult, ExpressionCompiler } from './index.ts';

/** Characters of expressions whose results are kept: about forty times what the reference policies hold. */
const DEFAULT_CHARACTERS = 2 * 1024 * 1024;

/**
 * A compiler that gives the result it gave before for the same text at a place of the same type. Fragments are included
 * in many policies, and a reload changes few expressions of many.
 * @param characters of text that are kept at most; the oldest are forgotten first
 */
export function rememberingCompiler(
  compiler: ExpressionCompiler,
  characters: number = DEFAULT_CHARACTERS,
): ExpressionCompiler {
  const results = new Map<TypeRef | undefined, Map<string, CompileResult>>();
  /** What is kept, oldest first. */
  const kept = new Set<readonly [results: Map<string, CompileResult>, text: string]>();
  let length = 0;

  function keep(ofType: Map<string, CompileResult>, text: string, result: CompileResult): void {
    ofType.set(text, result);
    kept.add([ofType, text]);
    length += text.length;
    for (const entry of kept) {
      if (length <= characters) break;
      const [from, oldest] = entry;
      from.delete(oldest);
      kept.delete(entry);
      length -= oldest.length;
    }
  }

  return {
    compile(text, options = {}) {
      let ofType = results.get(options.expects);
      if (!ofType) {
        ofType = new Map();
        results.set(options.expects, ofType);
      }
      const known = ofType.get(text);
      if (known) return known;
      const result = compiler.compile(text, options);
      keep(ofType, text, result);
      return result;
    },
  };
}
