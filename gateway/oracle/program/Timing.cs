using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;

namespace Sallyport.Oracle
{
    /// <summary>How long .NET takes for what the engine does: a reference for the benchmark, no judgement.</summary>
    public static class Timing
    {
        private const int CompiledAlone = 40;
        private const int Samples = 5;
        private static readonly TimeSpan Sample = TimeSpan.FromMilliseconds(0.3);

        /// <summary>Medians over the cases that compile and give a value.</summary>
        public static Record Of(IReadOnlyList<Case> cases)
        {
            var clock = Stopwatch.StartNew();
            CaseCompiler.Compile(cases.Take(1).ToArray());
            var first = clock.Elapsed.TotalMilliseconds;

            var all = CaseCompiler.Compile(cases);
            var step = Math.Max(1, cases.Count / CompiledAlone);
            var alone = new List<double>();
            for (var i = 0; i < cases.Count; i += step)
            {
                if (all[i].Run == null) continue;
                clock.Restart();
                CaseCompiler.Compile(new[] { cases[i] });
                alone.Add(clock.Elapsed.TotalMilliseconds);
            }

            var evaluations = new List<double>();
            for (var i = 0; i < cases.Count; i++)
            {
                if (all[i].Run != null && cases[i].Documented == null && Evaluation(cases[i], all[i]) is { } nanoseconds) evaluations.Add(nanoseconds);
            }
            return new Record
            {
                { "firstMilliseconds", first },
                { "compileMilliseconds", Median(alone) },
                { "compiled", alone.Count },
                { "evaluateNanoseconds", Median(evaluations) },
                { "evaluated", evaluations.Count },
            };
        }

        /// <summary>Nanoseconds of one run; null for a case that throws.</summary>
        private static double? Evaluation(Case one, Compiled compiled)
        {
            var context = CaseRunner.Context(one);
            try
            {
                var rounds = 1;
                while (Run(compiled, context, rounds) < Sample && rounds < 1_000_000) rounds *= 2;
                return Median(Enumerable.Range(0, Samples).Select(_ => Run(compiled, context, rounds).TotalNanoseconds / rounds).ToList());
            }
            catch (Exception)
            {
                return null;
            }
        }

        private static TimeSpan Run(Compiled compiled, Microsoft.Azure.ApiManagement.IProxyRequestContext context, int rounds)
        {
            var clock = Stopwatch.StartNew();
            for (var i = 0; i < rounds; i++) compiled.Run!(context);
            return clock.Elapsed;
        }

        private static double Median(List<double> values)
        {
            values.Sort();
            return values.Count == 0 ? 0 : values[values.Count / 2];
        }
    }
}
