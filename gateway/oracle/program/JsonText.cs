using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;

namespace Sallyport.Oracle
{
    /// <summary>
    /// JSON text of the expected sides: two spaces of indentation, small values on one line, and every character that an editor
    /// would hide or a serializer would replace (lone surrogates, controls, odd spaces) as an escape.
    /// </summary>
    public static class JsonText
    {
        private const int LineWidth = 150;

        public static string Of(object? value)
        {
            var text = new StringBuilder();
            Write(text, value, 0);
            return text.Append('\n').ToString();
        }

        private static void Write(StringBuilder text, object? value, int indent)
        {
            var flat = Flat(value);
            if (indent > 2 && flat.Length + indent * 2 <= LineWidth || value is not (Record or List<object?>) || flat.Length <= 2)
            {
                text.Append(flat);
                return;
            }
            var pad = new string(' ', (indent + 1) * 2);
            var (open, close) = value is Record ? ('{', '}') : ('[', ']');
            text.Append(open).Append('\n');
            var first = true;
            foreach (var (key, item) in Parts(value))
            {
                if (!first) text.Append(",\n");
                first = false;
                text.Append(pad);
                if (key != null) text.Append(Quote(key)).Append(": ");
                // A case is one line where it fits: the unit of a diff.
                if (indent == 1 && Flat(item) is var line && line.Length + pad.Length <= LineWidth) text.Append(line);
                else Write(text, item, indent + 1);
            }
            text.Append('\n').Append(' ', indent * 2).Append(close);
        }

        private static IEnumerable<(string? Key, object? Item)> Parts(object value) =>
            value is Record record ? record.Select(p => ((string?)p.Key, p.Value)) : ((List<object?>)value).Select(i => ((string?)null, i));

        private static string Flat(object? value) => value switch
        {
            null => "null",
            bool x => x ? "true" : "false",
            string x => Quote(x),
            double x => x.ToString("R", CultureInfo.InvariantCulture),
            int or long => Convert.ToString(value, CultureInfo.InvariantCulture)!,
            Record x when x.Count == 0 => "{}",
            Record x => "{ " + string.Join(", ", x.Select(p => Quote(p.Key) + ": " + Flat(p.Value))) + " }",
            List<object?> x => "[" + string.Join(", ", x.Select(Flat)) + "]",
            _ => throw new InvalidOperationException("no JSON form for " + value.GetType()),
        };

        private static string Quote(string value)
        {
            var text = new StringBuilder("\"");
            for (var i = 0; i < value.Length; i++)
            {
                var c = value[i];
                if (c == '"' || c == '\\') text.Append('\\').Append(c);
                else if (c == '\n') text.Append("\\n");
                else if (c == '\r') text.Append("\\r");
                else if (c == '\t') text.Append("\\t");
                else if (char.IsHighSurrogate(c) && i + 1 < value.Length && char.IsLowSurrogate(value[i + 1])) text.Append(c).Append(value[++i]);
                else if (c != ' ' && (c < ' ' || char.IsSurrogate(c) || char.IsWhiteSpace(c) || char.IsControl(c)
                    || char.GetUnicodeCategory(c) is UnicodeCategory.Format or UnicodeCategory.OtherNotAssigned or UnicodeCategory.NonSpacingMark or UnicodeCategory.PrivateUse))
                    text.Append("\\u").Append(((int)c).ToString("x4", CultureInfo.InvariantCulture));
                else text.Append(c);
            }
            return text.Append('"').ToString();
        }
    }
}
