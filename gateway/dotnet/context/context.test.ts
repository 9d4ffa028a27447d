import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { createExpressionCompiler, type ExpressionCompiler } from '../../expressions/index.ts';
import '../index.ts';
import { NetThrow } from '../core/exception.ts';
import { T } from '../core/type-ref.ts';
import { toText } from '../primitives/virtual.ts';
import type { BodyHost, ContextHost, MultiMapHost, UrlHost } from './host.ts';
import { NetContext } from './index.ts';
import { NetJwt } from './jwt.ts';

const multi = (values: Record<string, string[]>): MultiMapHost => ({
  names: () => Object.keys(values),
  values: (name) => values[Object.keys(values).find((each) => each.toLowerCase() === name.toLowerCase()) ?? ''],
});
const url = (text: string): UrlHost => {
  const { protocol, hostname, port, pathname, search, searchParams } = new URL(text);
  return {
    scheme: protocol.slice(0, -1),
    host: hostname,
    port: Number(port || 443),
    path: pathname,
    queryString: search,
    query: multi(Object.fromEntries([...searchParams.keys()].map((name) => [name, searchParams.getAll(name)]))),
    toString: () => text,
  };
};
const body = (text: string): BodyHost => ({ charset: undefined, read: () => Buffer.from(text) });
const now = Date.UTC(2024, 0, 2, 3, 4, 5);
const id = randomUUID();
const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const token = `${part({ alg: 'RS256', typ: 'JWT' })}.${part({ iss: 'i', sub: 's', jti: 'j', aud: ['a', 'b'], exp: 1704164645, roles: ['r1', 'r2'], n: 1, flag: true, o: { x: 1 }, nothing: null })}.c2ln`;

const host: ContextHost = {
  requestId: id,
  timestamp: now,
  now: () => now + 1500,
  tracing: true,
  request: {
    method: 'POST',
    url: url('https://backend.example/base/op?a=1&a=2'),
    originalUrl: url('https://gw.example:8443/api/op?a=1'),
    headers: multi({ 'X-One': ['1'], Accept: ['a', 'b'] }),
    ipAddress: '127.0.0.1',
    matchedParameters: { names: () => ['id'], value: (name) => (name === 'id' ? '7' : undefined) },
    body: body('{"a":{"b":[1,2]}}'),
    certificate: null,
  },
  response: null,
  variables: new Map<string, unknown>([
    ['text', 'x'],
    ['jwt', NetJwt.parse(token)],
  ]),
  lastError: null,
  api: {
    id: 'api',
    name: 'API',
    path: 'api',
    revision: '2',
    isCurrentRevision: true,
    version: null,
    protocols: ['https'],
    serviceUrl: url('https://backend.example/base'),
    subscriptionKeyHeader: 'H',
    subscriptionKeyQuery: 'q',
  },
  workspace: { id: 'w', name: 'W' },
  backend: { id: 'pool', isPool: true },
  operation: { id: 'op', name: 'Op', method: 'POST', urlTemplate: '/op' },
  product: {
    id: 'p',
    name: 'P',
    subscriptionRequired: true,
    approvalRequired: false,
    published: true,
    subscriptionsLimit: null,
    groups: [{ id: 'g', name: 'Group' }],
    apis: [],
  },
  subscription: {
    id: 's',
    name: 'S',
    key: 'k',
    primaryKey: 'k',
    secondaryKey: '',
    createdDate: now,
    startDate: null,
    endDate: null,
  },
  user: null,
  deployment: {
    region: 'r',
    serviceId: 'svc',
    serviceName: 'svc',
    gatewayId: 'managed',
    isManaged: true,
    certificates: new Map(),
  },
  trace: () => {},
};
const runtime = {
  now: () => now,
  randomBytes: (count: number) => new Uint8Array(count),
  platform: 'linux',
  charge: () => {},
} as const;

