import { randomFillSync } from 'node:crypto';
import '../../gateway/dotnet/index.ts';
import { NetContext } from '../../gateway/dotnet/context/context.ts';
import { box } from '../../gateway/dotnet/core/box.ts';
import type { Runtime } from '../../gateway/dotnet/core/define.ts';
import { NetThrow } from '../../gateway/dotnet/core/exception.ts';
import { T, type TypeRef, typeName } from '../../gateway/dotnet/core/type-ref.ts';
import { Boxed, NetObject } from '../../gateway/dotnet/core/values.ts';
import { toText } from '../../gateway/dotnet/primitives/virtual.ts';
import {
  type CompileError,
  createExpressionCompiler,
  type ExpressionCompiler,
  LimitExceeded,
} from '../../gateway/expressions/index.ts';
import { evaluationContext } from './evaluation-context.ts';
import type { RequestInput, ResponseInput, VariablesInput } from './evaluation-input.ts';

/** What became of an expression. */
export type Outcome =
  | { readonly kind: 'value'; readonly value: unknown; readonly type: string; readonly text: string }
  | { readonly kind: 'errors'; readonly text: string; readonly errors: readonly CompileError[] }
  | { readonly kind: 'exception'; readonly type: string; readonly message: string };

export interface EvaluatorOptions {
  readonly request: RequestInput;
  readonly response?: ResponseInput | undefined;
  readonly variables: VariablesInput;
  readonly platform: Runtime['platform'];
  readonly onTrace: (source: string | null, message: string) => void;
}

const jsonType: ReadonlyMap<TypeRef, string> = new Map<TypeRef, string>([
  [T.int, 'int'],
  [T.long, 'long'],
  [T.double, 'double'],
  [T.bool, 'bool'],
  [T.string, 'string'],
  [T.char, 'char'],
]);

/** Evaluates expressions against one context, whose variables live on between them. */
export class Evaluator {
  readonly #compiler: ExpressionCompiler;
  readonly #options: EvaluatorOptions;
  readonly #variables = new Map<string, unknown>();
  readonly #runtime: Runtime;

  private constructor(compiler: ExpressionCompiler, options: EvaluatorOptions) {
    this.#compiler = compiler;
    this.#options = options;
    this.#runtime = {
      now: () => Date.now(),
      randomBytes: (count) => randomFillSync(new Uint8Array(count)),
      platform: options.platform,
      charge: () => undefined,
    };
    for (const [name, value] of Object.entries(options.variables)) this.#variables.set(name, this.#fromJson(value));
  }

  static async create(options: EvaluatorOptions): Promise<Evaluator> {
    return new Evaluator(await createExpressionCompiler(), options);
  }

  /** Evaluates `@(…)` or `@{…}`; anything else is taken as the inside of `@(…)`. */
  evaluate(text: string): Outcome {
    const expression = /^\s*@[({]/.test(text) ? text : `@(${text})`;
    const compiled = this.#compiler.compile(expression, { expects: T.object });
    if (!compiled.ok) return { kind: 'errors', text: expression, errors: compiled.errors };
    const { request, response, onTrace } = this.#options;
    const host = evaluationContext({ request, response, variables: this.#variables, onTrace });
    try {
      const value = compiled.expression.evaluate({ context: new NetContext(host), runtime: this.#runtime });
      return { kind: 'value', value, type: typeOf(value), text: toText(value, this.#runtime) };
    } catch (error) {
      if (error instanceof NetThrow) {
        return { kind: 'exception', type: typeName(error.exception.netType), message: error.exception.message };
      }
      if (error instanceof LimitExceeded) return { kind: 'exception', type: error.name, message: error.message };
      throw error;
    }
  }

  /** Sets a variable to what an expression gave. */
  set(name: string, value: unknown): void {
    this.#variables.set(name, value);
  }

  /** A JSON value as an expression would have put it into a variable. */
  #fromJson(value: unknown): unknown {
    if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
    if (typeof value === 'number') {
      if (!Number.isInteger(value)) return box(value, T.double);
      const fits = value >= -(2 ** 31) && value < 2 ** 31;
      return fits ? box(value, T.int) : box(BigInt(value), T.long);
    }
    this.#variables.set('json', JSON.stringify(value));
    const parsed = this.evaluate('@(JToken.Parse((string)context.Variables["json"]))');
    this.#variables.delete('json');
    if (parsed.kind !== 'value') throw new Error('a JSON value could not be made a JToken');
    return parsed.value;
  }
}

function typeOf(value: unknown): string {
  if (value === null) return 'null';
  if (typeof value === 'string') return 'string';
  if (typeof value === 'boolean') return 'bool';
  if (!(value instanceof NetObject)) return typeof value;
  return jsonType.get(value.netType) ?? typeName(value.netType).replace(/(?:[A-Za-z]+\.)+/g, '');
}

/** The value as JSON has it: numbers that a double holds exactly, text for everything without a JSON form. */
export function toJson({ value, text }: { readonly value: unknown; readonly text: string }): unknown {
  if (value === null || typeof value === 'boolean') return value;
  if (value instanceof Boxed && value.type !== T.char) {
    const number = Number(value.value);
    if (Number.isFinite(number) && (typeof value.value === 'number' || Number.isSafeInteger(number))) return number;
  }
  return text;
}
