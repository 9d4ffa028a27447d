/** OData system query options: $select, $filter, $orderby, $top, $skiptoken, $count. */
import type { Parameters } from '../http/parameters.ts';
import { compileFilter, type Entity } from './filter.ts';
import { badRequest, GraphError } from './graph-error.ts';

/** Entities a page holds when $top does not say, and at most. */
const defaultPage = 100;
const largestPage = 999;

/** What a collection is made of. */
export interface EntitySet {
  /** Name in `@odata.context`. */
  readonly name: string;
  /** What it holds, e.g. `user`. */
  readonly type: string;
  /** Path below the version, for `@odata.nextLink`. */
  readonly path: string;
  readonly entities: readonly Entity[];
  /** Shown when nothing is selected; undefined is everything. */
  readonly defaults?: readonly string[];
  readonly properties: ReadonlySet<string>;
}

/** Names of `$select`, checked. */
function selection(
  options: Parameters,
  { properties, type }: Pick<EntitySet, 'properties' | 'type'>,
): readonly string[] | undefined {
  const text = options.get('$select');
  if (!text) return undefined;
  const names = text.split(',').map((name) => name.trim());
  const unknown = names.find((name) => !properties.has(name));
  if (unknown !== undefined) {
    throw badRequest(
      `Parsing OData Select and Expand failed: Could not find a property named '${unknown.slice(0, 100)}' on type 'microsoft.graph.${type}'.`,
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

/** Query options that Graph has and the emulator has not: their answers would be wrong without a word. */
const notEmulated = ['$expand', '$search', '$skip', '$apply', '$compute', '$format'];

function refuseNotEmulated(options: Parameters): void {
  const name = notEmulated.find((each) => options.get(each) !== undefined);
  if (name === undefined) return;
  throw new GraphError(501, 'NotImplemented', `Mock Entra does not emulate the query option ${name}.`);
}

/**
 * One entity, with `$select` applied. An unselected `id` is not shown.
 * @param root origin and version
 */
export function entityBody(
  root: string,
  set: Pick<EntitySet, 'name' | 'type' | 'defaults' | 'properties'>,
  entity: Entity,
  options: Parameters,
): Entity {
  refuseNotEmulated(options);
  const selected = selection(options, set);
  const names = selected ? `${set.name}(${selected.join(',')})` : set.name;
  return {
    '@odata.context': `${root}/$metadata#${names}/$entity`,
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

const advice =
  'Try adding $count=true query parameter and ConsistencyLevel:eventual header. Refer to https://aka.ms/graph-docs/advanced-queries for more information';

/** Entities that the filter lets through, in order. @param advanced whether header and option for advanced queries came along */
function matching(set: EntitySet, options: Parameters, advanced: boolean): readonly Entity[] {
  const text = options.get('$filter');
  const filter = text ? compileFilter(text, set.properties, set.type) : undefined;
  if (filter?.advanced !== undefined && !advanced) {
    throw badRequest(
      `Operator '${filter.advanced}' is not supported because the required parameters might be missing. ${advice}`,
      'Request_UnsupportedQuery',
    );
  }
  if (filter && options.get('$orderby') && !advanced) {
    throw badRequest('Sorting not supported for current query.', 'Request_UnsupportedQuery');
  }
  return ordered(filter ? set.entities.filter(filter.matches) : set.entities, options, set.properties);
}

/**
 * A collection, filtered, ordered, paged.
 * @param root origin and version
 * @param eventual whether `ConsistencyLevel: eventual` was sent. Without it `$count` is ignored, as at Graph, and what
 *   only advanced queries have is refused.
 */
export function collectionBody(root: string, set: EntitySet, options: Parameters, eventual: boolean): Entity {
  refuseNotEmulated(options);
  const counted = eventual && options.get('$count') === 'true';
  const all = matching(set, options, counted);
  const size = wholeNumber(options, '$top', 1, largestPage) ?? defaultPage;
  const from = offset(options.get('$skiptoken'));
  const selected = selection(options, set);
  const names = selected ? `${set.name}(${selected.join(',')})` : set.name;
  const shown = all.slice(from, from + size).map((entity) => pick(entity, selected ?? set.defaults));
  return {
    '@odata.context': `${root}/$metadata#${names}`,
    ...(counted && { '@odata.count': all.length }),
    ...(from + size < all.length && { '@odata.nextLink': nextLink(root, set.path, options, from + size) }),
    value: shown,
  };
}

/** How many there are, for `/$count`. @throws GraphError 400 without `ConsistencyLevel: eventual` */
export function countOf(set: EntitySet, options: Parameters, eventual: boolean): string {
  if (!eventual) throw badRequest('$count is not currently supported.', 'Request_BadRequest');
  refuseNotEmulated(options);
  return String(matching(set, options, true).length);
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

function nextLink(root: string, path: string, options: Parameters, at: number): string {
  const query = new URLSearchParams();
  for (const name of options.names) if (name !== '$skiptoken') query.set(name, options.get(name) ?? '');
  query.set('$skiptoken', `${skipPrefix}${Buffer.from(String(at)).toString('base64url')}`);
  return `${root}${path}?${query.toString().replaceAll('%24', '$')}`;
}