let compiler: ExpressionCompiler;
beforeAll(async () => {
  compiler = await createExpressionCompiler();
});
function evaluate(code: string): string {
  const compiled = compiler.compile(code.startsWith('{') ? `@${code}` : `@(${code})`, { expects: T.object });
  if (!compiled.ok) throw new Error(compiled.errors.map((error) => error.message).join('; '));
  try {
    return toText(compiled.expression.evaluate({ context: new NetContext(host), runtime }), runtime);
  } catch (error) {
    if (error instanceof NetThrow) return `${toText(error.exception.message, runtime)}`;
    throw error;
  }
}

describe('context', () => {
  test.each([
    ['context.RequestId', id],
    ['context.Timestamp.ToString("o")', '2024-01-02T03:04:05.0000000Z'],
    ['context.Elapsed.TotalSeconds', '1.5'],
    ['context.Request.Method + context.Request.IpAddress', 'POST127.0.0.1'],
    ['context.Request.Url', 'https://backend.example/base/op?a=1&a=2'],
    ['context.Request.Url.ToUri().AbsolutePath', '/base/op'],
    ['context.Request.OriginalUrl.Port == 8443', 'True'],
    ['context.Request.Url.Query.GetValueOrDefault("a")', '1,2'],
    ['context.Request.Url.Query["a"][1]', '2'],
    ['context.Request.MatchedParameters["id"] + context.Request.MatchedParameters.GetValueOrDefault("x", "d")', '7d'],
    ['context.Request.Headers.GetValueOrDefault("accept", "")', 'a,b'],
    ['context.Request.Headers.GetValueOrDefault("none", new string[] { "x" })[0]', 'x'],
    ['context.Request.Headers["none"]', "The given key 'none' was not present in the dictionary."],
    ['context.Request.Certificate == null', 'True'],
    ['context.Response == null', 'True'],
    ['context.Response.StatusCode', 'Object reference not set to an instance of an object.'],
    [
      'context.Api.Name + context.Api.Revision + context.Api.ServiceUrl.Host + context.Api.SubscriptionKeyParameterNames.Header',
      'API2backend.exampleH',
    ],
    ['context.Operation.UrlTemplate', '/op'],
    ['context.Workspace.Id + context.Workspace.Name', 'wW'],
    ['context.Backend.Id + (context.Backend.Type == BackendType.Pool) + context.Backend.AzureRegion', 'poolTrue'],
    ['context.Product.State == ProductState.Published', 'True'],
    ['context.Product.SubscriptionsLimit == null', 'True'],
    ['context.Subscription.CreatedDate.Year', '2024'],
    ['context.User == null ? "anonymous" : context.User.Id', 'anonymous'],
    ['context.Deployment.ServiceName + context.Deployment.Gateway.Id', 'svcmanaged'],
    ['context.Deployment.Certificates.ContainsKey("x")', 'False'],
    ['context.Variables["missing"] == null', 'True'],
    ['context.Variables.ContainsKey("text") + "" + context.Variables.Count', 'True2'],
    ['context.Variables.GetValueOrDefault<string>("text")', 'x'],
    ['context.Variables.GetValueOrDefault("missing", 5) + 1', '6'],
    ['context.Variables.GetValueOrDefault<bool>("missing")', 'False'],
    [
      'context.Variables.GetValueOrDefault<int>("text", 1)',
      "Unable to cast object of type 'System.String' to type 'System.Int32'.",
    ],
    ['context.LastError?.Message ?? "none"', 'none'],
  ])('%s', (code, expected) => {
    expect(evaluate(code)).toBe(expected);
  });

  test('dictionaries can be enumerated', () => {
    expect(
      evaluate(
        '{ var s = ""; foreach (var h in context.Request.Headers) { s += h.Key + "=" + string.Join("|", h.Value) + ";"; } return s; }',
      ),
    ).toBe('X-One=1;Accept=a|b;');
  });

  test('members are read-only', () => {
    expect(() => evaluate('{ context.Variables["text"] = "y"; return 1; }')).toThrow();
    expect(() => evaluate('{ context.Request.Method = "GET"; return 1; }')).toThrow();
  });
});

