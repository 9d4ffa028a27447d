import { randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { Api, Product, Subscription } from '../model.ts';
import { Headers } from '../pipeline/message/headers.ts';
import { GatewayUrl } from '../pipeline/message/url.ts';
import { SubscriptionKeys } from './subscription-keys.ts';

const key = (): string => randomBytes(16).toString('hex');
const api: Api = { id: 'a', name: 'A', path: 'a', revision: '1', subscriptionRequired: true, operations: [] };
const starter: Product = { id: 'starter', name: 'Starter', subscriptionRequired: true, apiIds: ['a'] };
const subscription = (scope: Subscription['scope'], more: Partial<Subscription> = {}): Subscription => ({
  id: 's',
  name: 's',
  primaryKey: key(),
  scope,
  ...more,
});
const url = (query = ''): GatewayUrl => GatewayUrl.parse(`https://gw.example/a/op${query}`) ?? expect.fail();

describe('subscription keys', () => {
  test('a key of a product brings the product along', () => {
    const known = subscription({ kind: 'product', id: 'starter' });
    const keys = new SubscriptionKeys([known], [starter]);
    const admission = keys.admit(api, url(), Headers.fromRaw(['Ocp-Apim-Subscription-Key', known.primaryKey]));
    expect(admission).toMatchObject({ product: starter, subscription: { id: 's', usedKey: known.primaryKey } });
  });

  test('keys of one API and of all skip products (semantics 9)', () => {
    for (const scope of [{ kind: 'all' } as const, { kind: 'api', id: 'a' } as const]) {
      const known = subscription(scope);
      const keys = new SubscriptionKeys([known], [starter]);
      const admission = keys.admit(api, url(`?subscription-key=${known.primaryKey}`), Headers.empty());
      expect(admission.subscription?.id).toBe('s');
      expect(admission.product).toBeUndefined();
    }
  });

  test('the header is looked at before the query (semantics 9)', () => {
    const known = subscription({ kind: 'all' });
    const keys = new SubscriptionKeys([known], []);
    const headers = Headers.fromRaw(['ocp-apim-subscription-key', key()]);
    expect(keys.admit(api, url(`?subscription-key=${known.primaryKey}`), headers).refusal?.reason).toBe(
      'SubscriptionKeyInvalid',
    );
  });

  test('an open product needs no key (semantics 9)', () => {
    const open: Product = { ...starter, id: 'open', subscriptionRequired: false };
    expect(new SubscriptionKeys([], [open]).admit(api, url(), Headers.empty())).toEqual({ product: open });
  });

  test('no key and a wrong key are told apart', () => {
    const keys = new SubscriptionKeys([], []);
    expect(keys.admit(api, url(), Headers.empty()).refusal).toMatchObject({
      status: 401,
      statusReason: 'Access Denied',
      source: 'authorization',
      reason: 'SubscriptionKeyNotFound',
      headers: [
        [
          'WWW-Authenticate',
          'AzureApiManagementKey realm="https://gw.example/a",name="Ocp-Apim-Subscription-Key",type="header"',
        ],
      ],
    });
    const wrong = Headers.fromRaw(['Ocp-Apim-Subscription-Key', key()]);
    expect(keys.admit(api, url(), wrong).refusal?.reason).toBe('SubscriptionKeyInvalid');
  });

  test('a cancelled subscription opens nothing, and neither does one of another API', () => {
    const cancelled = subscription({ kind: 'all' }, { active: false });
    const other = subscription({ kind: 'api', id: 'b' });
    const keys = new SubscriptionKeys([cancelled, other], []);
    for (const { primaryKey } of [cancelled, other]) {
      const headers = Headers.fromRaw(['Ocp-Apim-Subscription-Key', primaryKey]);
      expect(keys.admit(api, url(), headers).refusal?.reason).toBe('SubscriptionKeyInvalid');
    }
  });

  test('both keys of a subscription open, and an empty one is none', () => {
    const secondaryKey = key();
    const both = subscription({ kind: 'all' }, { secondaryKey });
    const emptied = subscription({ kind: 'all' }, { primaryKey: '', secondaryKey: '' });
    const keys = new SubscriptionKeys([both, emptied], []);
    for (const sent of [both.primaryKey, secondaryKey]) {
      expect(keys.admit(api, url(`?subscription-key=${sent}`), Headers.empty()).subscription?.usedKey).toBe(sent);
    }
    const empty = Headers.fromRaw(['Ocp-Apim-Subscription-Key', '']);
    expect(keys.admit(api, url(), empty).refusal?.reason).toBe('SubscriptionKeyNotFound');
  });

  test('a product opens the APIs that it has and no others, with a key or, when it is open, without', () => {
    const known = subscription({ kind: 'product', id: 'starter' });
    const open: Product = { id: 'open', name: 'Open', subscriptionRequired: false, apiIds: ['b'] };
    const keys = new SubscriptionKeys([known], [{ ...starter, apiIds: ['b'] }, open]);
    const sent = Headers.fromRaw(['Ocp-Apim-Subscription-Key', known.primaryKey]);
    expect(keys.admit(api, url(), sent).refusal?.reason).toBe('SubscriptionKeyInvalid');
    expect(keys.admit(api, url(), Headers.empty()).refusal?.reason).toBe('SubscriptionKeyNotFound');
  });

  test('an API may have names of its own for the key, and then goes by no others', () => {
    const known = subscription({ kind: 'all' });
    const keys = new SubscriptionKeys([known], []);
    const named = { ...api, subscriptionKeyNames: { header: 'X-Key', query: 'k' } };
    const own = Headers.fromRaw(['x-key', known.primaryKey]);
    expect(keys.admit(named, url(), own).subscription?.id).toBe('s');
    expect(keys.admit(named, url(`?k=${known.primaryKey}`), Headers.empty()).subscription?.id).toBe('s');
    const usual = Headers.fromRaw(['Ocp-Apim-Subscription-Key', known.primaryKey]);
    const { refusal } = keys.admit(named, url(`?subscription-key=${known.primaryKey}`), usual);
    expect([refusal?.reason, refusal?.headers?.[0]?.[1]]).toEqual([
      'SubscriptionKeyNotFound',
      expect.stringContaining('name="X-Key"'),
    ]);
  });

  test('an API that requires none is open', () => {
    expect(new SubscriptionKeys([], []).admit({ ...api, subscriptionRequired: false }, url(), Headers.empty())).toEqual(
      {},
    );
  });

  test('a key that opens nothing is refused even where none is required', () => {
    const other = subscription({ kind: 'api', id: 'b' });
    const open: Product = { ...starter, id: 'open', subscriptionRequired: false };
    for (const products of [[], [open]]) {
      const keys = new SubscriptionKeys([other], products);
      for (const sent of [key(), other.primaryKey]) {
        const headers = Headers.fromRaw(['Ocp-Apim-Subscription-Key', sent]);
        const { refusal } = keys.admit({ ...api, subscriptionRequired: false }, url(), headers);
        expect(refusal?.reason).toBe('SubscriptionKeyInvalid');
      }
    }
  });
});
