using System;
using Microsoft.Azure.ApiManagement;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Xml.Linq;
using Newtonsoft.Json.Linq;

namespace Sallyport.Oracle
{
    /// <summary>Builds the contents of <c>context.Variables</c> from their description in a case file.</summary>
    public static class Variables
    {
        public static Dictionary<string, object?> Build(IEnumerable<KeyValuePair<string, JObject>> described) =>
            described.ToDictionary(pair => pair.Key, pair => Value(pair.Value));

        private static object? Value(JObject description)
        {
            var type = (string)description["type"]!;
            var value = description["value"]!;
            if (value.Type == JTokenType.Null) return null;
            if (type == "string[]") return ((JArray)value).Select(item => (string?)item).ToArray();
            if (type == "JObject" || type == "JArray" || type == "JToken") return JToken.Parse((string)value!);
            if (type == "bool") return (bool)value;
            if (type == "IResponse") return new FixtureResponse((JObject)value);
            var text = (string)value!;
            var invariant = CultureInfo.InvariantCulture;
            switch (type)
            {
                case "string": return text;
                case "int": return int.Parse(text, invariant);
                case "long": return long.Parse(text, invariant);
                case "double": return double.Parse(text, invariant);
                case "decimal": return decimal.Parse(text, invariant);
                case "char": return char.Parse(text);
                case "Guid": return Guid.Parse(text);
                case "DateTime": return DateTime.ParseExact(text, "o", invariant, DateTimeStyles.RoundtripKind);
                case "DateTimeOffset": return DateTimeOffset.ParseExact(text, "o", invariant);
                case "TimeSpan": return TimeSpan.ParseExact(text, "c", invariant);
                case "byte[]": return Convert.FromBase64String(text);
                case "XElement": return XElement.Parse(text);
                case "Jwt": return CredentialExtensions.AsJwt(text);
                case "Authorization": return new Authorization(text);
                default: throw new InvalidDataException($"a variable can't have the type '{type}'");
            }
        }
    }
}
