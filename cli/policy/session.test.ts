import { PassThrough, Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import type { Outcome } from './evaluator.ts';
import { session } from './session.ts';

/** Runs a session over lines with an evaluator that gives back what it is asked, or fails on `bad`. */
async function run(lines: readonly string[], terminal = false) {
  const evaluated: string[] = [];
  const variables = new Map<string, unknown>();
  const printed: Outcome[] = [];
  const prompt = new PassThrough();
  let shown = '';
  prompt.on('data', (chunk) => {
    shown += String(chunk);
  });
  const code = await session(
    {
      evaluate: (text) => {
        evaluated.push(text);
        if (text.includes('bad')) return { kind: 'exception', type: 'X', message: 'bad' };
        return { kind: 'value', value: text, type: 'string', text };
      },
      set: (name, value) => variables.set(name, value),
    },
    async (outcome) => {
      printed.push(outcome);
    },
    { input: Readable.from(lines.map((line) => `${line}\n`)), prompt: terminal ? prompt : undefined },
  );
  return { code, evaluated, variables, printed, shown };
}

describe('a session', () => {
  it('evaluates line by line, skips empty ones, and ends with the input or .exit', async () => {
    const { code, evaluated } = await run(['1 + 1', '', '@("a")', '.exit', '2']);
    expect(evaluated).toEqual(['1 + 1', '@("a")']);
    expect(code).toBe(0);
  });

  it('reads on while brackets are open', async () => {
    const { evaluated } = await run(['@{', '  return "}";', '}', '@(1)']);
    expect(evaluated).toEqual(['@{\n  return "}";\n}', '@(1)']);
  });

  it('gives up on an open expression at an empty line', async () => {
    expect((await run(['@{ return (', '', '1'])).evaluated).toEqual(['@{ return (', '1']);
  });

  it('evaluates what is left open at the end of the input', async () => {
    expect((await run(['@{ return ('])).evaluated).toEqual(['@{ return (']);
  });

  it('sets variables, and takes comparisons and lambdas for what they are', async () => {
    const { evaluated, variables } = await run(['x = @(1)', 'x == 1', 'x => x', 'y = bad']);
    expect(evaluated).toEqual(['@(1)', 'x == 1', 'x => x', 'bad']);
    expect([...variables]).toEqual([['x', '@(1)']]);
  });

  it('tells a script that one of its expressions failed', async () => {
    const { code, printed } = await run(['bad', '1']);
    expect(code).toBe(1);
    expect(printed).toHaveLength(2);
  });

  it('prompts at a terminal, and failure there is no failure of the session', async () => {
    const { code, shown } = await run(['bad', '.help'], true);
    expect(code).toBe(0);
    expect(shown).toContain('> ');
    expect(shown).toContain('context.Variables["name"]');
  });
});
