/** Messages on their way through the pipeline. */
import type { PolicyMessage, PolicyRequest, PolicyResponse } from '../../policies/policy.ts';
import type { HttpProxy, ServiceCertificate } from '../../policies/services.ts';
import { Body } from './body.ts';
import { Headers, type StepIndex } from './headers.ts';
import type { GatewayUrl } from './url.ts';

abstract class Message implements PolicyMessage {
  abstract readonly kind: 'request' | 'response';
  readonly headers: Headers;
  body: Body | undefined;
  /** The step that last set the body; undefined for what came from outside. */
  bodySetBy: StepIndex;
  /** Whether the content is another than arrived, so that its length has to be told anew. */
  bodyReplaced = false;

  constructor(headers: Headers, body: Body | undefined) {
    this.headers = headers;
    this.body = body;
  }

  setBody(content: Uint8Array | undefined, by: number): void {
    if (this.body && !this.body.buffered) this.body.discard();
    this.body = content === undefined ? undefined : Body.of(content);
    this.bodySetBy = by;
    this.bodyReplaced = true;
  }

  /** Takes the content out of the message: afterwards it has no body. @throws BodyNotBuffered */
  consume(): Uint8Array {
    const bytes = this.body?.bytes ?? new Uint8Array();
    this.body = undefined;
    this.bodyReplaced = true;
    return bytes;
  }

  /** The charset parameter of the content type, lower case. */
  get charset(): string | undefined {
    return /;\s*charset\s*=\s*"?([^\s;"]+)/i.exec(this.headers.get('content-type') ?? '')?.[1]?.toLowerCase();
  }
}

/** A request that a policy builds, or the client's. */
export class RequestMessage extends Message implements PolicyRequest {
  readonly kind = 'request';
  method: string;
  url: GatewayUrl;
  certificate: ServiceCertificate | undefined;
  proxy: HttpProxy | undefined;

  constructor(method: string, url: GatewayUrl, headers = Headers.empty(), body?: Body) {
    super(headers, body);
    this.method = method;
    this.url = url;
  }
}

/** A response of a backend, of send-request, or made by a policy. */
export class ResponseMessage extends Message implements PolicyResponse {
  readonly kind = 'response';
  status: number;
  reason: string;
  statusSetBy: StepIndex;
  /** The step that brought the message into being: forward-request, return-response, or the one that failed. */
  readonly createdBy: StepIndex;
  buffering = true;

  constructor(status: number, reason: string, headers: Headers, body: Body | undefined, createdBy: StepIndex) {
    super(headers, body);
    this.status = status;
    this.reason = reason;
    this.createdBy = createdBy;
  }

  setStatus(status: number, reason: string | undefined, by: number): void {
    this.status = status;
    this.reason = sanitizedReason(reason ?? statusText(status));
    this.statusSetBy = by;
  }

  discard(): void {
    this.body?.discard();
  }
}

/** A reason phrase that can be sent: printable, one line (RFC 9112, 4). */
export function sanitizedReason(reason: string): string {
  return reason.replace(/[^\t\u0020-\u007e\u0080-\u00ff]/g, ' ');
}

/** Reason phrases as .NET's HttpWorkerRequest knows them where node's differ or lack one. */
const reasons: Readonly<Record<number, string>> = {
  200: 'OK',
  201: 'Created',
  202: 'Accepted',
  204: 'No Content',
  206: 'Partial Content',
  301: 'Moved Permanently',
  302: 'Found',
  303: 'See Other',
  304: 'Not Modified',
  307: 'Temporary Redirect',
  308: 'Permanent Redirect',
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  406: 'Not Acceptable',
  408: 'Request Timeout',
  409: 'Conflict',
  410: 'Gone',
  411: 'Length Required',
  412: 'Precondition Failed',
  413: 'Request Entity Too Large',
  415: 'Unsupported Media Type',
  422: 'Unprocessable Entity',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  501: 'Not Implemented',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
  504: 'Gateway Timeout',
};

/** The usual reason phrase of a status. */
export const statusText = (status: number): string => reasons[status] ?? '';
