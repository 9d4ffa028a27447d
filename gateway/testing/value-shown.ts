import { type RequestOptions, showing, type UnderTest, type UnderTestOptions } from './under-test.ts';

/** What an expression gives in inbound: its value as JSON has it, or the status of the failure. */
export type ValueShown = (
  expression: string,
  before?: string,
  path?: string,
  request?: RequestOptions,
) => Promise<unknown>;

/**
 * Gives a function that evaluates an expression in a gateway of its own.
 * @param start as `useGateway` gives it
 */
export function valueShown(start: (options: UnderTestOptions) => Promise<UnderTest>): ValueShown {
  return async (expression, before = '', path = '/api/op', request = {}) => {
    const shown = showing(expression).inbound ?? '';
    const under = await start({ policy: { inbound: shown.replace('<base />', `<base />${before}`) } });
    const answer = await under.request(path, request);
    if (answer.status === 200) return (answer.json() as { value: unknown }).value;
    return { status: answer.status, message: under.trace().lastError?.message };
  };
}
