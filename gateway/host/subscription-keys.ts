/** Subscription keys: who may call an API, and through which product. */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { Api, Product, Subscription } from '../model.ts';
import { subscriptionKeyNames } from '../pipeline/context-host.ts';
import type { Headers } from '../pipeline/message/headers.ts';
import type { GatewayUrl } from '../pipeline/message/url.ts';
import type { UsedSubscription } from '../pipeline/route.ts';
import type { Failure } from '../policies/policy.ts';

/** What a key, or its absence, gives access to. */
export interface Admission {
  readonly subscription?: UsedSubscription;
  /** The product whose policies apply; none for keys of one API or of all. */
  readonly product?: Product;
  readonly refusal?: Failure;
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

function refusal(reason: string, logged: string, told: string, url: GatewayUrl, api: Api, header: string): Failure {
  const realm = `${url.origin}/${api.path}`.replace(/\/$/, '');
  return {
    source: 'authorization',
    reason,
    message: logged,
    publicMessage: told,
    status: 401,
    // captured: the reason phrase is not the usual one
    statusReason: 'Access Denied',
    headers: [['WWW-Authenticate', `AzureApiManagementKey realm="${realm}",name="${header}",type="header"`]],
  };
}

/** Which subscription a key belongs to. Keys are compared by digest, in constant time. */
export class SubscriptionKeys {
  readonly #subscriptions: readonly { readonly subscription: Subscription; readonly digests: readonly Buffer[] }[];
  readonly #products: readonly Product[];

  constructor(subscriptions: readonly Subscription[], products: readonly Product[]) {
    this.#subscriptions = subscriptions.map((subscription) => ({
      subscription,
      digests: [subscription.primaryKey, subscription.secondaryKey]
        .filter((key) => key !== undefined && key !== '')
        .map((key) => digest(String(key))),
    }));
    this.#products = products;
  }

  /** Decides about a call. The header's key is looked at before the query's. */
  admit(api: Api, url: GatewayUrl, headers: Headers): Admission {
    const names = api.subscriptionKeyNames ?? subscriptionKeyNames;
    const key = headers.get(names.header) ?? url.query(names.query)?.[0];
    const found = key === undefined || key === '' ? undefined : this.#find(key, api);
    if (found) return found;
    if (key === undefined || key === '') {
      // an open product needs no key (subscriptions page)
      const open = this.#products.find((product) => !product.subscriptionRequired && product.apiIds.includes(api.id));
      if (open) return { product: open };
    }
    if (key === undefined || key === '') {
      if (!api.subscriptionRequired) return {};
      return {
        refusal: refusal(
          'SubscriptionKeyNotFound',
          'Access denied due to missing subscription key. Make sure to include subscription key when making requests to this API.',
          'Access denied due to missing subscription key. Make sure to include subscription key when making requests to an API.',
          url,
          api,
          names.header,
        ),
      };
    }
    // a key that opens nothing is refused even where none is asked for (subscriptions page, summary table)
    const text =
      'Access denied due to invalid subscription key. Make sure to provide a valid key for an active subscription.';
    return { refusal: refusal('SubscriptionKeyInvalid', text, text, url, api, names.header) };
  }

  #find(key: string, api: Api): Admission | undefined {
    const given = digest(key);
    let match: Subscription | undefined;
    // every key is compared, in constant time each
    for (const { subscription, digests } of this.#subscriptions) {
      for (const known of digests) if (timingSafeEqual(known, given)) match ??= subscription;
    }
    if (!match || match.active === false) return undefined;
    const subscription: UsedSubscription = { ...match, usedKey: key };
    const { scope } = match;
    if (scope.kind === 'all') return { subscription };
    if (scope.kind === 'api') return scope.id === api.id ? { subscription } : undefined;
    const product = this.#products.find((each) => each.id === scope.id && each.apiIds.includes(api.id));
    return product && { subscription, product };
  }
}
