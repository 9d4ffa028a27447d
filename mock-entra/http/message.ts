/** A request to the login host, read once: address, parameters, and the marks its answer carries. */
import { randomUUID } from 'node:crypto';
import { isGuid } from '../directory/stable-id.ts';
import type { RequestMarks } from '../errors/error-body.ts';
import { formParameters, longestQuery, type Parameters, parseParameters, unreadable } from './parameters.ts';

/** A request, read. */
export interface Message {
  readonly request: Request;
  readonly url: URL;
  /** First path segment: tenant id, domain, `common`, `organizations` or `consumers`. */
  readonly tenantSegment: string;
  /** Which generation of the endpoint was called. */
  readonly version: 1 | 2;
  /** Parameters of the query. */
  readonly query: Parameters;
  /** Parameters of the body; those of the query for methods without one. */
  readonly parameters: Parameters;
  readonly marks: RequestMarks;
}

/** Parameters of a request's query. */
export function queryParameters(url: URL): Parameters {
  return url.search.length > longestQuery ? unreadable : parseParameters(url.search.slice(1));
}

/** Trace id, the client's own correlation id if it sent a good one, and the time. */
export function requestMarks(request: Request, query: Parameters, now: number): RequestMarks {
  const wanted = query.get('client-request-id') ?? request.headers.get('client-request-id') ?? '';
  return { traceId: randomUUID(), correlationId: isGuid(wanted) ? wanted : randomUUID(), at: now };
}

/** Reads a request. Never throws: what can't be read is marked malformed for the rules to refuse. */
export async function readMessage(
  request: Request,
  tenantSegment: string,
  version: 1 | 2,
  now: number,
): Promise<Message> {
  const url = new URL(request.url);
  const query = queryParameters(url);
  const parameters = request.method === 'POST' ? await formParameters(request) : query;
  return { request, url, tenantSegment, version, query, parameters, marks: requestMarks(request, query, now) };
}
