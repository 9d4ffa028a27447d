/** JSON batching: up to 20 requests in one, with dependencies. Graph documentation, json-batching. */
import type { RequestMarks } from '../errors/error-body.ts';
import { badRequest, graphErrorBody } from './graph-error.ts';

interface BatchItem {
  readonly id: string;
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
  readonly dependsOn: readonly string[];
}

interface BatchAnswer {
  readonly id: string;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/** How a batch is run. */
export interface BatchRun {
  /** Answers one request as if it had come alone. */
  readonly send: (request: Request) => Promise<Response>;
  /** Origin and version, to which the relative addresses are added. */
  readonly base: string;
  readonly authorization: string;
  /** Of the batch itself, for answers that no operation gives. */
  readonly marks: RequestMarks;
}

const most = 20;
const key = (id: string): string => id.toLowerCase();
const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function readItem(value: unknown): BatchItem {
  if (!isObject(value)) throw badRequest('Invalid batch payload format.');
  const { id, method, url, headers, body, dependsOn } = value;
  if (typeof id !== 'string' || id === '' || typeof method !== 'string' || typeof url !== 'string') {
    throw badRequest('Invalid batch payload format.');
  }
  const texts = isObject(headers)
    ? Object.entries(headers).flatMap(([name, each]) => (typeof each === 'string' ? [[name, each] as const] : []))
    : [];
  const depends = Array.isArray(dependsOn) ? dependsOn.filter((each) => typeof each === 'string') : [];
  return { id, method: method.toUpperCase(), url, headers: Object.fromEntries(texts), body, dependsOn: depends };
}

function readBatch(payload: unknown): readonly BatchItem[] {
  if (!isObject(payload) || !Array.isArray(payload.requests)) throw badRequest('Invalid batch payload format.');
  if (payload.requests.length > most)
    throw badRequest(`Number of batch request steps exceeds the maximum value of ${most}.`);
  const items = payload.requests.map(readItem);
  // ids are compared without case
  if (new Set(items.map(({ id }) => key(id))).size < items.length) throw badRequest('Request Ids must be unique.');
  for (const [index, item] of items.entries()) {
    const earlier = new Set(items.slice(0, index).map(({ id }) => key(id)));
    if (item.dependsOn.some((id) => !earlier.has(key(id))))
      throw badRequest(`Invalid dependsOn in request '${item.id.slice(0, 50)}'.`);
  }
  return items;
}

const dependencyFailed = { code: 'FailedDependency', message: 'A request this one depends on failed.' };

function failure(
  id: string,
  status: number,
  error: { readonly code: string; readonly message: string },
  marks: RequestMarks,
): BatchAnswer {
  return { id, status, headers: { 'Content-Type': 'application/json' }, body: graphErrorBody(error, marks) };
}

/** Why an item can't be sent; undefined when it can. */
function refusal({ url, headers, body }: BatchItem): string | undefined {
  if (/^([a-z][a-z\d+.-]*:|\/\/|\\)/i.test(url)) return 'Invalid url.';
  // a batch in a batch could hold another, without end
  if (/^\/?(?:\$|%24)batch(?:$|[/?#])/i.test(url)) return 'Batches can not be nested.';
  const typed = Object.keys(headers).some((name) => name.toLowerCase() === 'content-type');
  if (body !== undefined && !typed) return 'A request with a body needs a Content-Type among its headers.';
  return undefined;
}

async function answerItem(item: BatchItem, { send, base, authorization, marks }: BatchRun): Promise<BatchAnswer> {
  const refuse = (message: string): BatchAnswer => failure(item.id, 400, { code: 'BadRequest', message }, marks);
  const reason = refusal(item);
  if (reason !== undefined) return refuse(reason);
  const hasBody = item.body !== undefined && item.method !== 'GET' && item.method !== 'HEAD';
  let request: Request;
  try {
    request = new Request(`${base}/${item.url.replace(/^\//, '')}`, {
      method: item.method,
      headers: { ...item.headers, authorization },
      ...(hasBody && { body: JSON.stringify(item.body) }),
    });
  } catch {
    return refuse('Invalid request.');
  }
  const response = await send(request);
  const text = await response.text();
  const json = (response.headers.get('content-type') ?? '').includes('json');
  const headers: Record<string, string> = {};
  for (const name of ['content-type', 'odata-version', 'retry-after', 'cache-control']) {
    const value = response.headers.get(name);
    if (value !== null) headers[name.replace(/(^|-)\w/g, (letter) => letter.toUpperCase())] = value;
  }
  return { id: item.id, status: response.status, headers, body: json && text !== '' ? JSON.parse(text) : text };
}

/**
 * Runs a batch.
 * @throws GraphError 400 for a payload that is not a batch.
 */
export async function runBatch(payload: unknown, run: BatchRun): Promise<{ responses: readonly BatchAnswer[] }> {
  const responses = new Map<string, BatchAnswer>();
  for (const item of readBatch(payload)) {
    const failed = item.dependsOn.some((id) => (responses.get(key(id))?.status ?? 500) >= 400);
    responses.set(
      key(item.id),
      failed ? failure(item.id, 424, dependencyFailed, run.marks) : await answerItem(item, run),
    );
  }
  return { responses: [...responses.values()] };
}
