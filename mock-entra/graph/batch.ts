/** JSON batching: up to 20 requests in one, with dependencies. Graph documentation, json-batching. */
import { badRequest } from './graph-error.ts';

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

const most = 20;
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
  if (new Set(items.map(({ id }) => id)).size < items.length) throw badRequest('Request Ids must be unique.');
  for (const [index, item] of items.entries()) {
    const earlier = new Set(items.slice(0, index).map(({ id }) => id));
    if (item.dependsOn.some((id) => !earlier.has(id)))
      throw badRequest(`Invalid dependsOn in request '${item.id.slice(0, 50)}'.`);
  }
  return items;
}

async function answerItem(
  item: BatchItem,
  send: (request: Request) => Promise<Response>,
  base: string,
  authorization: string,
): Promise<BatchAnswer> {
  if (!item.url.startsWith('/') || item.url.startsWith('//')) {
    return { id: item.id, status: 400, headers: {}, body: { error: { code: 'BadRequest', message: 'Invalid url.' } } };
  }
  // a batch in a batch could hold another, without end
  if (/^\/(?:\$|%24)batch(?:$|[/?#])/i.test(item.url)) {
    return {
      id: item.id,
      status: 400,
      headers: {},
      body: { error: { code: 'BadRequest', message: 'Batches can not be nested.' } },
    };
  }
  const hasBody = item.body !== undefined && item.method !== 'GET' && item.method !== 'HEAD';
  let request: Request;
  try {
    request = new Request(`${base}${item.url}`, {
      method: item.method,
      headers: { ...item.headers, authorization },
      ...(hasBody && { body: JSON.stringify(item.body) }),
    });
  } catch {
    return {
      id: item.id,
      status: 400,
      headers: {},
      body: { error: { code: 'BadRequest', message: 'Invalid request.' } },
    };
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
 * @param send answers one request as if it had come alone.
 * @param base origin and version, to which the relative addresses are added.
 * @throws GraphError 400 for a payload that is not a batch.
 */
export async function runBatch(
  payload: unknown,
  send: (request: Request) => Promise<Response>,
  base: string,
  authorization: string,
): Promise<{ responses: readonly BatchAnswer[] }> {
  const responses = new Map<string, BatchAnswer>();
  for (const item of readBatch(payload)) {
    const failed = item.dependsOn.some((id) => (responses.get(id)?.status ?? 500) >= 400);
    const body = { error: { code: 'FailedDependency', message: 'A request this one depends on failed.' } };
    responses.set(
      item.id,
      failed ? { id: item.id, status: 424, headers: {}, body } : await answerItem(item, send, base, authorization),
    );
  }
  return { responses: [...responses.values()] };
}
