/** Runtime semantics 12. */
import { describe, expect, test } from 'vitest';
import { useGateway } from '../testing/use-gateway.ts';

const start = useGateway();
/** Appends a letter to the header `X-Path`. */
const mark = (letter: string): string =>
  `<set-header name="X-Path" exists-action="append"><value>${letter}</value></set-header>`;

describe('semantic 12: return-response', () => {
  test('ends the pipeline with an empty 200 of its own: headers set before are not carried over', async () => {
    const { request, backend } = await start({
      policy: {
        inbound: `${mark('x')}<return-response />`,
        outbound: '<set-header name="Out"><value>1</value></set-header>',
      },
    });
    const answer = await request();
    expect([answer.status, answer.body, answer.header('X-Path'), answer.header('Out')]).toEqual([
      200,
      '',
      undefined,
      undefined,
    ]);
    expect(backend.requests).toHaveLength(0);
  });

  test('starts from the response in a variable', async () => {
    const { request, backend } = await start({
      policy: {
        inbound:
          '<send-request response-variable-name="r"><set-url>@(context.Api.ServiceUrl.ToString())</set-url><set-method>GET</set-method></send-request><return-response response-variable-name="r"><set-header name="X"><value>1</value></set-header></return-response>',
      },
    });
    backend.answer = (_request, response) => response.writeHead(202, 'Fine', { 'X-From': 'backend' }).end('body');
    const answer = await request();
    expect([answer.status, answer.reason, answer.header('X-From'), answer.header('X'), answer.body]).toEqual([
      202,
      'Fine',
      'backend',
      '1',
      'body',
    ]);
  });

  test.each([true, false])(
    'assumes nothing about headers that were deleted again (carried over: %s)',
    async (carries) => {
      const deleted = '<set-header name="X-Gone" exists-action="delete" />';
      const { request, backend, trace } = await start({
        switches: { 'returnResponse.carriesHeaders': carries },
        policy: {
          outbound: `<set-header name="X-Gone"><value>1</value></set-header>${deleted}${deleted}<return-response />`,
        },
      });
      backend.answer = (_request, response) => response.writeHead(200, { 'X-Gone': 'backend' }).end();
      expect((await request()).header('X-Gone')).toBeUndefined();
      expect(trace().assumptions ?? []).toEqual([]);
    },
  );

  test.each(['', 'response-variable-name="r"'])(
    '<return-response %s>: a Liquid template inside sees no body',
    async (attributes) => {
      const called =
        '<send-request response-variable-name="r"><set-url>{{backend-url}}</set-url><set-method>GET</set-method></send-request>';
      const { request, backend } = await start({
        policy: {
          inbound: `${called}<return-response ${attributes}><set-body template="liquid">[{{body}}{{body.a}}]{{context.Request.Method}}</set-body></return-response>`,
        },
      });
      backend.answer = (_request, response) =>
        response.writeHead(200, { 'Content-Type': 'application/json' }).end('{"a":1}');
      const answer = await request('/api/op', { body: '{"a":2}', headers: { 'Content-Type': 'application/json' } });
      expect(answer.body).toBe('[]POST');
    },
  );

  test('names the elements that made the answer', async () => {
    const { request, trace } = await start({
      policy: {
        inbound:
          '\n<return-response>\n<set-status code="401" reason="No" />\n<set-header name="X"><value>1</value></set-header>\n<set-body>no</set-body></return-response>',
      },
    });
    await request();
    const { answer, steps } = trace();
    const at = (index: number | undefined) =>
      index === undefined ? undefined : `${steps[index]?.policy}:${steps[index]?.line}`;
    expect([at(answer.status), at(answer.headers.x), at(answer.body), at(answer.created)]).toEqual([
      'set-status:4',
      'set-header:5',
      'set-body:6',
      'return-response:3',
    ]);
    expect(trace().sections.find((section) => section.section === 'outbound' && section.scope === 'api')).toMatchObject(
      { entered: false, file: 'api.xml' },
    );
  });
});
