/** A consumer of a run's events. Every format is one; none sees a result that was not redacted. */
import type { Check } from '../check.ts';
import type { CheckResult, RunResult } from '../run/result.ts';

/** What happens in a run, in order. */
export type RunEvent =
  | { readonly kind: 'started'; readonly check: Check }
  | { readonly kind: 'finished'; readonly result: CheckResult }
  | { readonly kind: 'ended'; readonly run: RunResult };

/** Facts about the run that events don't carry. */
export interface ReportContext {
  readonly version: string;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
}

/** Makes one format of a run, event by event. */
export interface Reporter {
  /** Takes an event. @returns the document, with the last one */
  on(event: RunEvent): string | undefined;
}

/** A format whose document is made when everything is known. */
export const atTheEnd =
  (render: (run: RunResult, context: ReportContext) => string) =>
  (context: ReportContext): Reporter => ({
    on: (event) => (event.kind === 'ended' ? render(event.run, context) : undefined),
  });
