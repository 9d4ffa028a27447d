/** The JSON of an AADSTS error, member for member as the token endpoint writes it. */
import type { AadstsError } from './aadsts-error.ts';

/** What an answer says about the request it answers. */
export interface RequestMarks {
  /** Trace id, also sent as `x-ms-request-id`. */
  readonly traceId: string;
  /** The client's `client-request-id`, or a fresh one. */
  readonly correlationId: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** How an endpoint writes its errors. */
export interface ErrorBodyOptions {
  readonly version: 1 | 2;
  /** Origin of the login host, for `error_uri`. */
  readonly loginOrigin: string;
  /** What stands before Trace ID, Correlation ID and Timestamp: spaces since 2024, CR LF before. */
  readonly separator: 'space' | 'crlf';
}

/** `YYYY-MM-DD HH:MM:SSZ`, the form of every timestamp in errors. */
export function errorTimestamp(at: number): string {
  return `${new Date(at).toISOString().slice(0, 19).replace('T', ' ')}Z`;
}

/** `YYYY-MM-DDTHH:MM:SS.fffffffZ`, the seven-digit form inside texts about validity. */
export function instant(at: number): string {
  return `${new Date(at).toISOString().slice(0, 23)}0000Z`;
}

/** The full `error_description`. */
export function errorDescription(error: AadstsError, marks: RequestMarks, separator: 'space' | 'crlf'): string {
  const gap = separator === 'crlf' ? '\r\n' : ' ';
  return [
    `AADSTS${error.code}: ${error.text}`,
    `Trace ID: ${marks.traceId}`,
    `Correlation ID: ${marks.correlationId}`,
    `Timestamp: ${errorTimestamp(marks.at)}`,
  ].join(gap);
}

/** `error_uri`, or undefined where Entra's lookup page does not know the number. */
export function errorUri(error: AadstsError, loginOrigin: string): string | undefined {
  return error.entry.lookup === false ? undefined : `${loginOrigin}/error?code=${error.code}`;
}

/** The error object in wire order; `claims` comes last. */
export function errorBody(error: AadstsError, marks: RequestMarks, options: ErrorBodyOptions): Record<string, unknown> {
  const uri = errorUri(error, options.loginOrigin);
  return {
    error: error.errorName(options.version),
    error_description: errorDescription(error, marks, options.separator),
    error_codes: [error.code],
    timestamp: errorTimestamp(marks.at),
    trace_id: marks.traceId,
    correlation_id: marks.correlationId,
    ...(uri && { error_uri: uri }),
    ...(error.suberror && { suberror: error.suberror }),
    ...(error.options.claims && { claims: error.options.claims }),
  };
}
