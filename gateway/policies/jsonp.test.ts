import { expect, test } from 'vitest';
import { useGateway } from '../testing/use-gateway.ts';

const start = useGateway();

/** Body and media type of an answer. */
async function answered(query: string, type: string | undefined, name = 'cb', inbound = '<base />') {
  const under = await start({ policy: { inbound, outbound: `<jsonp callback-parameter-name='${name}' />` } });
  under.backend.answer = (_request, response) =>
    response.writeHead(200, type === undefined ? {} : { 'Content-Type': type }).end('{"a":1}');
  const { body, header } = await under.request(`/api/op${query}`);
  return `${body} ${header('Content-Type')}`;
}
const wrapped = (callback: string): string => `${callback}({"a":1}) application/javascript`;

test.each([
  ['?cb=f', 'application/json', wrapped('f')],
  ['?cb=$a._b.c1', 'application/problem+JSON', wrapped('$a._b.c1')],
  ['?CB=f', 'application/json', wrapped('f')],
  ['?cb=', 'application/json', '{"a":1} application/json'],
  ['?other=f', 'application/json', '{"a":1} application/json'],
  ['?cb=f', 'text/plain', '{"a":1} text/plain'],
  ['?cb=f', undefined, '{"a":1} undefined'],
])('%s and %s: %s', async (query, type, expected) => {
  expect(await answered(query, type)).toBe(expected);
});

test.each(['1a', 'a.', '.a', 'a..b', 'a-b', 'a b', 'alert(1)', 'a[0]', '%3Cscript%3E'])(
  'a callback that is no identifier is refused: %s',
  async (callback) => {
    expect(await answered(`?cb=${callback.replace(' ', '%20')}`, 'application/json')).toContain('"statusCode": 400');
  },
);

test('an expression names the parameter, and a policy that removes it changes nothing', async () => {
  expect(await answered('?fn=f', 'application/json', '@("f" + "n")')).toBe(wrapped('f'));
  const removing = '<base /><set-query-parameter name="cb" exists-action="delete" />';
  expect(await answered('?cb=f', 'application/json', 'cb', removing)).toBe(wrapped('f'));
});
