/** System.DateTime, DateTimeOffset, TimeSpan and TimeZoneInfo. */
import './time-span.ts';
import './time-span-parse-exact.ts';
import './date-time.ts';
import './date-time-parse-exact.ts';
import './date-time-offset.ts';
import './date-time-offset-parse-exact.ts';
import './time-zone-info.ts';
