/** `sallyport policy eval`: one expression, or a session of them. */
import { exitCode } from '../exit-code.ts';
import { asJson, type Output } from '../output.ts';
import { caret } from './caret.ts';
import type { Evaluator, Outcome } from './evaluator.ts';

export interface EvalOptions {
  /** `@(…)` or `@{…}`; left out, expressions are read from standard input. */
  readonly expression?: string | undefined;
  /** JSON or a file that holds it. */
  readonly variables?: string | undefined;
  readonly request?: string | undefined;
  readonly response?: string | undefined;
  readonly platform: 'windows' | 'linux';
  readonly json: boolean;
}

/** Prints what became of an expression. */
async function print(outcome: Outcome, json: boolean, output: Output): Promise<void> {
  const { toJson } = await import('./evaluator.ts');
  if (json) {
    if (outcome.kind === 'value') output.data(asJson({ type: outcome.type, value: toJson(outcome) }));
    else if (outcome.kind === 'errors') output.data(asJson({ errors: outcome.errors }));
    else output.data(asJson({ exception: { type: outcome.type, message: outcome.message } }));
    return;
  }
  if (outcome.kind === 'value') {
    output.data(outcome.value === null ? 'null' : outcome.text);
    output.note(`: ${outcome.type}`);
  } else if (outcome.kind === 'errors') {
    for (const error of outcome.errors) output.note(caret(outcome.text, error));
  } else output.note(`${outcome.type}: ${outcome.message}`);
}

async function createEvaluator(options: EvalOptions, output: Output): Promise<Evaluator> {
  const { jsonArgument } = await import('./json-argument.ts');
  const { requestSchema, responseSchema, variablesSchema } = await import('./evaluation-input.ts');
  const { variables = '{}', request = '{}', response } = options;
  const input = {
    variables: await jsonArgument('--variables', variables, variablesSchema),
    request: await jsonArgument('--request', request, requestSchema),
    response: response === undefined ? undefined : await jsonArgument('--response', response, responseSchema),
  };
  const { Evaluator } = await import('./evaluator.ts');
  return Evaluator.create({
    ...input,
    platform: options.platform,
    onTrace: (source, message) => output.note(`trace: ${source === null ? '' : `${source}: `}${message}`),
  });
}

/**
 * Evaluates an expression and prints its value, or reads expressions until the input ends.
 * @returns findings when an expression does not compile or throws
 */
export async function evaluate(options: EvalOptions, output: Output): Promise<number> {
  const evaluator = await createEvaluator(options, output);
  if (options.expression === undefined) {
    const { session } = await import('./session.ts');
    return session(evaluator, (outcome) => print(outcome, options.json, output), {
      input: process.stdin,
      prompt: process.stdin.isTTY ? process.stderr : undefined,
    });
  }
  const outcome = evaluator.evaluate(options.expression);
  await print(outcome, options.json, output);
  return outcome.kind === 'value' ? exitCode.pass : exitCode.findings;
}
