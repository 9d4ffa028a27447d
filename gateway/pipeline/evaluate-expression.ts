/** Evaluates expressions for attributes and texts; bodies that they read are fetched first. */
import { NetThrow } from '../dotnet/core/exception.ts';
import { toText } from '../dotnet/primitives/virtual.ts';
import { type CompiledExpression, LimitExceeded } from '../expressions/index.ts';
import { InvalidValue, type Kind } from '../policies/schema.ts';
import { type Body, BodyNotBuffered } from './message/body.ts';
import { isEventStream } from './message/event-stream.ts';
import { PolicyFailure } from './policy-failure.ts';
import type { RememberedResults } from './remembered-results.ts';
import type { RequestState } from './request-state.ts';

/** An expression at its place. */
export interface PlacedExpression<T> {
  readonly compiled: CompiledExpression;
  /** Which bodies its text names. */
  readonly bodies: { readonly request: boolean; readonly response: boolean };
  /** For an expression that reads variables alone. */
  readonly remembered?: RememberedResults | undefined;
  readonly kind: Kind<T>;
  /** The attribute or element, for messages. */
  readonly what: string;
}

/** Evaluations that find a body unread are repeated; more often than this is a defect. */
const evaluations = 8;

/**
 * Evaluates at once where it can. Expressions run synchronously, so a body that the text names is read before, unless
 * it is an event stream, which may never end; what else turns out to be unread is read and the expression repeated.
 * @param buffer reads a body into memory
 * @throws PolicyFailure ExpressionValueEvaluationFailure
 */
export function evaluateExpression<T>(
  state: RequestState,
  expression: PlacedExpression<T>,
  buffer: (body: Body) => Promise<unknown>,
): T | Promise<T> {
  const named = namedUnread(state, expression);
  if (named.length > 0) return evaluateBuffered(state, expression, buffer, named);
  try {
    return evaluateNow(state, expression);
  } catch (error) {
    if (!(error instanceof BodyNotBuffered)) throw error;
    return evaluateBuffered(state, expression, buffer, [error.body]);
  }
}

function namedUnread<T>({ request, response }: RequestState, { bodies }: PlacedExpression<T>): Body[] {
  const unread: Body[] = [];
  if (bodies.request && request.body && !request.body.buffered) unread.push(request.body);
  if (bodies.response && response?.body && !response.body.buffered && !isEventStream(response))
    unread.push(response.body);
  return unread;
}

async function evaluateBuffered<T>(
  state: RequestState,
  expression: PlacedExpression<T>,
  buffer: (body: Body) => Promise<unknown>,
  first: readonly Body[],
): Promise<T> {
  let unread = first;
  for (let attempt = 0; attempt < evaluations; attempt++) {
    for (const body of unread) await buffer(body);
    try {
      return evaluateNow(state, expression);
    } catch (error) {
      if (!(error instanceof BodyNotBuffered)) throw error;
      unread = [error.body];
    }
  }
  throw new Error('an expression kept finding an unread body');
}

function evaluateNow<T>(state: RequestState, { compiled, remembered, kind, what }: PlacedExpression<T>): T {
  const { runtime, recorder, context } = state;
  // kept back until the evaluation stands, so that one that is repeated does not trace twice
  state.traced = undefined;
  try {
    const value = remembered
      ? remembered.evaluate(context, runtime, (watched, world) =>
          compiled.evaluate({ context: watched, runtime: world }),
        )
      : compiled.evaluate({ context, runtime });
    for (const [source, message] of tracedOf(state)) recorder.message(source, message);
    return kind.convert(value, () => toText(value, runtime));
  } catch (error) {
    if (error instanceof NetThrow) throw failed(error.exception.message, error);
    if (error instanceof LimitExceeded) throw failed(error.message, error);
    if (error instanceof InvalidValue) throw failed(`The value of ${what} ${error.message}.`, error);
    throw error;
  }
}

const tracedOf = ({ traced }: RequestState): NonNullable<RequestState['traced']> => traced ?? [];

/** Worded as the gateway does (error handling page). */
function failed(message: string, cause: unknown): PolicyFailure {
  return new PolicyFailure(
    {
      reason: 'ExpressionValueEvaluationFailure',
      message: `Expression evaluation failed. ${message}`,
      status: 500,
      publicMessage: 'Internal server error',
    },
    { cause },
  );
}
