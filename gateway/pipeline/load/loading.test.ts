import { describe, expect, test } from 'vitest';
import type { PolicySource } from '../../model.ts';
import { PolicyLoadError } from '../../pipeline/load/policy-issue.ts';
import { fragment, policy, underTest } from '../../testing/under-test.ts';
import { useGateway } from '../../testing/use-gateway.ts';

const start = useGateway();

describe('loading', () => {
  const load = (inbound: string) => underTest({ policy: { inbound } }).then((under) => under.close());

  test.each([
    ['<no-such-policy />', "'no-such-policy' is no policy"],
    ['<set-variable value="x" />', "'name' attribute is required"],
    ['<set-status code="abc" />', 'integer from 100 to 999'],
    ['<set-variable name="x" value="@(1 +)" />', ''],
    ['<set-variable name="x" value="@(nonsense)" />', 'nonsense'],
    ['<choose><otherwise /></choose>', "'when' element is required"],
    ['<choose><else /></choose>', "'else' isn't allowed in 'choose'"],
    ['<set-header name="x">text</set-header>', "can't contain text"],
    ['<send-request response-variable-name="r"><set-method>GET</set-method></send-request>', "'set-url' is required"],
    ['<set-backend-service backend-id="nope" />', "Backend with id 'nope'"],
    ['<base /><base />', "'base' may stand only once"],
  ])('%s does not load', async (inbound, message) => {
    await expect(load(`\n  ${inbound}`)).rejects.toSatisfy((error) => {
      expect(error).toBeInstanceOf(PolicyLoadError);
      const [problem] = (error as PolicyLoadError).problems;
      expect(problem).toMatchObject({
        file: 'api.xml',
        line: 3,
        severity: 'error',
        message: expect.stringContaining(message),
      });
      expect((error as PolicyLoadError).message).toMatch(
        /^api\.xml:3:\d+: Error in element '[\w-]+' on line 3, column \d+: /,
      );
      return true;
    });
  });

  test('of a document that is not well-formed only that is told', async () => {
    const inbound = '\n  <trace source="s"\n  <set-variable name="a" value="1" />\n  <no-such-policy />';
    await expect(load(inbound)).rejects.toSatisfy((error) => {
      const { problems } = error as PolicyLoadError;
      expect(problems.map(({ line }) => line)[0]).toBe(4);
      expect(problems.filter(({ message }) => /isn't allowed|is no policy/.test(message))).toEqual([]);
      return true;
    });
  });

  test('of the other documents in the same template everything is told', async () => {
    const inTemplate = (source: PolicySource, line: number): PolicySource => ({
      ...source,
      file: 'template.json',
      position: (offset) => ({ line, column: 1 + offset }),
    });
    const model = {
      policy: inTemplate({ ...policy({}), text: '<policies><inbound></policies>' }, 3),
      fragments: new Map([['f', inTemplate(fragment('<no-such-policy />'), 5)]]),
    };
    const inbound = '<include-fragment fragment-id="f" />';
    await expect(start({ policy: { inbound }, model })).rejects.toSatisfy((error) => {
      const { problems } = error as PolicyLoadError;
      expect(problems.map(({ line }) => line)).toEqual(expect.arrayContaining([3, 5]));
      return true;
    });
  });

  test('what the reference advises against is a warning', async () => {
    const { gateway } = await start({
      policy: {
        outbound:
          '<base /><authentication-managed-identity resource="x" output-token-variable-name="t" ignore-error="true" /><check-header name="x" failed-check-httpcode="401" failed-check-error-message="m" ignore-case="true" />',
      },
    });
    expect(gateway.problems).toHaveLength(1);
    expect(gateway.problems[0]).toMatchObject({ severity: 'warning', element: 'check-header' });
  });

  const limit = '<rate-limit calls="1" renewal-period="60" />';
  const redirect = '<redirect-content-urls />';
  test.each([
    [
      { inbound: `${limit}<choose><when condition="@(true)">${limit}</when></choose>` },
      ["'rate-limit' only once in a document"],
    ],
    [{ inbound: `${redirect}${redirect}` }, ["'redirect-content-urls' only once in a section"]],
    [{ inbound: redirect, outbound: redirect }, []],
    [{ inbound: '<quota calls="1" renewal-period="0" />' }, ["'quota' in policies of product, not of api"]],
    [{ onError: '<set-body>x</set-body>' }, ["'set-body' in inbound, backend, outbound, not in on-error"]],
    [{ onError: '<trace source="s">m</trace>' }, ["'trace' in inbound, backend, outbound, not in on-error"]],
    [{ onError: '<return-response><set-body>x</set-body></return-response>' }, []],
    [{ inbound: '<mock-response status-code="@(200)" />' }, ["'status-code'"]],
    [{ inbound: '<rewrite-uri template="/" copy-unmatched-params="@(true)" />' }, []],
  ])('%j: what is used in another way than its page has it is a warning', async (sections, messages) => {
    const { gateway } = await start({ policy: sections });
    expect(gateway.problems.map(({ severity, message }) => [severity, message])).toEqual(
      messages.map((message) => ['warning', expect.stringContaining(message)]),
    );
  });

  test('what two documents hold once each stands once', async () => {
    const { gateway } = await start({
      policy: { inbound: redirect },
      model: { policy: policy({ inbound: redirect, backend: '<forward-request />' }, 'global.xml') },
    });
    expect(gateway.problems).toEqual([]);
  });

  test.each([
    ['<return-response><set-body>x</set-body><set-status code="200" /></return-response>', 'set-status'],
    [
      '<validate-jwt header-name="a"><required-claims><claim name="x" /></required-claims><openid-config url="https://a.example" /></validate-jwt>',
      'openid-config',
    ],
    ['<choose><otherwise /><when condition="@(true)" /></choose>', 'when'],
  ])('an order that Azure may refuse is a warning: %s', async (inbound, second) => {
    const { gateway } = await start({ policy: { inbound } });
    expect(gateway.problems).toEqual([
      expect.objectContaining({ severity: 'warning', message: expect.stringContaining(`has '${second}' before`) }),
    ]);
  });

  test.each([
    '<cors><expose-headers><header>a</header></expose-headers><allowed-origins><origin>*</origin></allowed-origins></cors>',
    '<trace source="s"><metadata name="a" value="b" /><message>m</message></trace>',
    '<check-header name="x" failed-check-httpcode="400" />',
    '<ip-filter><address>127.0.0.1</address></ip-filter>',
    '<wait for="all"><cache-store-value key="k" value="v" duration="1" /><forward-request /></wait>',
    '<cache-lookup vary-by-developer="false" vary-by-developer-groups="false" /><invoke-request url="x" /><block />',
  ])('what the schema of Microsoft allows loads: %s', async (inbound) => {
    const { gateway } = await start({ policy: { inbound } });
    expect(gateway.problems).toEqual([]);
  });

  test('what is not emulated loads, does nothing and is reported', async () => {
    const { request, trace } = await start({
      policy: {
        inbound:
          '<azure-openai-token-limit counter-key="@(context.Request.IpAddress)" tokens-per-minute="1" estimate-prompt-tokens="true" /><return-response />',
      },
    });
    expect((await request()).status).toBe(200);
    expect(trace()).toMatchObject({
      notEmulated: ['azure-openai-token-limit'],
      steps: [{ outcome: 'not-emulated' }, {}],
    });
  });

  test('reload swaps policies, and keeps the old ones when the new do not load', async () => {
    const under = await start({ policy: { inbound: '<return-response><set-body>old</set-body></return-response>' } });
    const model = (inbound: string) => ({
      name: 't',
      products: [],
      fragments: new Map(),
      namedValues: [],
      backends: [],
      apis: [
        {
          id: 'api',
          name: 'A',
          path: 'api',
          revision: '1',
          subscriptionRequired: false,
          policy: policy({ inbound }),
          operations: [{ id: 'o', name: '', method: 'GET', urlTemplate: '/*' }],
        },
      ],
    });
    await expect(under.gateway.reload(model('<nope />'))).rejects.toBeInstanceOf(PolicyLoadError);
    expect((await under.request()).body).toBe('old');
    await under.gateway.reload(model('<return-response><set-body>new</set-body></return-response>'));
    expect((await under.request()).body).toBe('new');
  });
});
