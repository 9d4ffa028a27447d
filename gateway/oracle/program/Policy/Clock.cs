using System;

namespace Microsoft.Azure.ApiManagement
{
    /// <summary>The instant at which every case runs, here as in the engine that is compared.</summary>
    public static class Clock
    {
        private static readonly DateTime Instant = new DateTime(2026, 1, 15, 12, 0, 0, DateTimeKind.Utc);

        public static class DateTimes
        {
            public static DateTime UtcNow => Instant;
            public static DateTime Now => Instant.ToLocalTime();
            public static DateTime Today => Instant.ToLocalTime().Date;
        }

        public static class Offsets
        {
            public static DateTimeOffset UtcNow => new DateTimeOffset(Instant);
            public static DateTimeOffset Now => new DateTimeOffset(Instant.ToLocalTime());
        }
    }
}
