import { expect, test } from 'vitest';
import { useGateway } from '../testing/use-gateway.ts';

const start = useGateway();

/** What the backend gets of a request. */
async function converted(attributes: string, body: string, headers: Record<string, string> = {}) {
  const under = await start({ policy: { inbound: `<json-to-xml ${attributes} />` } });
  const { status } = await under.request('/api/op', { method: 'POST', body, headers });
  const [sent] = under.backend.requests;
  return { status, body: sent?.body, type: sent?.header('Content-Type'), crossed: under.trace().notEmulated };
}
const always = 'apply="always" consider-accept-header="false"';

test('the example of the reference', async () => {
  const body = JSON.stringify({
    'soapenv:Envelope': {
      'xmlns:soapenv': 'http://schemas.xmlsoap.org/soap/envelope/',
      'xmlns:v1': 'http://localdomain.com/core/v1',
      'soapenv:Header': {},
      'soapenv:Body': { 'v1:QueryList': { '#attrs': { queryName: 'test' }, 'v1:QueryItem': { name: 'dummy text' } } },
    },
  });
  const attributes = `${always} parse-date="false" namespace-separator=":" namespace-prefix="xmlns" attribute-block-name="#attrs"`;
  expect(await converted(attributes, body)).toMatchObject({
    body: '<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns:v1="http://localdomain.com/core/v1"><soapenv:Header /><soapenv:Body><v1:QueryList queryName="test"><v1:QueryItem><name>dummy text</name></v1:QueryItem></v1:QueryList></soapenv:Body></soapenv:Envelope>',
    type: 'text/xml',
  });
});

test('values are printed as .NET prints them, members in their order', async () => {
  const body = '{"b":true,"1":false,"0":12345678901234567890,"d":1.50,"t":"x","n":null,"e":"","l":[1,2]}';
  expect((await converted(always, body)).body).toBe(
    '<Document><b>True</b><_x0031_>False</_x0031_><_x0030_>12345678901234567890</_x0030_><d>1.5</d><t>x</t><n xsi:nil="true" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" /><e></e><l>1</l><l>2</l></Document>',
  );
});

test.each([
  ['', '5/6/2024 7:08:09 AM'],
  ['parse-date="true"', '5/6/2024 7:08:09 AM'],
  ['parse-date="false"', '2024-05-06T07:08:09Z'],
])('a date with %s becomes %s', async (attributes, printed) => {
  const { body } = await converted(`${always} ${attributes}`, '{"at":"2024-05-06T07:08:09Z","day":"2024-05-06"}');
  expect(body).toBe(`<Document><at>${printed}</at><day>2024-05-06</day></Document>`);
});

test('a list has a root for each of its items', async () => {
  expect((await converted(always, '[{"a":1},"b"]')).body).toBe('<Document><a>1</a></Document><Document>b</Document>');
});

test.each([
  ['apply="content-type-json" consider-accept-header="false"', 'application/json', '*/*', true],
  ['apply="content-type-json" consider-accept-header="false"', 'application/problem+JSON', '*/*', true],
  ['apply="content-type-json" consider-accept-header="false"', 'text/plain', '*/*', false],
  ['apply="always" consider-accept-header="false"', 'text/plain', '*/*', true],
  ['apply="always" consider-accept-header="@(true)"', 'text/plain', 'text/html, application/XML', true],
  ['apply="always"', 'text/plain', 'application/json', false],
  ['apply="always"', 'text/plain', '*/*', false],
])('%s, of %s for %s: %s', async (attributes, type, accept, converts) => {
  const { body, type: sent } = await converted(attributes, '{"a":1}', { 'Content-Type': type, Accept: accept });
  expect([body, sent]).toEqual(converts ? ['<Document><a>1</a></Document>', 'text/xml'] : ['{"a":1}', type]);
});

test('a name with the separator is one with a prefix only where namespaces are read', async () => {
  const body = '{"r":{"a_b":"1","xmlns_a":"urn:a"}}';
  expect((await converted(always, body)).body).toBe('<r><a_b>1</a_b><xmlns_a>urn:a</xmlns_a></r>');
  expect((await converted(`${always} namespace-prefix="xmlns"`, body)).body).toBe(
    '<r xmlns:a="urn:a"><a:b>1</a:b></r>',
  );
});

test('a message without a body stays without, and what is no JSON fails', async () => {
  const under = await start({ policy: { inbound: `<json-to-xml ${always} />` } });
  expect((await under.request()).status).toBe(200);
  expect((await under.request('/api/op', { body: '{"a":' })).status).toBe(500);
  expect(under.trace().lastError).toEqual({
    source: 'json-to-xml',
    reason: 'ConversionFailed',
    message: 'The message body is not a valid JSON.',
  });
});

test('attributes that no page describes load, and are told as not emulated', async () => {
  const { body, crossed } = await converted(`${always} null-values="x" trim-values="true"`, '{"a":1}');
  expect([body, crossed]).toEqual([
    '<Document><a>1</a></Document>',
    ['json-to-xml null-values', 'json-to-xml trim-values'],
  ]);
});
