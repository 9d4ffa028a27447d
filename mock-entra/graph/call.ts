/** One call of an operation of Graph. */
import type { Parameters } from '../http/parameters.ts';
import type { EntraService } from '../service.ts';
import type { Caller } from './caller.ts';

export interface Call {
  readonly service: EntraService;
  readonly caller: Caller;
  /** Origin and version that were called. */
  readonly root: string;
  /** Values of `{…}` in the path. */
  readonly path: Readonly<Record<string, string>>;
  readonly options: Parameters;
  /** `ConsistencyLevel: eventual` was sent. */
  readonly eventual: boolean;
  /** JSON of a POST. */
  readonly body: unknown;
}
