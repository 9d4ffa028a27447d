/** OData system query options: $select, $filter, $orderby, $top, $skiptoken, $count. */
import type { Parameters } from '../http/parameters.ts';
import { compileFilter, type Entity } from './filter.ts';
import { badRequest } from './graph-error.ts';

/** Entities a page holds when $top does not say, and at most. */
const defaultPage = 100;
const largestPage = 999;

/** What a collection is made of. */
export interface EntitySet {
  /** Name in `@odata.context`. */
  readonly name: string;
  /** Path below the version, for `@odata.nextLink`. */
  readonly path: string;
  readonly entities: readonly Entity[];
  /** Shown when nothing is selected; undefined is everything. */
  readonly defaults?: readonly string[];
  readonly properties: ReadonlySet<string>;
}

/** Names of `$select`, checked. */
function selection(options: Parameters, properties: ReadonlySet<string>): readonly string[] | undefined {
  const text = options.get('$select');
  if (!text) return undefined;
  const names = text.split(',').map((name) => name.trim());
  const unknown = names.find((name) => !properties.has(name));
  if (unknown !== undefined) {
    throw badRequest(
      `Parsing OData Select and Expand failed: Could not find a property named '${unknown.slice(0, 100)}' on type 'microsoft.graph.directoryObject'.`,
    );
  }
  return names;
}

const pick = (entity: Entity, names: readonly string[] | undefined): Entity =>
  names === undefined ? entity : Object.fromEntries(names.map((name) => [name, entity[name] ?? null]));

function wholeNumber(options: Parameters, name: string, least: number, most: number): number | undefined {
  const text = options.get(name);
  if (text === undefined) return undefined;
  const value = Number(text);
  if (!/^\d{1,6}$/.test(text) || value < least || value > most) {
    throw badRequest(`Invalid value '${text.slice(0, 50)}' for ${name} query option found.`);
  }
  return value;
}

/** One entity, with `$select` applied. An unselected `id` is not shown. */
export function entityBody(
  origin: string,
  set: Pick<EntitySet, 'name' | 'defaults' | 'properties'>,
  entity: Entity,
  options: Parameters,
): Entity {
  const selected = selection(options, set.properties);
  const names = selected ? `${set.name}(${selected.join(',')})` : set.name;
  return {
    '@odata.context': `${origin}/v1.0/$metadata#${names}/$entity`,
    ...pick(entity, selected ?? set.defaults),
  };
}

function ordered(entities: readonly Entity[], options: Parameters, properties: ReadonlySet<string>): readonly Entity[] {
  const text = options.get('$orderby');
  if (!text) return entities;
  const [property = '', direction = 'asc'] = text.trim().split(/\s+/);
  if (!properties.has(property) || !['asc', 'desc'].includes(direction)) throw badRequest('Invalid $orderby clause.');
  const sign = direction === 'desc' ? -1 : 1;
  return entities.toSorted((a, b) => sign * String(a[property] ?? '').localeCompare(String(b[property] ?? '')));
}

/**
 * A collection, filtered, ordered, paged.
 * @param eventual whether `ConsistencyLevel: eventual` was sent, which `$count` needs.
 */
export function collectionBody(origin: string, set: EntitySet, options: Parameters, eventual: boolean): Entity {
  const filter = options.get('$filter');
  const matching = filter ? set.entities.filter(compileFilter(filter, set.properties)) : set.entities;
  const all = ordered(matching, options, set.properties);
  const counted = options.get('$count') === 'true';
  if (counted && !eventual) throw badRequest('$count is not currently supported.', 'Request_UnsupportedQuery');
  const size = wholeNumber(options, '$top', 1, largestPage) ?? defaultPage;
  const from = offset(options.get('$skiptoken'));
  const selected = selection(options, set.properties);
  const names = selected ? `${set.name}(${selected.join(',')})` : set.name;
  const shown = all.slice(from, from + size).map((entity) => pick(entity, selected ?? set.defaults));
  return {
    '@odata.context': `${origin}/v1.0/$metadata#${names}`,
    ...(counted && { '@odata.count': all.length }),
    ...(from + size < all.length && { '@odata.nextLink': nextLink(origin, set.path, options, from + size) }),
    value: shown,
  };
}

const skipPrefix = 'Sp-';

function offset(skipToken: string | undefined): number {
  if (skipToken === undefined) return 0;
  const value = Number(Buffer.from(skipToken.replace(skipPrefix, ''), 'base64url').toString('utf8'));
  if (!skipToken.startsWith(skipPrefix) || !Number.isInteger(value) || value < 0) {
    throw badRequest('Skip token is not valid.', 'Directory_InvalidPageToken');
  }
  return value;
}

function nextLink(origin: string, path: string, options: Parameters, at: number): string {
  const query = new URLSearchParams();
  for (const name of options.names) if (name !== '$skiptoken') query.set(name, options.get(name) ?? '');
  query.set('$skiptoken', `${skipPrefix}${Buffer.from(String(at)).toString('base64url')}`);
  return `${origin}/v1.0${path}?${query.toString().replaceAll('%24', '$')}`;
}
