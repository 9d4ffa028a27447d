/** Outgoing HTTP/1.1 with headers as they are written: case, order and duplicates kept, bodies streamed. */
import { isIP } from 'node:net';
import type { Readable } from 'node:stream';
import type { Dispatcher } from 'undici';
import {
  ExchangeError,
  type HttpClient,
  type HttpProxy,
  type IncomingResponse,
  type OutgoingRequest,
  type ServiceCertificate,
} from '../policies/services.ts';
import { ArrivingContent } from './arriving-content.ts';
import { wireValue } from './wire-value.ts';

type Controller = Dispatcher.DispatchController;

const text = (part: Buffer | string): string => (typeof part === 'string' ? part : part.toString('latin1'));

/** Raw headers as strings, whatever form the dispatcher has them in. */
function rawHeaders(controller: Controller): string[] {
  const { rawHeaders: raw } = controller;
  return Array.isArray(raw) ? raw.map(text) : [];
}

/** Why no answer came, in words fit for LastError. */
function exchangeError(error: Error, host: string): ExchangeError {
  if (error instanceof ExchangeError) return error;
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'EGRESS_REFUSED') return new ExchangeError('refused', error.message, { cause: error });
  if (error.name === 'InvalidArgumentError') return new ExchangeError('invalid', error.message, { cause: error });
  return new ExchangeError('connection', `Error occured while calling backend service at ${host}. ${error.message}`, {
    cause: error,
  });
}

/** A response whose body becomes a stream only when somebody wants one. */
class Response implements IncomingResponse {
  readonly status: number;
  readonly reason: string;
  readonly headers: readonly string[];
  readonly content: ArrivingContent;
  constructor(status: number, reason: string, headers: readonly string[], content: ArrivingContent) {
    this.status = status;
    this.reason = reason;
    this.headers = headers;
    this.content = content;
  }
  get body(): Readable {
    return this.content.stream();
  }
  whole(): Uint8Array | undefined {
    return this.content.whole();
  }
  discard(): void {
    this.content.discard();
  }
}

/** Responses of one exchange, from headers to the end of the body. */
class Exchange implements Dispatcher.DispatchHandler {
  readonly #request: OutgoingRequest;
  readonly #host: string;
  readonly #resolve: (response: IncomingResponse) => void;
  readonly #reject: (error: ExchangeError) => void;
  readonly #timer: NodeJS.Timeout | undefined;
  #controller: Controller | undefined;
  #content: ArrivingContent | undefined;
  #failure: ExchangeError | undefined;

  constructor(
    request: OutgoingRequest,
    host: string,
    resolve: (response: IncomingResponse) => void,
    reject: (error: ExchangeError) => void,
  ) {
    this.#request = request;
    this.#host = host;
    this.#resolve = resolve;
    this.#reject = reject;
    const seconds = request.timeoutMs / 1000;
    this.#timer = setTimeout(
      () => this.#abort(new ExchangeError('timeout', `The request to ${host} was not answered within ${seconds} s.`)),
      request.timeoutMs,
    );
    request.signal.addEventListener('abort', this.#onAbort);
  }

  readonly #onAbort = (): void => this.#abort(new ExchangeError('aborted', 'The client closed the connection.'));

  #abort(error: ExchangeError): void {
    this.#failure ??= error;
    if (this.#controller) this.#controller.abort(this.#failure);
    else this.#settle(this.#failure);
  }

  /** Ends the exchange: fails the answer when there is none yet, else its body. */
  #settle(error: ExchangeError): void {
    clearTimeout(this.#timer);
    this.#request.signal.removeEventListener('abort', this.#onAbort);
    if (this.#content) this.#content.fail(error);
    else this.#reject(error);
  }

  onRequestStart(controller: Controller): void {
    this.#controller = controller;
    if (this.#failure) controller.abort(this.#failure);
  }

  onResponseStart(controller: Controller, status: number, _headers: unknown, reason = ''): void {
    if (status < 200) return;
    clearTimeout(this.#timer);
    this.#content = new ArrivingContent(controller);
    this.#resolve(new Response(status, reason, rawHeaders(controller), this.#content));
  }

  onResponseData(_controller: Controller, chunk: Buffer): void {
    this.#content?.push(chunk);
  }

  onResponseEnd(): void {
    this.#request.signal.removeEventListener('abort', this.#onAbort);
    this.#content?.end();
  }

  onResponseError(_controller: unknown, error: Error): void {
    this.#settle(this.#failure ?? exchangeError(error, this.#host));
  }
}

/** Where a request goes. */
interface Target {
  readonly origin: string;
  readonly host: string;
  readonly path: string;
  /**
   * The name to connect to and to verify: the URL's. Left to itself, undici takes the Host header's, which a policy may
   * have set to something else.
   */
  readonly servername: string | undefined;
}

/** Targets of URLs without query, which are few and asked for again and again. */
const targets = new Map<string, Target>();
const remembered = 256;
const longest = 1024;

/** @returns undefined for what is no URL */
function targetOf(text: string): Target | undefined {
  const known = targets.get(text);
  if (known) return known;
  const url = URL.parse(text);
  if (!url) return undefined;
  const { origin, host, hostname, pathname, search, protocol } = url;
  const unnamed = protocol === 'https:' && isIP(hostname) !== 0;
  const target = { origin, host, path: `${pathname}${search}`, servername: unnamed ? undefined : hostname };
  // a query may hold secrets, and is seldom the same
  if (search === '' && text.length <= longest) {
    if (targets.size >= remembered) targets.clear();
    targets.set(text, target);
  }
  return target;
}

/** Header fields with values as they can be sent. */
function wireHeaders(headers: readonly string[]): string[] {
  const sent: string[] = [];
  for (let index = 0; index < headers.length; index++) {
    const part = headers[index] ?? '';
    sent.push(index % 2 === 0 ? part : wireValue(part));
  }
  return sent;
}

/**
 * A client over undici dispatchers, which decide what may be reached.
 * @param dispatcherFor the dispatcher for a client certificate and a proxy, or for none of them
 */
export function httpClient(
  dispatcherFor: (
    certificate: ServiceCertificate | undefined,
    proxy?: HttpProxy | undefined,
  ) => Pick<Dispatcher, 'dispatch'>,
): HttpClient {
  return {
    send: (request) =>
      new Promise((resolve, reject) => {
        const target = targetOf(request.url);
        if (!target) {
          reject(new ExchangeError('invalid', 'The URL of the request is not valid.'));
          return;
        }
        if (request.signal.aborted) {
          reject(new ExchangeError('aborted', 'The client closed the connection.'));
          return;
        }
        const { origin, host, path, servername } = target;
        const exchange = new Exchange(request, host, resolve, reject);
        try {
          dispatcherFor(request.certificate, request.proxy).dispatch(
            {
              origin,
              path,
              method: request.method as Dispatcher.HttpMethod,
              headers: wireHeaders(request.headers),
              body: request.body ?? null,
              ...(servername === undefined ? {} : { servername }),
              headersTimeout: 0,
              bodyTimeout: 0,
            },
            exchange,
          );
        } catch (error) {
          exchange.onResponseError(undefined, error as Error);
        }
      }),
  };
}
