/** What a request was matched to. */
import type { Api, Operation, Product, Subscription } from '../model.ts';
import type { LoadedPolicy } from './load/load-policy.ts';

export interface Route {
  readonly api?: Api | undefined;
  readonly operation?: Operation | undefined;
  readonly product?: Product | undefined;
  readonly subscription?: UsedSubscription | undefined;
  /** Policy documents from the inside out: operation, API, product, global. */
  readonly chain: readonly LoadedPolicy[];
}

/** A subscription and the key that was used. */
export interface UsedSubscription extends Subscription {
  readonly usedKey: string;
}
