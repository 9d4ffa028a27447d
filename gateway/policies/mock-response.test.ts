import { expect, test } from 'vitest';
import type { Operation, OperationResponse } from '../model.ts';
import { useGateway } from '../testing/use-gateway.ts';

const start = useGateway();
const schema = { type: 'object', properties: { id: { type: 'integer' }, name: { type: 'string', example: 'n' } } };
const responses: OperationResponse[] = [
  {
    status: 200,
    content: [
      { type: 'application/json', schema, examples: [{ id: 7 }, { id: 8 }] },
      { type: 'text/plain', examples: ['hello'] },
      { type: 'application/hal+json', schema },
      { type: 'application/xml', schema },
    ],
  },
  { status: 404 },
];
const described: Operation = { id: 'op', name: 'Op', method: '*', urlTemplate: '/op', responses };
const { responses: _none, ...undescribed } = described;

test.each([
  ['', 200, 'application/json', '{"id":7}', undefined],
  ['index="1"', 200, 'application/json', '{"id":8}', undefined],
  ['content-type="text/plain"', 200, 'text/plain', 'hello', undefined],
  ['content-type="Application/JSON; charset=utf-8"', 200, 'Application/JSON; charset=utf-8', '{"id":7}', undefined],
  ['content-type="application/hal+json"', 200, 'application/hal+json', '{"id":0,"name":"n"}', ['mock-response sample']],
  ['content-type="application/xml"', 200, 'application/xml', '', ['mock-response content']],
  ['content-type="image/png"', 200, 'image/png', '', undefined],
  ['status-code="404"', 404, undefined, '', undefined],
  ['status-code="500"', 500, undefined, '', undefined],
])('<mock-response %s/>', async (attributes, status, type, body, notEmulated) => {
  const { request, backend, trace } = await start({
    api: { operations: [described] },
    policy: { inbound: `<base /><mock-response ${attributes} />` },
  });
  const answer = await request();
  expect([answer.status, answer.header('Content-Type'), answer.body]).toEqual([status, type, body]);
  expect(trace().notEmulated).toEqual(notEmulated);
  expect(backend.requests).toEqual([]);
});

test('what is not known of the operation is reported as not emulated', async () => {
  const { request, trace } = await start({
    api: { operations: [undescribed] },
    policy: { inbound: '<base /><mock-response />' },
  });
  const answer = await request();
  expect([answer.status, answer.body, trace().notEmulated]).toEqual([200, '', ['mock-response content']]);
});
