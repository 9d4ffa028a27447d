using System;
using Microsoft.Azure.ApiManagement;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Sallyport.Oracle
{
    /// <summary>What a case does in .NET: the expected side of a case file.</summary>
    public static class CaseRunner
    {
        private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

        /// <summary>
        /// The gateway's culture by platform. Containers set no locale, which is the invariant culture; Windows servers run in en-US, whose
        /// clock patterns there have a plain space where ICU's newer data has U+202F.
        /// </summary>
        private static CultureInfo Culture(string platform)
        {
            if (platform == "linux") return CultureInfo.InvariantCulture;
            var culture = (CultureInfo)CultureInfo.GetCultureInfo("en-US").Clone();
            var clock = culture.DateTimeFormat;
            clock.ShortTimePattern = clock.ShortTimePattern.Replace('\u202f', ' ');
            clock.LongTimePattern = clock.LongTimePattern.Replace('\u202f', ' ');
            clock.FullDateTimePattern = clock.FullDateTimePattern.Replace('\u202f', ' ');
            return culture;
        }

        /// <summary>
        /// The outcome as a record: <c>value</c>, <c>throws</c>, <c>rejects</c> or <c>exceeds</c>, and <c>windows</c> where that differs
        /// there; or <c>unstable</c> when it is another one each time.
        /// </summary>
        public static Record Judge(Case one, Compiled compiled)
        {
            var record = new Record { { "id", one.Id } };
            if (one.Documented != null)
            {
                // Decided by documentation, e.g. that policies may not do what .NET would: not to be tried.
                record.Add("documented", true);
                return record;
            }
            if (compiled.Run == null)
            {
                var reasons = new List<object?>();
                foreach (var reason in compiled.Rejections)
                {
                    var entry = new Record { { "code", reason.Code }, { "line", reason.Line }, { "column", reason.Column }, { "message", reason.Message } };
                    if (reason.Loose) entry.Add("loose", true);
                    reasons.Add(entry);
                }
                record.Add("rejects", reasons);
                return record;
            }
            var linux = Outcome(one, compiled, "linux");
            if (linux.Any(pair => pair.Key == "exceeds"))
            {
                record.AddRange(linux);
                return record;
            }
            var windows = Outcome(one, compiled, "windows");
            if (one.RuntimeDependent == "newline")
            {
                record.AddRange(WithNewlines(linux, "\n"));
                record.Add("windows", WithNewlines(windows, "\r\n"));
                return record;
            }
            var differs = JsonText.Of(linux) != JsonText.Of(windows);
            if (differs && JsonText.Of(linux) != JsonText.Of(Outcome(one, compiled, "linux")))
            {
                // The clock, a random number: there is nothing to expect.
                record.Add("unstable", true);
                return record;
            }
            record.AddRange(linux);
            if (differs || one.RuntimeDependent == "culture") record.Add("windows", windows);
            return record;
        }

        private static Record Outcome(Case one, Compiled compiled, string platform)
        {
            var outcome = new Record();
            var thread = new Thread(() =>
            {
                CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = Culture(platform);
                try
                {
                    var context = Context(one);
                    // Sequences are lazy: what they throw belongs to the case too.
                    outcome.Add("value", CanonicalForm.Of(compiled.Run!(context)));
                }
                catch (Exception exception)
                {
                    outcome.Clear();
                    outcome.Add("throws", CanonicalForm.Of(exception));
                }
            }, 4 * 1024 * 1024) { IsBackground = true };
            thread.Start();
            if (thread.Join(Limit)) return outcome;
            // It can't be ended: at least it leaves the processor to the others.
            thread.Priority = ThreadPriority.Lowest;
            return new Record { { "exceeds", "time" } };
        }

        /// <summary>The <c>context</c> of a case, fresh.</summary>
        public static FixtureContext Context(Case one) => new FixtureContext(Described(one), Variables.Build(one.Variables));

        private static readonly JObject Standard = Json("context.json");

        private static JObject Json(string name)
        {
            using var text = new JsonTextReader(new StreamReader(Path.Combine(AppContext.BaseDirectory, name))) { DateParseHandling = DateParseHandling.None };
            return JObject.Load(text);
        }

        /// <summary>The standard context with what the case overrides; a null there removes.</summary>
        private static JObject Described(Case one)
        {
            var described = (JObject)Standard.DeepClone();
            if (one.Context != null)
                described.Merge(one.Context, new JsonMergeSettings { MergeArrayHandling = MergeArrayHandling.Replace, MergeNullValueHandling = MergeNullValueHandling.Merge });
            return described;
        }

        private static Record WithNewlines(Record record, string newline)
        {
            object? Convert(object? value) => value switch
            {
                string text => text.Replace("\r\n", "\n").Replace("\n", newline),
                Record inner => WithNewlines(inner, newline),
                List<object?> items => items.ConvertAll(Convert),
                _ => value,
            };
            var converted = new Record();
            foreach (var pair in record) converted.Add(pair.Key, Convert(pair.Value));
            return converted;
        }
    }
}
