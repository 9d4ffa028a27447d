import type { ResponseMessage } from './message.ts';

/** Whether the response is a stream of server-sent events, which may never end. */
export function isEventStream(response: ResponseMessage): boolean {
  return /^\s*text\/event-stream\b/i.test(response.headers.get('content-type') ?? '');
}
