/** Errors of Microsoft Graph: an OData error with a camel-case innerError whose date has no zone. */
import type { RequestMarks } from '../errors/error-body.ts';
import { plainAnswer } from '../http/plain-answer.ts';

export class GraphError extends Error {
  readonly status: number;
  readonly code: string;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, code: string, message: string, headers: Readonly<Record<string, string>> = {}) {
    super(message);
    this.name = 'GraphError';
    this.status = status;
    this.code = code;
    this.headers = headers;
  }
}

/** Headers of every Graph answer. */
export const graphHeaders = (marks: RequestMarks): Record<string, string> => ({
  'content-type': 'application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8',
  'odata-version': '4.0',
  'cache-control': 'no-cache',
  'request-id': marks.traceId,
  'client-request-id': marks.correlationId,
  'strict-transport-security': 'max-age=31536000',
});

/** The body of an error. */
export function graphErrorBody({ code, message }: Pick<GraphError, 'code' | 'message'>, marks: RequestMarks): object {
  const innerError = {
    date: new Date(marks.at).toISOString().slice(0, 19),
    'request-id': marks.traceId,
    'client-request-id': marks.correlationId,
  };
  return { error: { code, message, innerError } };
}

/** An error as an answer. */
export function graphErrorAnswer(error: GraphError, marks: RequestMarks): Response {
  const { status } = error;
  return plainAnswer({
    text: JSON.stringify(graphErrorBody(error, marks)),
    status,
    headers: { ...graphHeaders(marks), 'content-type': 'application/json', ...error.headers },
  });
}

const authorizationUri = 'https://login.microsoftonline.com/common/oauth2/authorize';
const graphClientId = '00000003-0000-0000-c000-000000000000';

/** 401: the token can't be used. */
export const invalidToken = (message: string): GraphError =>
  new GraphError(401, 'InvalidAuthenticationToken', message, {
    'www-authenticate': `Bearer realm="", authorization_uri="${authorizationUri}", client_id="${graphClientId}"`,
  });

/** 401: the token is good, but the client must bring another one that satisfies these claims. */
export const insufficientClaims = (claims: string): GraphError =>
  new GraphError(
    401,
    'InvalidAuthenticationToken',
    'Continuous access evaluation resulted in challenge with result: InteractionRequired and code: TokenIssuedBeforeRevocationTimestamp',
    {
      'www-authenticate': `Bearer realm="", authorization_uri="${authorizationUri}", client_id="${graphClientId}", error="insufficient_claims", claims="${Buffer.from(claims).toString('base64')}"`,
    },
  );

/** 403: the token lacks a permission. */
export const accessDenied = (): GraphError =>
  new GraphError(403, 'Authorization_RequestDenied', 'Insufficient privileges to complete the operation.');

/** 404: there is no such object. */
export const notFound = (id: string): GraphError =>
  new GraphError(
    404,
    'Request_ResourceNotFound',
    `Resource '${id.slice(0, 200)}' does not exist or one of its queried reference-property objects are not present.`,
  );

/** 400 of Graph. */
export const badRequest = (message: string, code = 'BadRequest'): GraphError => new GraphError(400, code, message);
