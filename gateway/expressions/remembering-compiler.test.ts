import { describe, expect, test } from 'vitest';
import { T } from '../dotnet/core/type-ref.ts';
import { createExpressionCompiler, type ExpressionCompiler } from './index.ts';
import { rememberingCompiler } from './remembering-compiler.ts';

const plain = await createExpressionCompiler();

/** A compiler that counts what reaches it. */
function counting(): { readonly compiler: ExpressionCompiler; readonly texts: string[] } {
  const texts: string[] = [];
  return {
    texts,
    compiler: {
      compile: (text, options) => {
        texts.push(text);
        return plain.compile(text, options);
      },
    },
  };
}

describe('a remembering compiler', () => {
  test('compiles a text once, also one that does not compile', () => {
    const { compiler, texts } = counting();
    const remembering = rememberingCompiler(compiler);
    for (const text of ['@(1 + 2)', '@(1 +)']) {
      expect(remembering.compile(text)).toEqual(plain.compile(text));
      expect(remembering.compile(text)).toBe(remembering.compile(text));
    }
    expect(texts).toEqual(['@(1 + 2)', '@(1 +)']);
  });

  test('tells places of different types apart', () => {
    const remembering = rememberingCompiler(plain);
    expect(remembering.compile('@(1)', { expects: T.int }).ok).toBe(true);
    expect(remembering.compile('@(1)', { expects: T.bool }).ok).toBe(false);
    expect(remembering.compile('@(1)', { expects: T.int }).ok).toBe(true);
  });

  test('forgets the oldest when it holds more than it may', () => {
    const { compiler, texts } = counting();
    const remembering = rememberingCompiler(compiler, 8);
    for (const text of ['@(1)', '@(2)', '@(1)', '@(3)', '@(2)', '@(1)']) remembering.compile(text);
    expect(texts).toEqual(['@(1)', '@(2)', '@(3)', '@(1)']);
    const long = '@(1 + 2 + 3)';
    remembering.compile(long);
    remembering.compile(long);
    expect(texts.filter((text) => text === long)).toHaveLength(2);
  });
});
