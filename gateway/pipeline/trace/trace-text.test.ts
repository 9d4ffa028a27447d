import { expect, test } from 'vitest';
import type { RequestTrace, TraceStep } from './request-trace.ts';
import { traceText } from './trace-text.ts';

const step = (policy: string, path: string, line: number, more: Partial<TraceStep> = {}): TraceStep => ({
  policy,
  scope: 'api',
  section: 'inbound',
  path,
  file: 'api.xml',
  line,
  column: 5,
  ms: 1,
  outcome: 'ok',
  ...more,
});

test('shows steps as they are nested, with what they did', () => {
  const trace: RequestTrace = {
    id: 'x',
    method: 'GET',
    path: '/mcp',
    startedAt: 0,
    api: 'mcp',
    operation: 'get',
    status: 401,
    ms: 2.5,
    steps: [
      step('choose', 'choose[1]', 3, { branch: 'when[1]', outcome: 'ended' }),
      step('set-variable', 'choose[1]/when[1]/set-variable[1]', 4, { variables: { a: '1' }, warnings: ['odd'] }),
      step('return-response', 'choose[1]/when[1]/return-response[1]', 5, { responseShaped: true, outcome: 'ended' }),
    ],
    sections: [],
    messages: [{ source: 's', message: 'm' }],
    answer: { headers: {} },
  };
  expect(traceText(trace)).toBe(`GET /mcp -> 401 in 2.5 ms (mcp / get)
  inbound (api)
     choose 1.0 ms ended  api.xml:3:5
       branch when[1]
         set-variable 1.0 ms  api.xml:4:5
           a = 1
           ! odd
        *return-response 1.0 ms ended  api.xml:5:5
  trace s: m
`);
});
