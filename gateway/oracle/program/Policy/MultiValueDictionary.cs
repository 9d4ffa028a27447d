using System.Collections;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;

namespace Microsoft.Azure.ApiManagement
{
    /// <summary>Headers, query parameters and claims: lists of values by name.</summary>
    public sealed class MultiValueDictionary : IReadOnlyDictionary<string, string[]>
    {
        private readonly Dictionary<string, string[]> values;

        public MultiValueDictionary(Dictionary<string, string[]> values) => this.values = values;

        public string[] this[string key] => values[key];
        public IEnumerable<string> Keys => values.Keys;
        public IEnumerable<string[]> Values => values.Values;
        public int Count => values.Count;
        public bool ContainsKey(string key) => values.ContainsKey(key);
        public bool TryGetValue(string key, [MaybeNullWhen(false)] out string[] value) => values.TryGetValue(key, out value);
        public IEnumerator<KeyValuePair<string, string[]>> GetEnumerator() => values.GetEnumerator();
        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

        /// <summary>Comma-separated values, or the default. An instance method: nothing competes with it.</summary>
        public string? GetValueOrDefault(string name, string? defaultValue = null) =>
            values.TryGetValue(name, out var value) ? string.Join(",", value) : defaultValue;
    }
}
