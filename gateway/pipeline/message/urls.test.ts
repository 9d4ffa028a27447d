/** Runtime semantics 6. */
import { describe, expect, test } from 'vitest';
import { showing } from '../../testing/under-test.ts';
import { useGateway } from '../../testing/use-gateway.ts';
import { valueShown } from '../../testing/value-shown.ts';

const start = useGateway();
const value = valueShown(start);

describe('semantic 6: Url and OriginalUrl', () => {
  test('rewrite-uri and set-backend-service change Url alone', async () => {
    const show =
      '@(context.Request.Url.ToString() + " " + context.Request.OriginalUrl.Path + context.Request.OriginalUrl.QueryString)';
    const { request } = await start({
      policy: {
        inbound: `<set-backend-service base-url="https://other.example/base/" /><rewrite-uri template="/new?x=1" /><return-response><set-body>${show}</set-body></return-response>`,
      },
    });
    expect((await request('/api/op?q=2')).body).toBe('https://other.example/base/new?x=1&q=2 /api/op?q=2');
  });

  test('another backend keeps path and query, whatever the order', async () => {
    const backendUrl = '<set-backend-service base-url="https://other.example/base/" />';
    const rewrite = '<rewrite-uri template="/new" />';
    const show = '<return-response><set-body>@(context.Request.Url.ToString())</set-body></return-response>';
    const shown = async (inbound: string): Promise<string> =>
      (await (await start({ policy: { inbound: `${inbound}${show}` } })).request('/api/a//b?q=2')).body;
    expect(await shown(backendUrl)).toBe('https://other.example/base/a//b?q=2');
    expect(await shown(rewrite + backendUrl)).toBe('https://other.example/base/new?q=2');
    expect(await shown(backendUrl + rewrite)).toBe('https://other.example/base/new?q=2');
  });

  test('OriginalUrl follows the Host header', async () => {
    expect(
      await value(
        'context.Request.OriginalUrl.Host + ":" + context.Request.OriginalUrl.Port + "/" + context.Deployment.ServiceName',
        '',
        '/api/op',
        {
          headers: { Host: 'contoso.azure-api.net' },
        },
      ),
    ).toBe('contoso.azure-api.net:80/contoso');
  });

  test('query values are decoded, or not: a switch', async () => {
    expect(await value('context.Request.Url.Query.GetValueOrDefault("a")', '', '/api/op?a=1%2B1&a=b')).toBe('1+1,b');
    const { request } = await start({
      policy: showing('context.Request.Url.Query["a"][0]'),
      switches: { 'url.queryDecoded': false },
    });
    expect((await request('/api/op?a=1%2B1')).json()).toEqual({ value: '1%2B1' });
  });
});