describe('bodies', () => {
  test.each([
    ['(int)context.Request.Body.As<JObject>()["a"]["b"][1]', '2'],
    [
      'context.Request.Body.As<JToken>(preserveContent: true).ToString(Newtonsoft.Json.Formatting.None)',
      '{"a":{"b":[1,2]}}',
    ],
    ['context.Request.Body.As<string>(true).Length', '17'],
    ['context.Request.Body.As<byte[]>()[0]', '123'],
    [
      'context.Request.Body.As<JArray>()',
      "The message body is not a valid JSON. Error reading JArray from JsonReader. Current JsonReader item is not an array: StartObject. Path '', line 1, position 1.",
    ],
  ])('%s', (code, expected) => {
    expect(evaluate(code)).toBe(expected);
  });
});

describe('XML bodies', () => {
  const as = (text: string, code: string): string => {
    const compiled = compiler.compile(`@(${code})`, { expects: T.object });
    if (!compiled.ok) throw new Error(compiled.errors.map((error) => error.message).join('; '));
    const context = new NetContext({ ...host, request: { ...host.request, body: body(text) } });
    try {
      return toText(compiled.expression.evaluate({ context, runtime }), runtime);
    } catch (error) {
      if (error instanceof NetThrow) return error.exception.message;
      throw error;
    }
  };

  test.each([
    ['context.Request.Body.As<XElement>().Element("b").Value', '1'],
    ['context.Request.Body.As<XDocument>().Root.Name.LocalName', 'a'],
    ['((XElement)context.Request.Body.As<XNode>()).Attribute("c").Value', 'x'],
  ])('%s', (code, expected) => {
    expect(as('<?xml version="1.0"?><a c="x"><b>1</b></a>', code)).toBe(expected);
  });

  test('what is no XML says so', () => {
    expect(as('<a>', 'context.Request.Body.As<XElement>()')).toMatch(/^The message body is not a valid XML\. /);
  });
});

describe('Jwt', () => {
  const jwt = '((Jwt)context.Variables["jwt"])';
  test.each([
    [`${jwt}.Algorithm + ${jwt}.Type + ${jwt}.Issuer + ${jwt}.Subject + ${jwt}.Id`, 'RS256JWTisj'],
    [`string.Join(",", ${jwt}.Audiences)`, 'a,b'],
    [`${jwt}.Claims["roles"].Length`, '2'],
    [`${jwt}.Claims.GetValueOrDefault("roles", "")`, 'r1,r2'],
    [`${jwt}.Claims.GetValueOrDefault("none", new string[] { "x" })[0]`, 'x'],
    [`${jwt}.Claims["n"][0] + ${jwt}.Claims["flag"][0] + ${jwt}.Claims["o"][0]`, '1true{"x":1}'],
    [`${jwt}.Claims.ContainsKey("nothing")`, 'False'],
    [`new DateTimeOffset(${jwt}.ExpirationTime.Value).ToUnixTimeSeconds()`, '1704164645'],
    [`${jwt}.NotBefore == null`, 'True'],
    [`"${token}".AsJwt().Subject`, 's'],
    [`"Bearer ${token}".AsJwt().Subject`, 's'],
    ['"garbage".AsJwt() == null', 'True'],
    ['"a.b.c".AsJwt() == null', 'True'],
  ])('%s', (code, expected) => {
    expect(evaluate(code)).toBe(expected);
  });

  test('TryParseJwt', () => {
    expect(evaluate(`{ Jwt jwt; return "${token}".TryParseJwt(out jwt) ? jwt.Subject : "no"; }`)).toBe('s');
  });
});

test.each([
  [`"Basic ${Buffer.from('user:pa:ss').toString('base64')}".AsBasic().UserId`, 'user'],
  [`"basic ${Buffer.from('user:pa:ss').toString('base64')}".AsBasic().Password`, 'pa:ss'],
  ['"Bearer x".AsBasic() == null', 'True'],
])('%s', (code, expected) => {
  expect(evaluate(code)).toBe(expected);
});

test('plain dictionaries have GetValueOrDefault', () => {
  expect(
    evaluate(
      '{ IDictionary<string, string> d = new Dictionary<string, string>(); var e = new Dictionary<string, int> { { "a", 1 } }; return d.GetValueOrDefault("x", "y") + e.GetValueOrDefault("a") + e.GetValueOrDefault("b", 7); }',
    ),
  ).toBe('y17');
});
