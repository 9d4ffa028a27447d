import type { DeployedResource } from '../../bicep/deployment.ts';
import { knownText } from '../../bicep/value.ts';
import { member } from './deployment-values.ts';

/** A container of a Cosmos DB account that is deployed beside the service. */
export interface DeployedStore {
  readonly database: string;
  readonly container: string;
  /** Path of the partition key, such as `/clientId`. */
  readonly partitionKey: string;
  /** `defaultTtl` of the container, in seconds; -1 leaves it to the items. */
  readonly defaultTtl?: number;
}

const container = 'microsoft.documentdb/databaseaccounts/sqldatabases/containers';

/** Whether a resource type is a store's. */
export function isStoreResource(type: string): boolean {
  return type.toLowerCase() === container;
}

/** The Cosmos DB containers among resources. */
export function deployedStores(resources: readonly DeployedResource[]): DeployedStore[] {
  return resources
    .filter(({ type }) => isStoreResource(type))
    .map(({ names, body }) => {
      const paths = member(body, 'properties', 'resource', 'partitionKey', 'paths');
      const ttl = member(body, 'properties', 'resource', 'defaultTtl');
      return {
        database: names.at(-2) ?? '',
        container: names.at(-1) ?? '',
        partitionKey: (Array.isArray(paths) ? knownText(paths[0]) : undefined) ?? '/id',
        ...(typeof ttl === 'number' ? { defaultTtl: ttl } : {}),
      };
    });
}
