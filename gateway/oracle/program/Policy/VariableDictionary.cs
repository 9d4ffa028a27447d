using System;
using System.Collections;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;

namespace Microsoft.Azure.ApiManagement
{
    /// <summary><c>context.Variables</c>: a name that is not set reads as null, not as an error.</summary>
    public sealed class VariableDictionary : IReadOnlyDictionary<string, object>
    {
        private readonly Dictionary<string, object?> values;

        public VariableDictionary(Dictionary<string, object?> values) => this.values = values;

        public object this[string key] => (values.TryGetValue(key, out var value) ? value : null)!;
        public IEnumerable<string> Keys => values.Keys;
        public IEnumerable<object> Values => values.Values!;
        public int Count => values.Count;
        public bool ContainsKey(string key) => values.ContainsKey(key);
        public IEnumerator<KeyValuePair<string, object>> GetEnumerator() => values.GetEnumerator()!;
        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
        public bool TryGetValue(string key, [MaybeNullWhen(false)] out object value) => values.TryGetValue(key, out value!);

        public object? GetValueOrDefault(string variableName) => this[variableName];

        /// <summary>The variable cast to <typeparamref name="T"/>; throws when it holds something else.</summary>
        public T? GetValueOrDefault<T>(string variableName) => values.TryGetValue(variableName, out var value) ? (T?)value : default;

        public T GetValueOrDefault<T>(string variableName, T defaultValue) =>
            values.TryGetValue(variableName, out var value) ? (T)value! : defaultValue;
    }
}
