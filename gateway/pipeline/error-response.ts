/** The answer that an error gets when no policy writes another (captured from real gateways; see the switches). */
import type { Failure } from '../policies/policy.ts';
import type { Switches } from '../switches.ts';
import { Body } from './message/body.ts';
import { Headers, type StepIndex } from './message/headers.ts';
import { ResponseMessage, sanitizedReason, statusText } from './message/message.ts';

/** `{ "statusCode": 401, "message": "…" }`, with the spaces that the classic gateway writes. */
function errorJson(failure: Failure, activityId: string, spelling: Switches['errors.json']): string {
  const members: Record<string, unknown> = {
    statusCode: failure.status,
    message: failure.publicMessage ?? failure.message,
    ...(failure.status === 500 ? { activityId } : {}),
  };
  if (spelling === 'compact') return JSON.stringify(members);
  const written = Object.entries(members).map(([name, value]) => `${JSON.stringify(name)}: ${JSON.stringify(value)}`);
  return `{ ${written.join(', ')} }`;
}

/**
 * The default answer of a failure.
 * @param activityId the request's id @param by the step that failed
 */
export function errorResponse(
  failure: Failure,
  activityId: string,
  spelling: Switches['errors.json'],
  by: StepIndex,
): ResponseMessage {
  const content = Buffer.from(failure.body ?? errorJson(failure, activityId, spelling), 'utf8');
  const headers = Headers.empty();
  headers.set('Content-Type', [failure.contentType ?? 'application/json'], by);
  for (const [name, value] of failure.headers ?? []) headers.set(name, [value], by);
  const reason = sanitizedReason(failure.statusReason ?? statusText(failure.status));
  const response = new ResponseMessage(failure.status, reason, headers, Body.of(content), by);
  response.bodySetBy = by;
  response.statusSetBy = by;
  response.bodyReplaced = true;
  return response;
}
