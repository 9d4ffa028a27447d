/** How an authorize request is answered: parameters to the redirect URI, in the mode it asked for. */
import type { AadstsError } from '../../errors/aadsts-error.ts';
import { errorDescription, errorUri, type RequestMarks } from '../../errors/error-body.ts';
import { commonHeaders } from '../../http/answers.ts';
import { plainAnswer } from '../../http/plain-answer.ts';
import { formPostPage } from '../../pages/outcome-pages.ts';
import type { EntraService } from '../../service.ts';
import type { ResponseMode } from '../../stores/pending-sign-in.ts';

/** Parameters of an answer, in their order. */
export type AnswerParameters = readonly (readonly [name: string, value: string])[];

/** Where a client hears of an answer, and how. */
export interface ReturnAddress {
  readonly redirectUri: string;
  readonly responseMode: ResponseMode;
  readonly state: string | undefined;
}

/** A web address without a path comes back with a slash (reply-url documentation). */
const withPath = (uri: string): string => (/^https?:\/\/[^/?#]+$/i.test(uri) ? `${uri}/` : uri);

/** Address that a browser is sent to: redirect URI, parameters, and the client's own `state`. */
export function redirectAddress({ redirectUri, responseMode, state }: ReturnAddress, given: AnswerParameters): string {
  const parameters = state === undefined ? given : [...given, ['state', state] as const];
  const text = new URLSearchParams(parameters.map(([name, value]) => [name, value])).toString();
  const base = withPath(redirectUri);
  if (parameters.length === 0) return base;
  if (responseMode === 'fragment') return `${base}#${text}`;
  return `${base}${base.includes('?') ? '&' : '?'}${text}`;
}

/** Sends parameters to the redirect URI. */
export function answerClient(
  address: ReturnAddress,
  parameters: AnswerParameters,
  marks: RequestMarks,
  cookies: readonly string[] = [],
): Response {
  if (address.responseMode === 'form_post') {
    const all = address.state === undefined ? parameters : [...parameters, ['state', address.state] as const];
    return formPostPage(address.redirectUri, all, marks, cookies);
  }
  const headers = {
    ...commonHeaders(marks),
    'cache-control': 'no-store, no-cache',
    pragma: 'no-cache',
    location: redirectAddress(address, parameters),
    'set-cookie': cookies,
  };
  return plainAnswer({ text: '', status: 302, headers });
}

/** Sends an error to the redirect URI. */
export function answerClientError(
  service: EntraService,
  address: ReturnAddress,
  raised: AadstsError,
  marks: RequestMarks,
  version: 1 | 2,
  cookies: readonly string[] = [],
): Response {
  const error = raised.switched(service.switches.errors);
  const uri = errorUri(error, service.origins.login);
  const parameters: [string, string][] = [
    ['error', error.errorName(version)],
    ['error_description', errorDescription(error, marks, service.switches.errorSeparator)],
    ...(error.entry.subcode ? [['error_subcode', error.entry.subcode] satisfies [string, string]] : []),
    ...(uri ? [['error_uri', uri] satisfies [string, string]] : []),
    ...(error.options.claims ? [['claims', error.options.claims] satisfies [string, string]] : []),
  ];
  return answerClient(address, parameters, marks, cookies);
}
