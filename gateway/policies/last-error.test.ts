/** What on-error and the client get of every policy that can fail: LastError's seven members and the default answer. */
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { createIssuer } from '../testing/issuer.ts';
import type { RequestOptions, UnderTest, UnderTestOptions } from '../testing/under-test.ts';
import { useGateway } from '../testing/use-gateway.ts';

const start = useGateway();
const iss = 'https://issuer.example/';

type HeadersFor = (
  under: UnderTest,
  token: (claims: object, more?: object) => Promise<string>,
) => Promise<Record<string, string>>;

interface Row {
  /** The element, its `id` left out; `ID` stands where it goes. */
  readonly xml: string;
  readonly reason: string;
  readonly message: RegExp | string;
  readonly status: number;
  /** `message` of the default body; that of LastError when left out. */
  readonly told?: RegExp | string;
  /** The client's headers. */
  readonly headers?: HeadersFor;
  readonly request?: RequestOptions;
  readonly section?: 'inbound' | 'backend' | 'outbound';
  readonly options?: UnderTestOptions;
  readonly path?: string;
  /** Requests made before. */
  readonly earlier?: number;
}

const hidden = 'Internal server error';
const key = randomBytes(16).toString('hex');
const subscriptions = [{ id: 's', name: 's', primaryKey: key, scope: { kind: 'all' } as const }];
const keyed = { model: { subscriptions }, request: { headers: { 'Ocp-Apim-Subscription-Key': key } } };
const jwt = (children: string): string =>
  `<validate-jwt ID header-name="Authorization" require-scheme="Bearer"><openid-config url="{{backend-url}}/openid" />${children}</validate-jwt>`;
const presenting =
  (claims: Record<string, unknown>, more?: object): HeadersFor =>
  async (under, token) => {
    const seconds = under.now / 1000;
    return { Authorization: `Bearer ${await token({ iss, aud: 'me', exp: seconds + 60, ...claims }, more)}` };
  };
const closed: UnderTestOptions['configure'] = (backend) => {
  backend.answer = (request) => request.socket.destroy();
  return {};
};
/** Takes the request and says nothing. */
const silent: UnderTestOptions['configure'] = (backend) => {
  backend.answer = () => {};
  return {};
};

