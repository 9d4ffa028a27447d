/** What emit-metric and log-to-eventhub send, by their reference pages. */
import { describe, expect, test } from 'vitest';
import type { UnderTestOptions } from '../testing/under-test.ts';
import { useGateway } from '../testing/use-gateway.ts';

const start = useGateway();

/** The details of what one request sends. */
async function sent(options: UnderTestOptions, headers: Record<string, string> = {}) {
  const events: Record<string, unknown>[] = [];
  const under = await start({ ...options, telemetry: { event: (_kind, detail) => events.push({ ...detail }) } });
  expect((await under.request('/api/op', { headers })).status).toBe(200);
  return events;
}
const warnings = async (inbound: string): Promise<string[]> =>
  (await start({ policy: { inbound } })).gateway.problems.map(({ message }) => message);
const dimension = (name: string, value?: string): string =>
  `<dimension name="${name}" ${value === undefined ? '' : `value="${value}"`} />`;

describe('emit-metric', () => {
  test('has a namespace and a value of its own', async () => {
    const [event] = await sent({ policy: { inbound: `<emit-metric name="m">${dimension('API ID')}</emit-metric>` } });
    expect(event).toEqual({ name: 'm', namespace: 'API Management', value: 1, dimensions: { 'API ID': 'api' } });
  });

  test('knows the values of the default dimensions, which may be given others', async () => {
    const key = 'the-key-of-this-test';
    const names = [
      ...['API ID', 'Operation ID', 'Product ID', 'User ID', 'Subscription ID', 'Location', 'Gateway ID', 'Backend ID'],
    ];
    const metric = (more = ''): string =>
      `<emit-metric name="m">${names.map((name) => dimension(name)).join('')}${more}</emit-metric>`;
    const [known, unknown] = await sent(
      {
        region: 'North',
        configure: (backend) => ({
          model: {
            ...{ name: 'n', namedValues: [], fragments: new Map() },
            backends: [{ id: 'b', url: backend.url }],
            products: [{ id: 'p', name: 'P', subscriptionRequired: true, apiIds: ['api'] }],
            apis: [
              {
                ...{ id: 'api', name: 'A', path: 'api', revision: '1', subscriptionRequired: true },
                operations: [{ id: 'op', name: 'O', method: 'GET', urlTemplate: '/op' }],
                policy: {
                  file: 'api.xml',
                  text: `<policies><inbound><set-backend-service backend-id="b" />${metric()}</inbound><outbound>${metric(dimension('api id', 'other'))}</outbound></policies>`,
                  format: 'rawxml',
                },
              },
            ],
          },
          subscriptions: [
            {
              ...{ id: 's', name: 'S', primaryKey: key, scope: { kind: 'product', id: 'p' } },
              user: { id: 'u', email: 'u@example.com', firstName: 'U', lastName: 'U' },
            },
          ],
        }),
      },
      { 'Ocp-Apim-Subscription-Key': key },
    );
    expect(Object.values(known?.dimensions as object)).toEqual(['api', 'op', 'p', 'u', 's', 'North', 'managed', 'b']);
    expect(unknown?.dimensions).toMatchObject({ 'API ID': 'api', 'api id': 'other' });
    const [anonymous] = await sent({ policy: { inbound: metric() } });
    expect(Object.values(anonymous?.dimensions as object)).toEqual(['api', 'any', '', '', '', 'local', 'managed', '']);
  });

  test('takes expressions for value, dimension names and their values', async () => {
    const inbound = `<emit-metric name="m" value="@(1.5 + 1)">${dimension('@("N" + 1)', '@(context.Request.Method)')}</emit-metric>`;
    expect(await sent({ policy: { inbound } })).toEqual([
      { name: 'm', namespace: 'API Management', value: 2.5, dimensions: { N1: 'GET' } },
    ]);
    expect(await warnings(inbound)).toEqual([]);
    expect(await warnings('<emit-metric name="@(&quot;m&quot;)" namespace="@(&quot;n&quot;)" />')).toHaveLength(2);
  });

  test.each([
    '<emit-metric><dimension name="API ID" /></emit-metric>',
    '<emit-metric name="m"><dimension value="v" /></emit-metric>',
    '<log-to-eventhub>x</log-to-eventhub>',
  ])('what has no name does not load: %s', async (inbound) => {
    await expect(warnings(inbound)).rejects.toThrow(/attribute is required/);
  });

  test('each is of its kind', async () => {
    const kinds: string[] = [];
    const under = await start({
      telemetry: { event: (kind) => kinds.push(kind) },
      policy: { inbound: '<emit-metric name="m" /><log-to-eventhub logger-id="l">x</log-to-eventhub>' },
    });
    await under.request();
    expect(kinds).toEqual(['metric', 'eventhub']);
  });

  test('a value that is no number is refused', async () => {
    await expect(warnings('<emit-metric name="m" value="many" />')).rejects.toThrow(/'value'.*number/);
  });

  test('a dimension needs a value unless it is a default one, and five others are the most', async () => {
    expect(await warnings(`<emit-metric name="m">${dimension('Client IP')}</emit-metric>`)).toEqual([
      expect.stringContaining("'Client IP'"),
    ]);
    const five = ['1', '2', '3', '4', '5'].map((name) => dimension(name, 'v')).join('');
    expect(await warnings(`<emit-metric name="m">${five}${dimension('API ID')}</emit-metric>`)).toEqual([]);
    expect(await warnings(`<emit-metric name="m">${five}${dimension('6', 'v')}</emit-metric>`)).toEqual([
      expect.stringMatching(/5 .*dimensions/),
    ]);
  });
});

describe('log-to-eventhub', () => {
  const log = (attributes: string, content: string): string =>
    `<log-to-eventhub logger-id="l" ${attributes}>${content}</log-to-eventhub>`;

  test('tells logger, partition and content', async () => {
    const inbound = log('partition-id="0"', 'plain') + log('partition-key="@("k" + 1)"', '@("e" + 1)');
    expect(await sent({ policy: { inbound } })).toEqual([
      { logger: 'l', partitionId: '0', partitionKey: undefined, content: 'plain' },
      { logger: 'l', partitionId: undefined, partitionKey: 'k1', content: 'e1' },
    ]);
    expect(await warnings(inbound)).toEqual([]);
  });

  test('cuts what is larger than 200 KB', async () => {
    const [event] = await sent({ policy: { inbound: log('', `@(new string('ä', 102401))`) } });
    expect(event?.content === 'ä'.repeat(102_400)).toBe(true);
  });

  test('takes no expression for logger and partition id, and one of both partition attributes', async () => {
    expect(
      await warnings(
        '<log-to-eventhub logger-id="@(&quot;l&quot;)" partition-id="@(&quot;0&quot;)">x</log-to-eventhub>',
      ),
    ).toHaveLength(2);
    expect(await warnings(log('partition-id="0" partition-key="k"', 'x'))).toEqual([
      expect.stringMatching(/partition-key.*not both/),
    ]);
  });
});
