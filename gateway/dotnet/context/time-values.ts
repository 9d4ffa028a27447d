import { DateTime, UTC } from '../time/date-time-value.ts';
import { TICKS_PER_MILLISECOND, ticksFromUnix } from '../time/ticks.ts';
import { TimeSpan } from '../time/time-span.ts';

/** A DateTime in UTC. @param ms since the Unix epoch */
export const dateTime = (ms: number): DateTime => new DateTime(ticksFromUnix(ms), UTC);

/** A TimeSpan. @param ms its length in milliseconds */
export const timeSpan = (ms: number): TimeSpan => new TimeSpan(BigInt(Math.trunc(ms)) * TICKS_PER_MILLISECOND);
