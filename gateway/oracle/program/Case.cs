using System.Collections.Generic;
using System.IO;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Sallyport.Oracle
{
    /// <summary>One expression to judge, as a case file states it.</summary>
    public sealed class Case
    {
        public string Id = "";

        /// <summary>Policy text: <c>@(…)</c> or <c>@{…}</c>.</summary>
        public string Expression = "";

        /// <summary>Type that the policy attribute asks for, as C# writes it; <c>object</c> when left out.</summary>
        public string Expects = "object";

        /// <summary>What the outcome depends on: <c>newline</c>, <c>culture</c>; null when it is the same everywhere.</summary>
        public string? RuntimeDependent;

        /// <summary>Documentation that decides this case in place of .NET; such a case is run but not counted.</summary>
        public string? Cites;

        /// <summary>What the documentation says the outcome is, in the canonical form; only with <see cref="Cites"/>.</summary>
        public JObject? Documented;

        /// <summary>What differs from the <c>context</c> of context.json.</summary>
        public JObject? Context;

        /// <summary>Contents of <c>context.Variables</c> by name.</summary>
        public List<KeyValuePair<string, JObject>> Variables = new List<KeyValuePair<string, JObject>>();
    }

    /// <summary>A file of cases about one topic.</summary>
    public sealed class CaseFile
    {
        public string Path = "";
        public string Topic = "";
        public List<Case> Cases = new List<Case>();

        /// <summary>The sibling file that holds the expected sides.</summary>
        public string ExpectedPath =>
            System.IO.Path.ChangeExtension(Path, null) + ".expected.json";

        /// <summary>Reads a case file; unknown keys are errors, so that a typing mistake can't switch a case off.</summary>
        public static CaseFile Read(string path)
        {
            using var text = new JsonTextReader(new StreamReader(path)) { DateParseHandling = DateParseHandling.None };
            var root = JObject.Load(text);
            var file = new CaseFile { Path = path };
            foreach (var property in root.Properties())
            {
                switch (property.Name)
                {
                    case "topic": file.Topic = (string)property.Value!; break;
                    case "note": break;
                    case "cases": break;
                    default: throw new InvalidDataException($"{path}: unknown key '{property.Name}'");
                }
            }
            var seen = new HashSet<string>();
            foreach (var item in (JArray)root["cases"]!)
            {
                var one = ReadCase(path, (JObject)item);
                if (!seen.Add(one.Id)) throw new InvalidDataException($"{path}: two cases have the id '{one.Id}'");
                file.Cases.Add(one);
            }
            return file;
        }

        private static Case ReadCase(string path, JObject item)
        {
            var one = new Case();
            foreach (var property in item.Properties())
            {
                switch (property.Name)
                {
                    case "id": one.Id = (string)property.Value!; break;
                    case "expression":
                        one.Expression = property.Value is JArray lines
                            ? string.Join("\n", lines.Values<string>())
                            : (string)property.Value!;
                        break;
                    case "expects": one.Expects = (string)property.Value!; break;
                    case "runtimeDependent": one.RuntimeDependent = (string)property.Value!; break;
                    case "cites": one.Cites = (string)property.Value!; break;
                    case "context": one.Context = (JObject)property.Value; break;
                    case "documented": one.Documented = (JObject)property.Value; break;
                    case "note": break;
                    case "variables":
                        foreach (var variable in ((JObject)property.Value).Properties())
                            one.Variables.Add(new KeyValuePair<string, JObject>(variable.Name, (JObject)variable.Value));
                        break;
                    default: throw new InvalidDataException($"{path}: case '{one.Id}' has the unknown key '{property.Name}'");
                }
            }
            if (one.Id.Length == 0) throw new InvalidDataException($"{path}: a case has no id");
            return one;
        }
    }
}
