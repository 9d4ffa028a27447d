/** What quota and quota-by-key share: counting, and the refusal. */
import type { Run } from './policy.ts';

export interface QuotaLimit {
  readonly key: string;
  readonly calls: number | undefined;
  readonly kilobytes: number | undefined;
  /** 0: a period without end. */
  readonly periodMs: number;
  /** Milliseconds since the Unix epoch. */
  readonly startMs: number;
}

/** The start that the reference gives for periods without one. */
export const firstPeriodStart = Date.parse('0001-01-01T00:00:00Z');

/** `hh:mm:ss`, with days before a dot: how .NET prints a TimeSpan. */
function timeSpanText(ms: number): string {
  if (!Number.isFinite(ms)) return '10675199.02:48:05';
  const total = Math.max(0, Math.ceil(ms / 1000));
  const pad = (value: number): string => String(value).padStart(2, '0');
  const clock = `${pad(Math.floor(total / 3600) % 24)}:${pad(Math.floor(total / 60) % 60)}:${pad(total % 60)}`;
  const days = Math.floor(total / 86_400);
  return days > 0 ? `${days}.${clock}` : clock;
}

/** Ends the section with 403 when the quota is used up. */
export function checkQuota(run: Run, limit: QuotaLimit): void {
  const { calls, bytes, resetMs } = run.services.counters.quotas.read(limit.key, limit.periodMs, limit.startMs);
  const outOfCalls = limit.calls !== undefined && calls >= limit.calls;
  const outOfBandwidth = limit.kilobytes !== undefined && bytes >= limit.kilobytes * 1024;
  if (!outOfCalls && !outOfBandwidth) return;
  const what = outOfCalls ? 'call volume' : 'bandwidth';
  run.fail({
    reason: 'QuotaExceeded',
    message: `Out of ${what} quota. Quota will be replenished in ${timeSpanText(resetMs)}.`,
    status: 403,
    headers: Number.isFinite(resetMs) ? [['Retry-After', String(Math.max(1, Math.ceil(resetMs / 1000)))]] : [],
  });
}

const length = (headers: { get(name: string): string | undefined }, bytes: number | undefined): number =>
  bytes ?? (Number(headers.get('content-length')) || 0);

/** Bytes of request and response bodies, as far as they are known before they are sent. */
export function bandwidth(run: Run): number {
  const { request, response } = run;
  const size = (message: {
    headers: { get(name: string): string | undefined };
    body: { buffered: boolean; bytes: Uint8Array } | undefined;
  }): number => length(message.headers, message.body?.buffered ? message.body.bytes.length : undefined);
  return size(request) + (response ? size(response) : 0);
}
