using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Text;

namespace Sallyport.Oracle
{
    /// <summary>
    /// Judges case files with real .NET.
    /// <code>Oracle [--print | --time] PATH…</code>
    /// PATH is a case file or a folder of them. Without an option the expected sides are written beside the case files;
    /// with <c>--print</c> they go to standard output as one JSON object, by case file. <c>--time</c> judges nothing and
    /// prints how long .NET takes.
    /// </summary>
    public static class Program
    {
        public static int Main(string[] arguments)
        {
            Environment.SetEnvironmentVariable("TZ", "UTC");
            TimeZoneInfo.ClearCachedData();
            Console.OutputEncoding = new UTF8Encoding(false);
            var output = Console.Out;
            // What a case prints must not mix with the answer.
            Console.SetOut(TextWriter.Null);
            var print = arguments.Contains("--print");
            var time = arguments.Contains("--time");
            var paths = arguments.Where(argument => argument != "--print" && argument != "--time").SelectMany(Files).ToArray();
            if (paths.Length == 0)
            {
                Console.Error.WriteLine("usage: Oracle [--print | --time] PATH…   (no case files found)");
                return 2;
            }
            try
            {
                var files = paths.Select(CaseFile.Read).ToArray();
                if (time)
                {
                    output.Write(JsonText.Of(Timing.Of(files.SelectMany(file => file.Cases).ToArray())));
                    output.Flush();
                    Environment.Exit(0);
                }
                var compiled = new Queue<Compiled>(CaseCompiler.Compile(files.SelectMany(file => file.Cases).ToArray()));
                var printed = new Record();
                foreach (var file in files)
                {
                    var outcomes = file.Cases.Select(one => (object?)CaseRunner.Judge(one, compiled.Dequeue())).ToList();
                    var expected = new Record { { "judge", Judge() }, { "cases", outcomes } };
                    if (print) printed.Add(file.Path, expected);
                    else File.WriteAllText(file.ExpectedPath, JsonText.Of(expected));
                }
                if (print) output.Write(JsonText.Of(printed));
                output.Flush();
                // A case over its time limit is still running on its thread.
                Environment.Exit(0);
                return 0;
            }
            catch (InvalidDataException exception)
            {
                Console.Error.WriteLine(exception.Message);
                return 2;
            }
        }

        private static IEnumerable<string> Files(string path)
        {
            if (!Directory.Exists(path)) return new[] { path };
            return Directory.EnumerateFiles(path, "*.json", SearchOption.AllDirectories)
                .Where(file => !file.EndsWith(".expected.json", StringComparison.Ordinal))
                .OrderBy(file => file, StringComparer.Ordinal);
        }

        private static string Judge() =>
            $".NET {Environment.Version.Major}, C# 7.3, Newtonsoft.Json "
            + typeof(Newtonsoft.Json.JsonConvert).Assembly.GetCustomAttribute<AssemblyFileVersionAttribute>()!.Version;
    }
}
