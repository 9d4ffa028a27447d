/** Bodies and policies that grow: each ends in one clear outcome, and none is a defect of the gateway. */
import { describe, expect, test } from 'vitest';
import { PolicyLoadError } from '../pipeline/load/policy-issue.ts';
import { fragment, underTest } from '../testing/under-test.ts';
import { useGateway } from '../testing/use-gateway.ts';

const start = useGateway();
const limits = { limits: { bodyBytes: 100_000 } };

async function outcome(inbound: string, body: string, type = 'application/json') {
  const under = await start({ ...limits, policy: { inbound: `${inbound}<return-response />` } });
  const { status } = await under.request('/api/op', { body, headers: { 'Content-Type': type } });
  expect(under.defects).toEqual([]);
  const { reason, source } = under.trace().lastError ?? {};
  return [status, source, reason];
}

const toXml = '<json-to-xml apply="always" consider-accept-header="false" />';
const toJson = '<xml-to-json kind="direct" apply="always" consider-accept-header="false" />';
const liquid = (template: string): string => `<set-body template="liquid">${template}</set-body>`;
const nested = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);

describe('a message that would grow without end', () => {
  test.each([
    [
      'every letter replaced by many',
      `<find-and-replace from="a" to="${'b'.repeat(1000)}" />`,
      'a'.repeat(1000),
      'MessageBodyTooLarge',
    ],
    [
      'a long name for every item of a list',
      toXml,
      `{"${'<'.repeat(1000)}":[${'1,'.repeat(1000)}1]}`,
      'MessageBodyTooLarge',
    ],
    ['lists in lists', toXml, nested(20_000), 'ConversionFailed'],
    ['elements in elements', toJson, '<a>'.repeat(20_000), 'ConversionFailed'],
    ['entities of its own', toJson, '<!DOCTYPE a [<!ENTITY b "&c;&c;">]><a>&b;</a>', 'ConversionFailed'],
    ['a loop over a long range', liquid('{% for i in (1..1000000000) %}{% endfor %}'), '{}', 'LiquidTemplateFailure'],
    [
      'loops in loops that do nothing',
      liquid('{% for i in (1..9999) %}{% for j in (1..9999) %}{% endfor %}{% endfor %}'),
      '{}',
      'LiquidTemplateFailure',
    ],
    [
      'text that doubles',
      liquid("{% assign a = 'x' %}{% for i in (1..60) %}{% assign a = a | Append: a %}{% endfor %}"),
      '{}',
      'LiquidTemplateFailure',
    ],
    [
      'text replaced by itself',
      liquid("{% assign a = body.t | Replace: 'a', body.t %}{% assign a = a | Replace: 'a', a %}"),
      `{"t":"${'a'.repeat(9000)}"}`,
      'LiquidTemplateFailure',
    ],
    [
      'items joined by a text',
      liquid('{% assign a = (1..9000) | Join: body.t %}'),
      `{"t":"${'a'.repeat(9000)}"}`,
      'LiquidTemplateFailure',
    ],
    ['a body nested deeply', liquid('{{ body }}'), nested(20_000), 'LiquidTemplateFailure'],
  ])('%s', async (_name, inbound, body, reason) => {
    const [, , found] = await outcome(inbound, body);
    expect(found).toBe(reason);
  });

  test('retries in retries are counted together', async () => {
    const retry = '<retry condition="@(true)" count="50" interval="0">';
    const inbound = `${retry.repeat(4)}<set-variable name="a" value="b" />${'</retry>'.repeat(4)}`;
    const [status, , reason] = await outcome(inbound, '{}');
    expect([status, reason]).toEqual([500, 'PolicyStepLimitExceeded']);
  });
});

test('an element may be called anything', async () => {
  const under = await start({
    policy: {
      inbound: `${toJson}<return-response><set-body>@(context.Request.Body.As<string>())</set-body></return-response>`,
    },
  });
  const answer = await under.request('/api/op', {
    body: '<a><__proto__><x>1</x></__proto__><constructor>2</constructor></a>',
  });
  expect(answer.body).toBe('{"a":{"__proto__":{"x":"1"},"constructor":"2"}}');
});

test('fragments that double are refused when they are loaded', async () => {
  const twice = (id: string): string => `<include-fragment fragment-id="${id}" />`.repeat(2);
  const fragments = new Map(
    Array.from({ length: 30 }, (_, index) => [
      `f${index}`,
      fragment(index === 29 ? '<block />' : twice(`f${index + 1}`)),
    ]),
  );
  const loading = underTest({ policy: { inbound: '<include-fragment fragment-id="f0" />' }, model: { fragments } });
  await expect(loading).rejects.toSatisfy(
    (error) => error instanceof PolicyLoadError && error.message.includes('include one another too often'),
  );
});
