/** Runtime semantics 4. */
import { describe, expect, test } from 'vitest';
import { useGateway } from '../testing/use-gateway.ts';
import { valueShown } from '../testing/value-shown.ts';

const start = useGateway();
const value = valueShown(start);

describe('semantic 4: the value cache', () => {
  const lookup = '<cache-lookup-value key="k" variable-name="v" />';

  test('a miss leaves the variable unset, or takes the default', async () => {
    expect(await value('context.Variables.ContainsKey("v") || context.Variables["v"] != null', lookup)).toBe(false);
    expect(
      await value('context.Variables["v"]', '<cache-lookup-value key="k" variable-name="v" default-value="@(5)" />'),
    ).toBe(5);
  });

  test('a hit takes no default', async () => {
    const kept = '<cache-store-value key="k" value="@(41)" duration="60" />';
    const read = '<cache-lookup-value key="k" variable-name="v" default-value="@(5)" />';
    expect(await value('context.Variables["v"]', `${kept}${read}`)).toBe(41);
  });

  test('values outlive the request, keep their type and expire', async () => {
    const under = await start({
      policy: {
        inbound:
          '<cache-lookup-value key="k" variable-name="v" /><choose><when condition="@(context.Variables.ContainsKey("v"))"><return-response><set-body>@((1 + (int)context.Variables["v"]).ToString())</set-body></return-response></when></choose><cache-store-value key="k" value="@(41)" duration="60" /><return-response><set-body>stored</set-body></return-response>',
      },
    });
    expect((await under.request()).body).toBe('stored');
    expect((await under.request()).body).toBe('42');
    under.now += 60_000;
    expect((await under.request()).body).toBe('stored');
  });

  test('a store that is not visible yet is a miss: the documented race', async () => {
    const { request } = await start({
      switches: { 'cache.visibility': { delayedMs: 100 } },
      policy: {
        inbound:
          '<cache-store-value key="k" value="v" duration="60" /><cache-lookup-value key="k" variable-name="v" default-value="miss" /><return-response><set-body>@((string)context.Variables["v"])</set-body></return-response>',
      },
    });
    expect((await request()).body).toBe('miss');
  });

  test('an external cache that is not configured holds nothing', async () => {
    expect(
      await value(
        'context.Variables["v"]',
        '<cache-store-value key="k" value="v" duration="60" caching-type="external" /><cache-lookup-value key="k" variable-name="v" default-value="miss" caching-type="external" />',
      ),
    ).toBe('miss');
  });
});

test('a value whose duration is over is not kept, whatever was there before, and is no failure', async () => {
  const kept = '<cache-store-value key="k" value="old" duration="60" />';
  const over = '<cache-store-value key="k" value="new" duration="@(0)" />';
  const read = '<cache-lookup-value key="k" variable-name="v" default-value="none" />';
  expect(await value('context.Variables["v"]', `${kept}${over}${read}`)).toBe('none');
});
