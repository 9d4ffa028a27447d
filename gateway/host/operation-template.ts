/** URL templates of operations: `/users/{id}`, `/files/{*path}`, `/*`, `/search?q={text}`. */

/** How specific a segment is: a literal beats a mixture, which beats a parameter, which beats a wildcard. */
type Rank = 3 | 2 | 1 | 0;

export interface OperationTemplate {
  /** Rank of each segment, for choosing among templates that match. */
  readonly ranks: readonly Rank[];
  readonly queryConstraints: number;
  /**
   * Matches the path below the API's own and the query.
   * @returns parameters by lower-case name, decoded; undefined when it does not match
   */
  match(path: string, query: (name: string) => readonly string[] | undefined): Map<string, string> | undefined;
}

const escapePattern = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

interface Segment {
  readonly pattern: string;
  readonly rank: Rank;
  readonly names: readonly string[];
}

function parseSegment(segment: string): Segment {
  if (segment === '*') return { pattern: '.*', rank: 0, names: [] };
  const rest = /^\{\*([^{}]*)\}$/.exec(segment);
  if (rest) return { pattern: '(.*)', rank: 0, names: [rest[1] ?? ''] };
  const names: string[] = [];
  let pattern = '';
  let literal = false;
  for (const [part, name] of segment.matchAll(/\{([^{}]+)\}|[^{}]+|[{}]/g)) {
    if (name === undefined) {
      pattern += escapePattern(part);
      literal = true;
    } else {
      pattern += '([^/]+?)';
      names.push(name);
    }
  }
  return { pattern, rank: names.length === 0 ? 3 : literal ? 2 : 1, names };
}

/** Reads a template. @param trailingSlash whether `/path/` is `/path` */
export function parseTemplate(template: string, trailingSlash: 'ignore' | 'strict'): OperationTemplate {
  const mark = template.indexOf('?');
  const path = mark < 0 ? template : template.slice(0, mark);
  const segments = path
    .split('/')
    .filter(
      (segment, index, all) => segment !== '' || (trailingSlash === 'strict' && index === all.length - 1 && index > 1),
    )
    .map(parseSegment);
  const names = segments.flatMap((segment) => segment.names);
  let pattern = '^';
  for (const segment of segments) {
    // a wildcard also matches nothing at all
    pattern += segment.rank === 0 ? `(?:/${segment.pattern})?` : `/${segment.pattern}`;
  }
  const slash = segments.length === 0 || trailingSlash === 'ignore' ? '/?' : '';
  const expression = new RegExp(`${pattern}${slash}$`, 'is');
  const constraints: { name: string; parameter?: string; literal?: string }[] = [];
  for (const pair of mark < 0 ? [] : template.slice(mark + 1).split('&')) {
    if (pair === '') continue;
    const equals = pair.indexOf('=');
    const name = equals < 0 ? pair : pair.slice(0, equals);
    const value = equals < 0 ? undefined : pair.slice(equals + 1);
    const parameter = /^\{([^{}]+)\}$/.exec(value ?? '')?.[1];
    if (parameter !== undefined) constraints.push({ name, parameter });
    else if (value !== undefined && value !== '*') constraints.push({ name, literal: value });
    else constraints.push({ name });
  }
  return {
    ranks: segments.map((segment) => segment.rank),
    queryConstraints: constraints.length,
    match: (actual, query) => {
      const found = expression.exec(actual);
      if (!found) return undefined;
      const parameters = new Map<string, string>();
      for (const [index, name] of names.entries()) parameters.set(name.toLowerCase(), decode(found[index + 1] ?? ''));
      for (const { name, parameter, literal } of constraints) {
        const [value] = query(name) ?? [];
        if (value === undefined || (literal !== undefined && literal !== value)) return undefined;
        if (parameter !== undefined) parameters.set(parameter.toLowerCase(), value);
      }
      return parameters;
    },
  };
}

/** Orders templates from the most specific to the least. */
export function compareTemplates(a: OperationTemplate, b: OperationTemplate): number {
  const length = Math.max(a.ranks.length, b.ranks.length);
  for (let index = 0; index < length; index++) {
    const difference = (b.ranks[index] ?? -1) - (a.ranks[index] ?? -1);
    if (difference !== 0) return difference;
  }
  return b.queryConstraints - a.queryConstraints;
}
