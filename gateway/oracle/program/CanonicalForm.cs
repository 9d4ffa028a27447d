using System;
using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Sallyport.Oracle
{
    /// <summary>
    /// Writes any value so that its type and content are unambiguous: null, bool, string and int are the JSON scalars, all else is
    /// an object with a <c>type</c>. The same form is produced from the values of the TypeScript engine.
    /// </summary>
    public static class CanonicalForm
    {
        private const int MaximumItems = 2000;
        private const int MaximumDepth = 20;

        public static object? Of(object? value) => Of(value, 0);

        private static object? Of(object? value, int depth)
        {
            if (depth > MaximumDepth) throw new InvalidOperationException("a value is nested too deeply to be written down");
            switch (value)
            {
                case null: return null;
                case bool or string or int: return value;
                case char x: return Typed("char", "value", (int)x);
                case sbyte or byte or short or ushort or uint: return Typed(value, "value", Convert.ToInt64(value));
                case long or ulong: return Typed(value, "value", Convert.ToString(value, CultureInfo.InvariantCulture));
                case float x: return Typed("float", "value", Number(x));
                case double x: return Typed("double", "value", Number(x));
                case decimal x: return Typed("decimal", "value", x.ToString(CultureInfo.InvariantCulture));
                case DateTime x:
                    return new Record { { "type", TypeName(typeof(DateTime)) }, { "value", Clock(x) }, { "kind", x.Kind.ToString() } };
                case DateTimeOffset x:
                    return new Record { { "type", TypeName(typeof(DateTimeOffset)) }, { "value", Clock(x.DateTime) }, { "offset", x.Offset.TotalMinutes } };
                case TimeSpan x: return Typed(value, "ticks", x.Ticks.ToString(CultureInfo.InvariantCulture));
                case Guid x: return Typed(value, "value", x.ToString("D"));
                case Enum x: return new Record { { "type", TypeName(x.GetType()) }, { "value", x.ToString() }, { "number", Convert.ToInt64(x) } };
                case byte[] x: return Typed("byte[]", "base64", Convert.ToBase64String(x));
                case Type x: return Typed("System.Type", "value", Unnumbered(x.ToString()));
                case Exception x: return Typed(value, "message", Unnumbered(x.Message));
                case JProperty or JToken:
                    var token = (JToken)value;
                    return new Record { { "type", TypeName(value.GetType()) }, { "token", token.Type.ToString() }, { "json", token.ToString(Formatting.None) } };
                case XDeclaration or XNode or XAttribute or XName or XNamespace:
                    return Typed(value, "xml", value is XNode node ? node.ToString(SaveOptions.DisableFormatting) : value.ToString());
                case StringBuilder: return Typed(value, "value", value.ToString());
                case Uri x: return Typed(value, "value", x.OriginalString);
                case Regex x: return new Record { { "type", TypeName(typeof(Regex)) }, { "value", x.ToString() }, { "options", x.Options.ToString() } };
                case Match x: return Captured("System.Text.RegularExpressions.Match", x.Success, x);
                case Group x: return Captured("System.Text.RegularExpressions.Group", x.Success, x);
                case Capture x: return Captured("System.Text.RegularExpressions.Capture", true, x);
                case Delegate: return Typed("delegate", "value", null);
                case X509Certificate2 x: return Typed(value, "thumbprint", x.Thumbprint);
                case ITuple x when value.GetType().IsGenericType:
                    return Typed(value, "items", Items(Enumerable.Range(0, x.Length).Select(i => x[i]), depth));
            }
            return Structured(value, depth);
        }

        private static object Structured(object value, int depth)
        {
            var type = value.GetType();
            if (type.IsDefined(typeof(CompilerGeneratedAttribute)) && type.Name.Contains("AnonymousType"))
            {
                var members = new Record();
                foreach (var property in type.GetProperties()) members.Add(property.Name, Of(property.GetValue(value), depth + 1));
                return Typed("anonymous", "members", members);
            }
            if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(KeyValuePair<,>))
            {
                return new Record
                {
                    { "type", TypeName(type) },
                    { "key", Of(type.GetProperty("Key")!.GetValue(value), depth + 1) },
                    { "value", Of(type.GetProperty("Value")!.GetValue(value), depth + 1) },
                };
            }
            var grouping = Implemented(type, typeof(IGrouping<,>));
            if (grouping != null)
            {
                return new Record
                {
                    { "type", TypeName(grouping) },
                    { "key", Of(grouping.GetProperty("Key")!.GetValue(value), depth + 1) },
                    { "items", Items((IEnumerable)value, depth) },
                };
            }
            var dictionary = Implemented(type, typeof(IDictionary<,>)) ?? Implemented(type, typeof(IReadOnlyDictionary<,>));
            if (dictionary != null)
            {
                var entries = new List<object?>();
                foreach (var entry in (IEnumerable)value)
                {
                    var pair = entry.GetType();
                    entries.Add(new List<object?>
                    {
                        Of(pair.GetProperty("Key")!.GetValue(entry), depth + 1),
                        Of(pair.GetProperty("Value")!.GetValue(entry), depth + 1),
                    });
                }
                return Typed(TypeName(Named(type, dictionary)), "entries", entries);
            }
            var sequence = Implemented(type, typeof(IEnumerable<>));
            if (sequence != null) return Typed(TypeName(Named(type, sequence)), "items", Items((IEnumerable)value, depth));
            if (value is IEnumerable plain) return Typed(TypeName(type), "items", Items(plain, depth));
            return new Record { { "type", TypeName(Public(type)) } };
        }

        /// <summary>Collections that expressions name keep their name; an iterator is just the sequence that it is.</summary>
        private static Type Named(Type type, Type shape) =>
            type.IsArray || (type.IsVisible && type.IsClass && !type.IsNested && !type.Namespace!.StartsWith("System.Linq", StringComparison.Ordinal)) ? type : shape;

        private static Type Public(Type type)
        {
            while (!type.IsVisible) type = type.BaseType!;
            return type;
        }

        private static Type? Implemented(Type type, Type definition) =>
            type.IsGenericType && type.GetGenericTypeDefinition() == definition
                ? type
                : type.GetInterfaces().FirstOrDefault(i => i.IsGenericType && i.GetGenericTypeDefinition() == definition);

        private static List<object?> Items(IEnumerable values, int depth)
        {
            var items = new List<object?>();
            foreach (var item in values)
            {
                if (items.Count == MaximumItems) throw new InvalidOperationException("a sequence is too long to be written down");
                items.Add(Of(item, depth + 1));
            }
            return items;
        }

        /// <summary>Roslyn numbers anonymous types through the whole compilation: the number says nothing about the case.</summary>
        private static string Unnumbered(string message) => Regex.Replace(message, @"<>f__AnonymousType\d+", "<>f__AnonymousType");

        private static Record Captured(string type, bool success, Capture capture) =>
            new Record { { "type", type }, { "success", success }, { "index", capture.Index }, { "value", capture.Value } };

        private static Record Typed(object value, string key, object? content) => Typed(TypeName(value.GetType()), key, content);

        private static Record Typed(string type, string key, object? content) => new Record { { "type", type }, { key, content } };

        private static string Clock(DateTime x) => x.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff", CultureInfo.InvariantCulture);

        /// <summary>A finite number as itself (JSON carries every bit of a double); the others and -0 by name.</summary>
        private static object Number(double x)
        {
            if (double.IsNaN(x)) return "NaN";
            if (double.IsInfinity(x)) return x > 0 ? "Infinity" : "-Infinity";
            if (x == 0 && double.IsNegative(x)) return "-0";
            return x;
        }

        private static readonly Dictionary<Type, string> Keywords = new Dictionary<Type, string>
        {
            [typeof(object)] = "object", [typeof(string)] = "string", [typeof(bool)] = "bool", [typeof(char)] = "char",
            [typeof(sbyte)] = "sbyte", [typeof(byte)] = "byte", [typeof(short)] = "short", [typeof(ushort)] = "ushort",
            [typeof(int)] = "int", [typeof(uint)] = "uint", [typeof(long)] = "long", [typeof(ulong)] = "ulong",
            [typeof(float)] = "float", [typeof(double)] = "double", [typeof(decimal)] = "decimal",
        };

        /// <summary>The type as C# writes it in full, keywords for the types that have one: <c>System.Collections.Generic.List&lt;int&gt;</c>.</summary>
        public static string TypeName(Type type)
        {
            if (Keywords.TryGetValue(type, out var keyword)) return keyword;
            if (type.IsArray) return TypeName(type.GetElementType()!) + "[]";
            if (type.Name.Contains("AnonymousType")) return "anonymous";
            var full = type.IsGenericType ? type.GetGenericTypeDefinition().FullName! : type.FullName ?? type.Name;
            full = Regex.Replace(full, @"`\d+", "").Replace('+', '.');
            return type.IsGenericType ? full + "<" + string.Join(",", type.GetGenericArguments().Select(TypeName)) + ">" : full;
        }
    }

    /// <summary>A JSON object under construction, in the order of its keys' addition.</summary>
    public sealed class Record : List<KeyValuePair<string, object?>>
    {
        public void Add(string key, object? value) => Add(new KeyValuePair<string, object?>(key, value));
    }
}
