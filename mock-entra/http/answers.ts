/** Answers in the form of the login host. */
import type { AadstsError } from '../errors/aadsts-error.ts';
import { errorBody, type RequestMarks } from '../errors/error-body.ts';
import type { EntraService } from '../service.ts';
import { plainAnswer } from './plain-answer.ts';

/** Headers that every answer of the login host has. */
export function commonHeaders(marks: RequestMarks): Record<string, string> {
  return {
    'strict-transport-security': 'max-age=31536000; includeSubDomains',
    'x-content-type-options': 'nosniff',
    'x-ms-request-id': marks.traceId,
    'x-ms-ests-server': '2.1.0.0 - SALLYPORT mock',
    'client-request-id': marks.correlationId,
    p3p: 'CP="DSP CUR OTPi IND OTRi ONL FIN"',
  };
}

const noStore = { 'cache-control': 'no-store, no-cache', pragma: 'no-cache' };

/** A JSON answer that must not be kept. */
export function jsonAnswer(
  body: unknown,
  marks: RequestMarks,
  options: {
    readonly status?: number;
    readonly headers?: Readonly<Record<string, string>>;
    readonly code?: number;
  } = {},
): Response {
  return plainAnswer({
    text: JSON.stringify(body),
    status: options.status ?? 200,
    headers: {
      ...commonHeaders(marks),
      ...noStore,
      'content-type': 'application/json; charset=utf-8',
      'x-ms-clitelem': options.code === undefined ? '1,0,0,,' : `1,${options.code},0,,`,
      ...options.headers,
    },
  });
}

/** A public document that may be kept for a day. */
export function documentAnswer(body: unknown, marks: RequestMarks): Response {
  return plainAnswer({
    text: JSON.stringify(body),
    status: 200,
    headers: {
      ...commonHeaders(marks),
      'cache-control': 'max-age=86400, private',
      'content-type': 'application/json; charset=utf-8',
      'access-control-allow-origin': '*',
      'access-control-allow-methods': 'GET, OPTIONS',
    },
  });
}

/** An AADSTS error as JSON. */
export function errorAnswer(
  service: EntraService,
  raised: AadstsError,
  marks: RequestMarks,
  version: 1 | 2,
  headers: Readonly<Record<string, string>> = {},
): Response {
  const error = raised.switched(service.switches.errors);
  const body = errorBody(error, marks, {
    version,
    loginOrigin: service.origins.login,
    separator: service.switches.errorSeparator,
  });
  const { retryAfter } = error.options;
  return jsonAnswer(body, marks, {
    status: error.status,
    code: error.code,
    headers: { ...headers, ...(retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) }) },
  });
}
