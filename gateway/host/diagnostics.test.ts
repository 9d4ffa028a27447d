/** Diagnostic settings, with data masking, into the sink. */
import { describe, expect, test } from 'vitest';
import type { Diagnostic } from '../model.ts';
import { useGateway } from '../testing/use-gateway.ts';

const start = useGateway();

async function logging(diagnostics: readonly Diagnostic[], options: Parameters<typeof start>[0] = {}) {
  const events: Record<string, unknown>[] = [];
  const under = await start({
    ...options,
    model: { diagnostics },
    telemetry: { event: (kind, detail) => void (kind === 'request' && events.push(detail)) },
  });
  return { under, events };
}

describe('a diagnostic', () => {
  test('tells the four messages: headers that are named, bytes of bodies, nothing else', async () => {
    const { under, events } = await logging(
      [
        {
          id: 'applicationinsights',
          logClientIp: true,
          frontendRequest: { headers: ['X-A', 'X-None'], bodyBytes: 3 },
          backendRequest: { headers: ['X-Added'] },
          backendResponse: { headers: ['Content-Type'] },
          frontendResponse: { headers: ['X-Out'], bodyBytes: 4 },
        },
      ],
      {
        policy: {
          inbound: '<base /><set-header name="X-Added"><value>1</value></set-header>',
          outbound: '<set-header name="X-Out"><value>2</value></set-header>',
        },
      },
    );
    const answer = await under.request('/api/op?q=1', {
      method: 'POST',
      body: 'abcdef',
      headers: { 'X-A': 'a', 'X-B': 'b' },
    });
    expect([answer.body, under.backend.requests[0]?.body]).toEqual(['backend', 'abcdef']);
    const url = `http://localhost:${under.gateway.port}/api/op?q=1`;
    expect(events).toEqual([
      {
        diagnostic: 'applicationinsights',
        requestId: under.trace().id,
        apiId: 'api',
        operationId: 'any',
        clientIp: '127.0.0.1',
        frontendRequest: { method: 'POST', url, headers: { 'X-A': 'a' }, body: 'abc' },
        backendRequest: { method: 'POST', url: `${under.backend.url}/op?q=1`, headers: { 'X-Added': '1' } },
        backendResponse: { status: 200, headers: { 'Content-Type': 'text/plain' } },
        frontendResponse: { status: 200, headers: { 'X-Out': '2' }, body: 'back' },
      },
    ]);
  });

  test.each([
    ['as they came', {}, 'from', 'back', 'back'],
    [
      'also where policies put others in their place',
      {
        inbound: '<base /><set-body>changed</set-body>',
        outbound: '<return-response><set-body>mine</set-body></return-response>',
      },
      'chan',
      'back',
      'mine',
    ],
    [
      'also where policies failed',
      { outbound: '<set-variable name="v" value="@(int.Parse("x"))" />' },
      'from',
      'back',
      '{ "s',
    ],
  ])('tells bytes of what went to the backend and came from it, %s', async (_how, policy, sent, came, answered) => {
    const { under, events } = await logging(
      [
        {
          id: 'one',
          backendRequest: { bodyBytes: 4 },
          backendResponse: { bodyBytes: 4 },
          frontendResponse: { bodyBytes: 4 },
        },
      ],
      { policy },
    );
    await under.request('/api/op', { body: 'from the client' });
    const bodies = ['frontendRequest', 'backendRequest', 'backendResponse', 'frontendResponse'].map(
      (message) => (events[0]?.[message] as { body?: string } | undefined)?.body,
    );
    expect(bodies).toEqual([undefined, sent, came, answered]);
  });

  test('tells headers as they crossed, whatever policies make of them afterwards', async () => {
    const { under, events } = await logging(
      [{ id: 'one', backendRequest: { headers: ['X-A'] }, backendResponse: { headers: ['X-B'] } }],
      {
        policy: {
          backend: '<forward-request /><set-header name="X-A"><value>later</value></set-header>',
          outbound: '<set-header name="X-B"><value>later</value></set-header>',
        },
      },
    );
    under.backend.answer = (_request, response) => response.writeHead(200, { 'X-B': 'came' }).end();
    expect((await under.request('/api/op', { headers: { 'X-A': 'sent' } })).header('X-B')).toBe('later');
    expect(events[0]).toMatchObject({
      backendRequest: { headers: { 'X-A': 'sent' } },
      backendResponse: { headers: { 'X-B': 'came' } },
    });
  });

  test('masks and hides headers and query parameters', async () => {
    const { under, events } = await logging([
      {
        id: 'azuremonitor',
        frontendRequest: {
          headers: ['Authorization', 'X-Hidden', 'X-Shown'],
          maskedHeaders: [
            { name: 'authorization', mode: 'mask' },
            { name: 'x-hidden', mode: 'hide' },
          ],
          maskedQuery: [
            { name: 'code', mode: 'mask' },
            { name: 'key', mode: 'hide' },
          ],
        },
        backendRequest: { maskedQuery: [{ name: '*', mode: 'hide' }] },
      },
    ]);
    await under.request('/api/op?code=1&key=2&c=3', {
      headers: { Authorization: 'Bearer x', 'X-Hidden': 'h', 'X-Shown': 's' },
    });
    expect(events[0]).toMatchObject({
      frontendRequest: {
        headers: { Authorization: '***', 'X-Shown': 's' },
        url: expect.stringMatching(/\/op\?code=\*\*\*&c=3$/),
      },
      backendRequest: { url: `${under.backend.url}/op` },
    });
    expect(JSON.stringify(events[0]?.frontendRequest)).not.toContain('Hidden');
  });

  test('of an API replaces that of all; one of errors tells errors only, sampled out or not', async () => {
    const { under, events } = await logging(
      [
        { id: 'one' },
        { id: 'one', apiId: 'api', verbosity: 'error' },
        { id: 'two', sampling: 0, alwaysLogErrors: true },
        { id: 'three', apiId: 'other' },
      ],
      {
        policy: {
          inbound:
            '<check-header name="X" failed-check-httpcode="401" failed-check-error-message="no" ignore-case="true" />',
        },
      },
    );
    await under.request('/api/op', { headers: { X: '1' } });
    expect(events).toEqual([]);
    await under.request();
    expect(events.map(({ diagnostic, lastError }) => [diagnostic, lastError])).toEqual([
      ['one', { source: 'check-header', reason: 'HeaderNotFound' }],
      ['two', { source: 'check-header', reason: 'HeaderNotFound' }],
    ]);
  });

  test('that logs bytes of answers holds an event stream back, which the trace says', async () => {
    const { under } = await logging([{ id: 'x', frontendResponse: { bodyBytes: 10 } }]);
    under.backend.answer = (_request, response) => {
      response.writeHead(200, { 'Content-Type': 'text/event-stream' }).end('data: 1\n\n');
    };
    expect((await under.request()).body).toBe('data: 1\n\n');
    expect(under.trace().messages.map(({ message }) => message)).toContainEqual(
      expect.stringContaining('the event stream is held back'),
    );
  });
});
