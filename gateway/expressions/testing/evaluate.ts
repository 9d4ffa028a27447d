/** Running expressions in tests: plain JavaScript values out, a frozen world in. */
import '../../dotnet/primitives/index.ts';
import '../../dotnet/text/index.ts';
import '../../dotnet/collections/index.ts';
import '../../dotnet/linq/index.ts';
import '../../dotnet/time/index.ts';
import '../../dotnet/json/index.ts';
import '../../dotnet/regex/index.ts';
import '../../dotnet/net/index.ts';
import '../../dotnet/crypto/index.ts';
import { NetDecimal } from '../../dotnet/core/decimal.ts';
import type { Runtime } from '../../dotnet/core/define.ts';
import { NetThrow } from '../../dotnet/core/exception.ts';
import { T, typeName } from '../../dotnet/core/type-ref.ts';
import { Boxed, EnumValue, NetArray, type NetObject } from '../../dotnet/core/values.ts';
import { toText } from '../../dotnet/primitives/virtual.ts';
import { type CompiledExpression, createExpressionCompiler, type Limits } from '../index.ts';

const compiler = await createExpressionCompiler({ now: () => 0 });

/** 2024-01-05T10:20:30Z, no randomness, no charges. */
export const frozen: Runtime = {
  now: () => 1_704_450_030_000,
  randomBytes: (count) => new Uint8Array(count),
  platform: 'linux',
  charge: () => undefined,
};

/** Wraps the inside of `@(…)`; `@(…)` and `@{…}` stay. */
function whole(text: string): string {
  return /^@[({]/.test(text) ? text : `@(${text})`;
}

/** Compiles or fails the test. */
function compiled(text: string): CompiledExpression {
  const result = compiler.compile(whole(text), { expects: T.object });
  if (result.ok) return result.expression;
  throw new Error(result.errors.map(({ code, message, column }) => `${code} at ${column}: ${message}`).join('\n'));
}

/** The value in plain terms: numbers, bigints, texts; decimals as `1.50m`; enums and other objects as they print. */
export function evaluate(text: string, limits?: Partial<Limits>): unknown {
  const scope = { context: null as unknown as NetObject, runtime: frozen };
  return plain(compiled(text).evaluate(limits ? { ...scope, limits } : scope));
}

function plain(value: unknown): unknown {
  if (value instanceof Boxed)
    return value.type === T.char ? `'${String.fromCharCode(Number(value.value))}'` : value.value;
  if (value instanceof NetDecimal) return `${value}m`;
  if (value instanceof NetArray) return [...value.items].map((item) => (typeof item === 'object' ? plain(item) : item));
  if (value instanceof EnumValue || (typeof value === 'object' && value !== null)) return toText(value, frozen);
  return value;
}

/** The exception that evaluating raises, as `type: message`. */
export function thrown(text: string): string {
  try {
    evaluate(text);
  } catch (error) {
    if (error instanceof NetThrow) return `${typeName(error.exception.netType)}: ${error.exception.message}`;
    throw error;
  }
  throw new Error(`${text} raised nothing`);
}

/** The compile errors, as `code column: message`; columns count within the text between the brackets of `@(…)`. */
export function errors(text: string): string[] {
  const wrapped = whole(text);
  const shift = wrapped === text ? 1 : 2;
  const result = compiler.compile(wrapped, { expects: T.object });
  return result.ok ? [] : result.errors.map(({ code, column, message }) => `${code} ${column - shift}: ${message}`);
}

/** The codes and places of warnings. */
export function warnings(text: string): string[] {
  const result = compiler.compile(whole(text));
  return result.ok ? result.warnings.map(({ code, message }) => `${code}: ${message}`) : [];
}