const rows: readonly (readonly [name: string, row: Row])[] = [
  [
    'set-variable',
    {
      xml: '<set-variable ID name="v" value="@(int.Parse("x"))" />',
      reason: 'ExpressionValueEvaluationFailure',
      message: /^Expression evaluation failed\. /,
      status: 500,
      told: hidden,
    },
  ],
  [
    'check-header: no header',
    {
      xml: '<check-header ID name="X-Need" failed-check-httpcode="403" failed-check-error-message="Mine" ignore-case="true"><value>a</value></check-header>',
      reason: 'HeaderNotFound',
      message: 'Header X-Need was not found in the request. Access denied.',
      status: 403,
      told: 'Mine',
    },
  ],
  [
    'check-header: another value',
    {
      xml: '<check-header ID name="X-Need" failed-check-httpcode="403" failed-check-error-message="Mine" ignore-case="true"><value>a</value></check-header>',
      request: { headers: { 'X-Need': 'b' } },
      reason: 'HeaderValueNotAllowed',
      message: 'Header X-Need value of b is not allowed. Access denied.',
      status: 403,
      told: 'Mine',
    },
  ],
  [
    'ip-filter: not allowed',
    {
      xml: '<ip-filter ID action="allow"><address>10.0.0.1</address></ip-filter>',
      reason: 'CallerIpNotAllowed',
      message: 'Caller IP address 127.0.0.1 is not allowed. Access denied.',
      status: 403,
    },
  ],
  [
    'ip-filter: forbidden',
    {
      xml: '<ip-filter ID action="forbid"><address>127.0.0.1</address></ip-filter>',
      reason: 'CallerIpBlocked',
      message: 'Caller IP address is blocked. Access denied.',
      status: 403,
    },
  ],
  [
    'rate-limit',
    {
      xml: '<rate-limit ID calls="1" renewal-period="60" />',
      options: keyed,
      request: keyed.request,
      earlier: 1,
      reason: 'RateLimitExceeded',
      message: 'Rate limit is exceeded',
      status: 429,
      told: 'Rate limit is exceeded. Try again in 60 seconds.',
    },
  ],
  [
    'rate-limit-by-key',
    {
      xml: '<rate-limit-by-key ID calls="1" renewal-period="60" counter-key="k" />',
      earlier: 1,
      reason: 'RateLimitExceeded',
      message: 'Rate limit is exceeded',
      status: 429,
      told: 'Rate limit is exceeded. Try again in 60 seconds.',
    },
  ],
  [
    'quota',
    {
      xml: '<quota ID calls="1" renewal-period="3600" />',
      options: keyed,
      request: keyed.request,
      earlier: 1,
      reason: 'QuotaExceeded',
      message: /^Out of call volume quota\. Quota will be replenished in \d\d:\d\d:\d\d\.$/,
      status: 403,
    },
  ],
  [
    'quota-by-key',
    {
      xml: '<quota-by-key ID bandwidth="0" renewal-period="3600" counter-key="k" />',
      reason: 'QuotaExceeded',
      message: /^Out of bandwidth quota\. Quota will be replenished in \d\d:\d\d:\d\d\.$/,
      status: 403,
    },
  ],
  ['validate-jwt: no token', { xml: jwt(''), reason: 'TokenNotPresent', message: 'JWT not present.', status: 401 }],
  [
    'validate-jwt: another scheme',
    {
      xml: jwt(''),
      request: { headers: { Authorization: 'Basic eA==' } },
      reason: 'TokenNotPresent',
      message: 'JWT not present.',
      status: 401,
    },
  ],
  [
    'validate-jwt: garbage',
    {
      xml: jwt(''),
      request: { headers: { Authorization: 'Bearer x.y' } },
      reason: 'JwtInvalid',
      message: /^IDX12741: /,
      status: 401,
      told: 'Invalid JWT.',
    },
  ],
  [
    'validate-jwt: another key id',
    {
      xml: jwt(''),
      headers: presenting(
        {},
        {
          header: { kid: 'none' },
          key: generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey,
        },
      ),
      reason: 'TokenSignatureKeyNotFound',
      message: /^IDX10501: .*Access denied\.$/,
      status: 401,
      told: 'Invalid JWT.',
    },
  ],
  [
    'validate-jwt: unsigned',
    {
      xml: jwt(''),
      request: {
        headers: {
          Authorization: `Bearer ${['{"alg":"none"}', '{"exp":1}', ''].map((part) => Buffer.from(part).toString('base64url')).join('.')}`,
        },
      },
      reason: 'TokenSignatureInvalid',
      message: /^IDX10504: .*Access denied\.$/,
      status: 401,
      told: 'Invalid JWT.',
    },
  ],
  [
    'validate-jwt: expired',
    {
      xml: jwt(''),
      headers: presenting({ exp: 1 }),
      reason: 'TokenExpired',
      message: /^IDX10223: .*Access denied\.$/,
      status: 401,
      told: 'Invalid JWT.',
    },
  ],
  [
    'validate-jwt: no expiry',
    {
      xml: jwt(''),
      headers: presenting({ exp: undefined }),
      reason: 'JwtInvalid',
      message: /^IDX10225: /,
      status: 401,
      told: 'Invalid JWT.',
    },
  ],
  [
    'validate-jwt: another audience',
    {
      xml: jwt('<audiences><audience>you</audience></audiences>'),
      headers: presenting({}),
      reason: 'TokenAudienceNotAllowed',
      message: /^IDX10214: .*Access denied\.$/,
      status: 401,
      told: 'Invalid JWT.',
    },
  ],
  [
    'validate-jwt: another issuer',
    {
      xml: jwt(''),
      headers: presenting({ iss: 'https://other/' }),
      reason: 'TokenIssuerNotAllowed',
      message: /^IDX10205: .*Access denied\.$/,
      status: 401,
      told: 'Invalid JWT.',
    },
  ],
  [
    'validate-jwt: claims missing',
    {
      xml: jwt(
        '<required-claims><claim name="a"><value>1</value></claim><claim name="b"><value>1</value></claim></required-claims>',
      ),
      headers: presenting({}),
      reason: 'TokenClaimNotFound',
      message: 'JWT token is missing the following claims: a, b. Access denied.',
      status: 401,
      told: 'Invalid JWT.',
    },
  ],
  [
    'validate-jwt: claim value',
    {
      xml: jwt('<required-claims><claim name="a"><value>1</value></claim></required-claims>'),
      headers: presenting({ a: '2' }),
      reason: 'TokenClaimValueNotAllowed',
      message: 'Claim a value of 2 is not allowed. Access denied.',
      status: 401,
      told: 'Invalid JWT.',
    },
  ],
  [
    'validate-azure-ad-token',
    {
      xml: '<validate-azure-ad-token ID tenant-id="organizations"><audiences><audience>a</audience></audiences></validate-azure-ad-token>',
      reason: 'TokenNotPresent',
      message: 'JWT not present.',
      status: 401,
    },
  ],
  [
    'authentication-managed-identity',
    {
      xml: '<authentication-managed-identity ID resource="https://r/" />',
      reason: 'ManagedIdentityTokenFailure',
      message: /^Failed to acquire a token of the managed identity for 'https:\/\/r\/'\. /,
      status: 500,
      told: hidden,
    },
  ],
  [
    'authentication-certificate',
    {
      xml: '<authentication-certificate ID certificate-id="none" />',
      reason: 'CertificateNotFound',
      message: "There is no certificate 'none'.",
      status: 500,
      told: hidden,
    },
  ],
  [
    'get-authorization-context',
    {
      xml: '<get-authorization-context ID provider-id="p" authorization-id="a" context-variable-name="v" />',
      reason: 'AuthorizationContextFailure',
      message: "The connection 'a' of the provider 'p' was not found.",
      status: 500,
      told: hidden,
    },
  ],
  [
    'send-request: no answer',
    {
      xml: '<send-request ID response-variable-name="r"><set-url>{{backend-url}}</set-url></send-request>',
      options: { configure: closed },
      reason: 'BackendConnectionFailure',
      message: /./,
      status: 500,
      told: hidden,
    },
  ],
  [
    'send-request: a host that is not mapped',
    {
      xml: '<send-request ID response-variable-name="r"><set-url>https://elsewhere.example/</set-url></send-request>',
      reason: 'BackendConnectionFailure',
      message: /elsewhere\.example/,
      status: 500,
      told: hidden,
    },
  ],
  [
    'send-request: too slow',
    {
      xml: '<send-request ID response-variable-name="r" timeout="1"><set-url>{{backend-url}}</set-url></send-request>',
      options: { configure: silent },
      reason: 'Timeout',
      message: /not answered within 1 s/,
      status: 500,
      told: hidden,
    },
  ],
  [
    'send-request: too slow by timeout-ms',
    {
      xml: '<send-request ID response-variable-name="r" timeout="60" timeout-ms="30"><set-url>{{backend-url}}</set-url></send-request>',
      options: { configure: silent },
      reason: 'Timeout',
      message: /not answered within 0\.03 s/,
      status: 500,
      told: hidden,
    },
  ],
  [
    'forward-request: no answer',
    {
      xml: '<forward-request ID />',
      section: 'backend',
      options: { configure: closed },
      reason: 'BackendConnectionFailure',
      message: /./,
      status: 500,
      told: hidden,
    },
  ],
  [
    'forward-request: too slow',
    {
      xml: '<forward-request ID timeout-ms="30" />',
      section: 'backend',
      options: { configure: silent },
      reason: 'Timeout',
      message: /not answered within 0\.03 s/,
      status: 500,
      told: hidden,
    },
  ],
  [
    'set-backend-service: no such entity',
    {
      xml: '<set-backend-service ID backend-id="@("none")" />',
      reason: 'BackendNotFound',
      message: /'none'/,
      status: 500,
      told: hidden,
    },
  ],
  [
    'set-backend-service: no URL',
    {
      xml: '<set-backend-service ID base-url="@("no url")" />',
      reason: 'ExpressionValueEvaluationFailure',
      message: /'no url'/,
      status: 500,
      told: hidden,
    },
  ],
  [
    'set-header',
    {
      xml: '<set-header ID name="X"><value>@("a\\r\\nb")</value></set-header>',
      reason: 'ExpressionValueEvaluationFailure',
      message: /line break/,
      status: 500,
      told: hidden,
    },
  ],
  [
    'xml-to-json',
    {
      xml: '<xml-to-json ID kind="direct" apply="always" consider-accept-header="false" />',
      request: { method: 'POST', body: '<a' },
      reason: 'ConversionFailed',
      message: /./,
      status: 500,
      told: hidden,
    },
  ],
  [
    'json-to-xml',
    {
      xml: '<json-to-xml ID apply="always" consider-accept-header="false" />',
      request: { method: 'POST', body: '{' },
      reason: 'ConversionFailed',
      message: /./,
      status: 500,
      told: hidden,
    },
  ],
  [
    'jsonp',
    {
      xml: '<jsonp ID callback-parameter-name="cb" />',
      section: 'outbound',
      path: '/api/op?cb=a-b',
      reason: 'CallbackParameterInvalid',
      message: 'Value of callback parameter cb is not a valid JavaScript identifier.',
      status: 400,
    },
  ],
  [
    'validate-content',
    {
      xml: '<validate-content ID unspecified-content-type-action="prevent" max-size="2" size-exceeded-action="prevent" />',
      request: { method: 'POST', body: 'long' },
      reason: 'Bad request',
      message: "Request's body is 4 bytes long and it exceeds the configured limit of 2 bytes.",
      told: "Request's body is 4 bytes long and it exceeds the limit of 2 bytes.",
      status: 400,
    },
  ],
];

