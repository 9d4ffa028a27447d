using System;
using Microsoft.Azure.ApiManagement;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace Sallyport.Oracle
{
    /// <summary>
    /// A compile-time error, positioned in the expression's own text (line and column from 1). Of a loose one only the refusal counts: how a
    /// parser recovers from bad grammar, and what is said about the method around the expression, are the compiler's own affair.
    /// </summary>
    public sealed record Rejection(string Code, string Message, int Line, int Column, bool Loose);

    /// <summary>What compiling a case gave: a method, or the reasons why there is none.</summary>
    public sealed record Compiled(Func<IProxyRequestContext, object?>? Run, IReadOnlyList<Rejection> Rejections);

    /// <summary>
    /// Compiles every case with Roslyn as C# 7.3, the way a gateway does: one method body per expression, with the usings
    /// that policy expressions have by default. All cases go into one compilation, since that takes seconds, not minutes;
    /// each has its own syntax tree and class, so that errors stay apart.
    /// </summary>
    public static class CaseCompiler
    {
        private const string Usings =
            "using System; using System.Collections.Generic; using System.IO; using System.Linq; using System.Text; "
            + "using System.Text.RegularExpressions; using System.Xml.Linq; using Newtonsoft.Json; using Newtonsoft.Json.Linq; "
            + "using System.Security.Cryptography; using System.Security.Cryptography.X509Certificates; "
            + "using XmlDocument = System.Xml.XmlDocument; using XmlReader = System.Xml.XmlReader; using XmlNodeType = System.Xml.XmlNodeType; "
            + "using Microsoft.Azure.ApiManagement;\n";

        private static readonly MetadataReference[] References =
            ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Where(path => !Path.GetFileName(path).StartsWith("Microsoft.CodeAnalysis", StringComparison.Ordinal))
            .Select(path => (MetadataReference)MetadataReference.CreateFromFile(path))
            .ToArray();

        /// <summary>
        /// Errors of which only the refusal counts: features of later C# versions (the advice to upgrade), and CS1929, which names the extension
        /// method of the whole framework that comes closest.
        /// </summary>
        private static readonly HashSet<string> LooseCodes = new HashSet<string> { "CS1644", "CS1929", "CS8302", "CS8320", "CS8370", "CS8400" };

        private static readonly CSharpParseOptions Language = new CSharpParseOptions(LanguageVersion.CSharp7_3);

        public static IReadOnlyList<Compiled> Compile(IReadOnlyList<Case> cases)
        {
            var sources = cases.Select((one, index) => Source.Of(one, index)).ToArray();
            var trees = sources.Select(source => CSharpSyntaxTree.ParseText(source.Text, Language)).ToArray();
            var options = new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary,
                optimizationLevel: OptimizationLevel.Release, deterministic: true, concurrentBuild: true);

            // A case whose own text is malformed could make its class swallow what follows: it never meets the others.
            var rejections = new List<Rejection>[cases.Count];
            for (var i = 0; i < cases.Count; i++)
            {
                rejections[i] = Errors(trees[i].GetDiagnostics(), sources[i], loose: true);
                if (rejections[i].Count == 0 && !(sources[i].IsWhole() && sources[i].IsContained(trees[i])))
                    rejections[i].Add(new Rejection("CS1513", "The expression does not end with its text", 1, 1, true));
            }
            var sound = Enumerable.Range(0, cases.Count).Where(i => rejections[i].Count == 0).ToArray();
            var index = sound.ToDictionary(i => trees[i]);
            var all = CSharpCompilation.Create("Cases", sound.Select(i => trees[i]), References, options);
            foreach (var group in all.GetDiagnostics().Where(d => d.Location.SourceTree != null).GroupBy(d => d.Location.SourceTree!))
                rejections[index[group.Key]].AddRange(Errors(group, sources[index[group.Key]], loose: false));

            var bound = sound.Where(i => rejections[i].Count == 0).ToArray();
            var assembly = Emit(CSharpCompilation.Create("Cases", bound.Select(i => FrozenClock.Stop(trees[i])), References, options));
            return cases.Select((one, i) => new Compiled(
                rejections[i].Count == 0 ? Method(assembly, sources[i]) : null, rejections[i])).ToArray();
        }

        private static Assembly Emit(CSharpCompilation compilation)
        {
            using var stream = new MemoryStream();
            var result = compilation.Emit(stream);
            if (!result.Success)
                throw new InvalidOperationException(string.Join("\n", result.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error)));
            return Assembly.Load(stream.ToArray());
        }

        private static Func<IProxyRequestContext, object?> Method(Assembly assembly, Source source)
        {
            var method = assembly.GetType(source.ClassName)!.GetMethod("Invoke")!;
            return (Func<IProxyRequestContext, object?>)method.CreateDelegate(typeof(Func<IProxyRequestContext, object?>));
        }

        private static List<Rejection> Errors(IEnumerable<Diagnostic> diagnostics, Source source, bool loose) =>
            diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error)
                .OrderBy(d => d.Location.SourceSpan.Start)
                .Select(d =>
                {
                    var (line, column) = source.Position(d.Location.SourceSpan.Start);
                    return new Rejection(d.Id, Message(d), line, column, loose || LooseCodes.Contains(d.Id) || !source.Contains(d.Location.SourceSpan.Start));
                })
                .ToList();

        /// <summary>The text without the nullability of reference types, which C# 7.3 does not have, and the number of the class.</summary>
        private static string Message(Diagnostic diagnostic) =>
            Regex.Replace(Regex.Replace(diagnostic.GetMessage(CultureInfo.InvariantCulture), @"\b(Newtonsoft[\w.]*|System\.Xml[\w.]*|string|object)\?", "$1"), @"\bCase\d+\.", "");

        /// <summary>The compilation unit around one expression, and the way back from its offsets.</summary>
        private sealed class Source
        {
            public string Text = "";
            public string ClassName = "";
            private string expression = "";
            private int start;

            public static Source Of(Case one, int index)
            {
                var text = one.Expression;
                if (!(text.StartsWith("@(", StringComparison.Ordinal) && text.EndsWith(")", StringComparison.Ordinal))
                    && !(text.StartsWith("@{", StringComparison.Ordinal) && text.EndsWith("}", StringComparison.Ordinal)))
                    throw new InvalidDataException($"case '{one.Id}': an expression is written @(…) or @{{…}}");
                var name = "Case" + index;
                // The wrapper that returns object is a method of its own: conversions to the expected type stay those of `return`.
                var head = Usings + "public static class " + name
                    + " { public static object Invoke(IProxyRequestContext context) { return Run(context); }"
                    + " private static " + one.Expects + " Run(IProxyRequestContext context) ";
                var block = text[1] == '{';
                var opening = block ? "{" : "{ return ";
                var closing = block ? "\n} }" : "\n; } }";
                return new Source
                {
                    ClassName = name,
                    expression = text,
                    start = head.Length + opening.Length,
                    Text = head + opening + text.Substring(2, text.Length - 3) + closing,
                };
            }

            /// <summary>Whether the last character closes the first bracket: it may as well be part of a comment.</summary>
            public bool IsWhole()
            {
                var depth = 0;
                foreach (var token in SyntaxFactory.ParseTokens(expression.Substring(1), options: Language))
                {
                    if (token.IsKind(SyntaxKind.OpenParenToken) || token.IsKind(SyntaxKind.OpenBraceToken)) depth++;
                    else if (token.IsKind(SyntaxKind.CloseParenToken) || token.IsKind(SyntaxKind.CloseBraceToken)) depth--;
                    if (depth == 0) return token.Span.End == expression.Length - 1;
                }
                return false;
            }

            /// <summary>False when the expression closed the method or class around it and opened others.</summary>
            public bool IsContained(SyntaxTree tree)
            {
                var members = ((Microsoft.CodeAnalysis.CSharp.Syntax.CompilationUnitSyntax)tree.GetRoot()).Members;
                return members.Count == 1
                    && members[0] is Microsoft.CodeAnalysis.CSharp.Syntax.ClassDeclarationSyntax type && type.Members.Count == 2;
            }

            /// <summary>Whether the offset lies in the expression, and not in what is around it.</summary>
            public bool Contains(int offset) => offset >= start && offset <= start + expression.Length;

            /// <summary>Line and column of an offset of <see cref="Text"/> in the expression, both from 1.</summary>
            public (int Line, int Column) Position(int offset)
            {
                var inner = Math.Clamp(offset - start + 2, 0, expression.Length);
                var before = expression.Substring(0, inner);
                var lineStart = before.LastIndexOf('\n') + 1;
                return (before.Count(c => c == '\n') + 1, inner - lineStart + 1);
            }
        }
    }
}
