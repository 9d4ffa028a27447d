/** One call to a server: a request as it stands -> the server's response. */
import { ExchangeError, type HttpClient, type IncomingResponse } from '../policies/services.ts';
import { Body } from './message/body.ts';
import { type RequestMessage, ResponseMessage } from './message/message.ts';
import { outgoingHeaders, responseHeaders } from './outgoing-headers.ts';

export interface ExchangeOptions {
  readonly client: HttpClient;
  /** The client's address, when this is its own request. */
  readonly forwardedFor: string | undefined;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  /** The step that makes the call. */
  readonly step: number;
}

/**
 * Sends the request. A body that is not in memory goes out as it comes in and is gone from the message afterwards.
 * @throws ExchangeError
 */
export async function exchange(message: RequestMessage, options: ExchangeOptions): Promise<ResponseMessage> {
  const { method, certificate, proxy, url } = message;
  const headers = outgoingHeaders(message, options.forwardedFor);
  const body = message.body?.outgoing();
  if (message.body && !message.body.buffered) {
    message.body = undefined;
    message.bodyReplaced = true;
  }
  const answer = await options.client.send({
    method,
    url: url.toString(),
    headers,
    body,
    timeoutMs: options.timeoutMs,
    signal: options.signal,
    certificate,
    proxy,
    ...(options.forwardedFor === undefined ? {} : { forwarded: { setByPolicy: setByPolicy(message) } }),
  });
  const bodiless = method === 'HEAD' || answer.status === 204 || answer.status === 304;
  if (bodiless) answer.body.resume();
  return new ResponseMessage(
    answer.status,
    answer.reason,
    responseHeaders(answer.headers),
    bodiless ? undefined : bodyOf(answer),
    options.step,
  );
}

const bodyOf = (answer: IncomingResponse): Body =>
  answer.whole
    ? Body.from({
        whole: () => answer.whole?.(),
        stream: () => answer.body,
        discard: () => answer.discard?.(),
      })
    : Body.streaming(answer.body);

const nothing: ReadonlySet<string> = new Set();

/** Names of the headers that a step set and that are there, in lower case. */
function setByPolicy({ headers }: RequestMessage): ReadonlySet<string> {
  let names: Set<string> | undefined;
  for (const [name, step] of headers.origins()) {
    if (step === undefined || !headers.has(name)) continue;
    names ??= new Set();
    names.add(name);
  }
  return names ?? nothing;
}

/** Forwarding without anywhere to forward to. */
export const noBackend = (): ExchangeError =>
  new ExchangeError('invalid', 'The API has no backend URL, and no policy set one.');