const quoted = (name: string): string => name.replace(/:.*$/, '');

describe('every policy that fails', () => {
  test.each(rows)('%s', async (name, row) => {
    const { xml, section = 'inbound', options = {}, earlier = 0, path = '/api/op', message, told = message } = row;
    const element = quoted(name);
    const wrapped = `<choose><when condition="@(false)" /><when condition="@(true)">${xml.replace(' ID', ' id="mine"')}</when></choose>`;
    const under = await start({
      ...options,
      policy: {
        [section]: section === 'inbound' ? `<base />${wrapped}` : wrapped,
        onError:
          '<set-header name="E"><value>@{ var e = context.LastError; return JsonConvert.SerializeObject(new { e.Source, e.Reason, e.Message, e.Scope, e.Section, e.Path, e.PolicyId }); }</value></set-header><base />',
      },
    });
    const issuer = createIssuer(iss, under.backend.url);
    if (row.headers) under.backend.answer = issuer.answer;
    const more = await row.headers?.(under, (claims, extra) => issuer.sign(claims as Record<string, unknown>, extra));
    const request = { ...row.request, headers: { ...(row.request?.headers as Record<string, string>), ...more } };
    for (let index = 0; index < earlier; index++) await under.request(path, request);
    const answer = await under.request(path, request);
    expect(JSON.parse(answer.header('E') ?? '{}')).toEqual({
      Source: element,
      Reason: row.reason,
      Message: typeof message === 'string' ? message : expect.stringMatching(message),
      Scope: 'api',
      Section: section,
      Path: `choose\\when[2]\\${element}`,
      PolicyId: 'mine',
    });
    expect([answer.status, answer.header('Content-Type')]).toEqual([row.status, 'application/json']);
    expect(answer.json()).toEqual({
      statusCode: row.status,
      message: typeof told === 'string' ? told : expect.stringMatching(told),
      ...(row.status === 500 ? { activityId: expect.stringMatching(/^[0-9a-f-]{36}$/) } : {}),
    });
    expect(under.defects).toEqual([]);
  });
});
