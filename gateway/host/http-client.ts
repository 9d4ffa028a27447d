/** Outgoing HTTP/1.1 with headers as they are written: case, order and duplicates kept, bodies streamed. */
import { isIP } from 'node:net';
import { Readable } from 'node:stream';
import type { Dispatcher } from 'undici';
import {
  ExchangeError,
  type HttpClient,
  type IncomingResponse,
  type OutgoingRequest,
  type ServiceCertificate,
} from '../policies/services.ts';
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

/** A response's content; `complete` once all of it has arrived, read or not. */
class Content extends Readable {
  complete = false;
}

/** Responses of one exchange, from headers to the end of the body. */
class Exchange {
  readonly #request: OutgoingRequest;
  readonly #host: string;
  readonly #resolve: (response: IncomingResponse) => void;
  readonly #reject: (error: ExchangeError) => void;
  readonly #timer: NodeJS.Timeout | undefined;
  #controller: Controller | undefined;
  #stream: Content | undefined;
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
    if (this.#stream) this.#stream.destroy(error);
    else this.#reject(error);
  }

  readonly handler: Dispatcher.DispatchHandler = {
    onRequestStart: (controller) => {
      this.#controller = controller;
      if (this.#failure) controller.abort(this.#failure);
    },
    onResponseStart: (controller, status, _headers, reason = '') => {
      if (status < 200) return;
      clearTimeout(this.#timer);
      const stream = new Content({
        read: () => controller.resume(),
        destroy: (error, done) => {
          if (!stream.readableEnded)
            controller.abort(error ?? new ExchangeError('aborted', 'The body was not wanted.'));
          done(error);
        },
      });
      // an error before anyone reads must not end the process
      stream.on('error', () => {});
      this.#stream = stream;
      this.#resolve({ status, reason, headers: rawHeaders(controller), body: stream });
    },
    onResponseData: (controller, chunk) => {
      if (this.#stream && !this.#stream.push(chunk)) controller.pause();
    },
    onResponseEnd: () => {
      this.#request.signal.removeEventListener('abort', this.#onAbort);
      if (!this.#stream) return;
      this.#stream.complete = true;
      this.#stream.push(null);
    },
    onResponseError: (_controller, error) => this.#settle(this.#failure ?? exchangeError(error, this.#host)),
  };
}

/**
 * The name to connect to and to verify: the URL's. Left to itself, undici takes the Host header's, which a policy may
 * have set to something else.
 */
const serverName = ({ protocol, hostname }: URL): { servername?: string } =>
  protocol === 'https:' && isIP(hostname) !== 0 ? {} : { servername: hostname };

/**
 * A client over undici dispatchers, which decide what may be reached.
 * @param dispatcherFor the dispatcher for a client certificate, or for none
 */
export function httpClient(dispatcherFor: (certificate: ServiceCertificate | undefined) => Dispatcher): HttpClient {
  return {
    send: (request) =>
      new Promise((resolve, reject) => {
        let url: URL;
        try {
          url = new URL(request.url);
        } catch {
          reject(new ExchangeError('invalid', 'The URL of the request is not valid.'));
          return;
        }
        if (request.signal.aborted) {
          reject(new ExchangeError('aborted', 'The client closed the connection.'));
          return;
        }
        const exchange = new Exchange(request, url.host, resolve, reject);
        try {
          dispatcherFor(request.certificate).dispatch(
            {
              origin: url.origin,
              path: `${url.pathname}${url.search}`,
              method: request.method as Dispatcher.HttpMethod,
              headers: request.headers.map((part, index) => (index % 2 === 0 ? part : wireValue(part))),
              body: request.body ?? null,
              ...serverName(url),
              headersTimeout: 0,
              bodyTimeout: 0,
            },
            exchange.handler,
          );
        } catch (error) {
          exchange.handler.onResponseError?.({} as Controller, error as Error);
        }
      }),
  };
}
