/** Attribute and text values: literals parsed when the policy is loaded, expressions compiled then. */
import type { PolicyExpression, PolicyValue } from '../../document/tree.ts';
import { T } from '../../dotnet/core/type-ref.ts';
import type { ExpressionCompiler } from '../../expressions/index.ts';
import { InvalidValue, type Kind, type Value } from '../../policies/schema.ts';
import type { PlacedExpression } from '../evaluate-expression.ts';
import type { Execution } from '../execution.ts';
import { RememberedResults, readsVariablesAlone } from '../remembered-results.ts';

/** Where a value's problems go. @param offset into the file */
export type Report = (severity: 'error' | 'warning', offset: number, message: string) => void;

/** A literal as a Value. @returns undefined after reporting one that does not parse */
export function literalValue<T>(
  kind: Kind<T>,
  literal: string,
  what: string,
  offset: number,
  report: Report,
): Value<T> {
  try {
    const value = kind.parse(literal);
    return { literal: value, isExpression: false, get: () => value };
  } catch (error) {
    if (!(error instanceof InvalidValue)) throw error;
    report('error', offset, `The value of ${what} ${error.message}.`);
    return unusable(what);
  }
}

/** Stands for a value whose problem is reported: the policy never runs, because loading fails. */
export function unusable<T>(what: string): Value<T> {
  return {
    literal: undefined,
    isExpression: false,
    get: () => {
      throw new Error(`${what} was not loaded`);
    },
  };
}

/** An expression as a Value, compiled now. Reports what does not compile, with its place in the file. */
export function expressionValue<T>(
  kind: Kind<T>,
  expression: PolicyExpression,
  what: string,
  compiler: ExpressionCompiler,
  report: Report,
): Value<T> {
  if (!expression.complete) return unusable(what);
  const compiled = compiler.compile(expression.text, { expects: kind.expects ?? T.object });
  if (!compiled.ok) {
    for (const { offset, length, code, message } of compiled.errors) {
      // the compiler quotes what it does not understand, and that may be a secret that was put there
      const quoted = expression.holdsNamedValue(offset, offset + Math.max(length, 1));
      report('error', expression.sourceOffset(offset), quoted ? unquoted(code) : message);
    }
    return unusable(what);
  }
  const placed: PlacedExpression<T> = {
    compiled: compiled.expression,
    bodies: { request: readsRequestBody.test(expression.text), response: readsResponseBody.test(expression.text) },
    remembered: readsVariablesAlone(expression.text) ? new RememberedResults() : undefined,
    kind,
    what,
  };
  return { literal: undefined, isExpression: true, get: (run) => (run as Execution).evaluate(placed) };
}

/** A compiler's finding about text that a named value brought, without the text. */
const unquoted = (code: string): string =>
  `${code}: what a named value puts here is not valid in the expression (its text is not shown)`;

const readsRequestBody = /\bRequest\s*\.\s*Body\b/;
const readsResponseBody = /\bResponse\s*\.\s*Body\b/;

/** The value of an attribute or text. */
export function policyValue<T>(
  kind: Kind<T>,
  value: PolicyValue,
  what: string,
  expressionsAllowed: boolean,
  compiler: ExpressionCompiler,
  report: Report,
): Value<T> {
  if (!value.expression) {
    const discreet: Report = value.fromNamedValue
      ? (severity, offset, _message) =>
          report(severity, offset, `The value that a named value gives ${what} is not valid.`)
      : report;
    return literalValue(kind, value.text, what, value.span.start, discreet);
  }
  if (!expressionsAllowed) {
    report('warning', value.span.start, `Policy expressions aren't documented for ${what}.`);
  }
  return expressionValue(kind, value.expression, what, compiler, report);
}
