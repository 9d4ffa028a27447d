import { echo } from './echo.ts';
import type { Endpoint } from './endpoint.ts';
import { hello } from './hello.ts';

/** A tool without arguments, as it is. */
const plain = (tool: string): Endpoint => ({
  path: `/${tool}`,
  methods: ['GET'],
  tool,
  serve: (_request, run) => run({}),
});

/** The HTTP endpoints of the second published design. */
export const endpoints: readonly Endpoint[] = [hello, echo, plain('tools'), plain('me'), plain('status')];
