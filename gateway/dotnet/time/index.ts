/** System.DateTime, DateTimeOffset, TimeSpan and TimeZoneInfo. */
import './time-span.ts';
import './date-time.ts';
import './date-time-offset.ts';
import './time-zone-info.ts';
