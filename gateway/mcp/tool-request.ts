import { bodyArgument, type ToolDefinition, templateNames } from './tool-definition.ts';

/** The request that a tool call becomes. */
export interface ToolRequest {
  readonly method: string;
  /** Path and query below the gateway's root. */
  readonly target: string;
  /** JSON text. */
  readonly body: string | undefined;
}

/** The arguments do not make a request. `message` is for the caller. */
export class ToolArgumentError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'ToolArgumentError';
  }
}

function textOf(name: string, value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw new ToolArgumentError(`The argument '${name}' is not a string, a number or a boolean.`);
}

/** One segment of a path: nothing in it may end the segment, or climb. */
function segment(name: string, value: unknown): string {
  const text = textOf(name, value);
  if (text === '' || text === '.' || text === '..') {
    throw new ToolArgumentError(`The argument '${name}' is empty or a dot segment, which a path can't hold.`);
  }
  return encodeURIComponent(text.toWellFormed());
}

/** JSON of an argument. Writing it calls itself for every level, of which a client may send more than a stack holds. */
function jsonOf(name: string, value: unknown): string {
  try {
    return JSON.stringify(value);
  } catch {
    throw new ToolArgumentError(`The argument '${name}' is nested too deeply.`);
  }
}

/**
 * The request for a tool call: template and query parameters from the arguments of their names, the body from `body`.
 * Other arguments are dropped.
 * @throws ToolArgumentError
 */
export function toolRequest({ api, operation }: ToolDefinition, args: Readonly<Record<string, unknown>>): ToolRequest {
  const { method, urlTemplate, parameters = [] } = operation;
  const given = (name: string): unknown => (Object.hasOwn(args, name) ? args[name] : undefined);
  for (const name of [
    ...templateNames(urlTemplate),
    ...parameters.filter(({ required }) => required).map(({ name }) => name),
  ]) {
    if (given(name) === undefined || given(name) === null) {
      throw new ToolArgumentError(`The argument '${name}' is required.`);
    }
  }
  const path = urlTemplate
    .replace(/\?.*$/, '')
    .replaceAll(/\{(\*?)([^}]+)\}/g, (_whole, wildcard: string, name: string) =>
      wildcard
        ? textOf(name, given(name))
            .split('/')
            .map((part) => segment(name, part))
            .join('/')
        : segment(name, given(name)),
    );
  const query = new URLSearchParams();
  for (const { name, in: place } of parameters) {
    const value = given(name);
    if (place !== 'query' || value === undefined || value === null) continue;
    for (const each of Array.isArray(value) ? value : [value]) query.append(name, textOf(name, each));
  }
  const body = given(bodyArgument);
  const search = query.size > 0 ? `?${query}` : '';
  return {
    method: method === '*' ? 'GET' : method,
    target: `${api.path === '' ? '' : `/${api.path}`}${path}${search}`,
    body: operation.body === undefined || body === undefined ? undefined : jsonOf(bodyArgument, body),
  };
}
