/** Puts a function from Request to Response behind node:http. */
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { addressOf, IncomingRequest } from './incoming-request.ts';
import { plainParts } from './plain-answer.ts';

type Host = (request: Request) => Promise<Response>;

function headersOf(response: Response): Record<string, string | string[]> {
  const headers: Record<string, string | string[]> = {};
  response.headers.forEach((value, name) => {
    headers[name] = value;
  });
  const cookies = response.headers.getSetCookie();
  if (cookies.length > 0) headers['set-cookie'] = cookies;
  return headers;
}

/** Writes a body; one that breaks off is cut on the wire too, after what there was of it. */
async function write(response: Response, outgoing: ServerResponse): Promise<void> {
  const chunks: Uint8Array[] = [];
  try {
    for await (const chunk of response.body ?? []) chunks.push(chunk);
  } catch {
    outgoing.writeHead(response.status, headersOf(response));
    outgoing.write(Buffer.concat(chunks), () => outgoing.destroy());
    return;
  }
  const body = Buffer.concat(chunks);
  outgoing.writeHead(response.status, { ...headersOf(response), 'content-length': body.byteLength }).end(body);
}

type Fields = Readonly<Record<string, string | readonly string[]>>;

/** Headers as node:http takes them: no list that is empty, and lists that may be written to. */
function fieldsOf(headers: Fields): Record<string, string | string[]> {
  const fields: Record<string, string | string[]> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (typeof value === 'string') fields[name] = value;
    else if (value.length > 0) fields[name] = [...value];
  }
  return fields;
}

async function answer(host: Host | undefined, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  if (!host) {
    outgoing.writeHead(503).end();
    return;
  }
  const url = addressOf(incoming);
  if (url === undefined) {
    outgoing.writeHead(400, { 'content-type': 'text/plain' }).end('The request names no host.');
    return;
  }
  const response = await host(new IncomingRequest(url, incoming, outgoing) as unknown as Request);
  const plain = plainParts(response);
  if (!plain) return write(response, outgoing);
  const { status, headers, text } = plain;
  const length = status === 204 ? {} : { 'content-length': Buffer.byteLength(text) };
  outgoing.writeHead(status, { ...fieldsOf(headers), ...length }).end(text);
}

/** A listener. @param host what answers, as soon as there is one; before that, 503 */
export function nodeListener(host: () => Host | undefined): RequestListener {
  return (incoming, outgoing) => {
    answer(host(), incoming, outgoing).catch(() => {
      // a failure inside is a mistake of the mock: say so without showing anything of the request
      if (outgoing.headersSent) outgoing.destroy();
      else outgoing.writeHead(500, { 'content-type': 'text/plain' }).end('mock Entra failed');
    });
  };
}
