using System;
using System.Collections;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;

namespace Sallyport.Oracle.Policy
{
    /// <summary><c>context.Variables</c>: a name that is not set reads as null, not as an error.</summary>
    public sealed class VariableTable : IReadOnlyDictionary<string, object>
    {
        private readonly Dictionary<string, object?> values;

        public VariableTable(Dictionary<string, object?> values) => this.values = values;

        public object this[string key] => (values.TryGetValue(key, out var value) ? value : null)!;
        public IEnumerable<string> Keys => values.Keys;
        public IEnumerable<object> Values => values.Values!;
        public int Count => values.Count;
        public bool ContainsKey(string key) => values.ContainsKey(key);
        public IEnumerator<KeyValuePair<string, object>> GetEnumerator() => values.GetEnumerator()!;
        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
        public bool TryGetValue(string key, [MaybeNullWhen(false)] out object value) => values.TryGetValue(key, out value!);
    }

    /// <summary>The lookups with a default that headers, parameters, claims and variables have.</summary>
    public static class LookupExtensions
    {
        /// <summary>The variable cast to <typeparamref name="T"/>; throws when it holds something else.</summary>
        public static T GetValueOrDefault<T>(this IReadOnlyDictionary<string, object> variables, string variableName, T defaultValue) =>
            variables.TryGetValue(variableName, out var value) ? (T)value : defaultValue;

        public static T? GetValueOrDefault<T>(this IReadOnlyDictionary<string, object> variables, string variableName) =>
            variables.TryGetValue(variableName, out var value) ? (T)value : default;

        public static object? GetValueOrDefault(this IReadOnlyDictionary<string, object> variables, string variableName) =>
            variables.TryGetValue(variableName, out var value) ? value : null;

        public static string? GetValueOrDefault(this IReadOnlyDictionary<string, string> values, string name, string? defaultValue = null) =>
            values.TryGetValue(name, out var value) ? value : defaultValue;

        public static TValue? GetValueOrDefault<TKey, TValue>(this IDictionary<TKey, TValue> values, TKey key) =>
            values.TryGetValue(key, out var value) ? value : default;

        public static TValue GetValueOrDefault<TKey, TValue>(this IDictionary<TKey, TValue> values, TKey key, TValue defaultValue) =>
            values.TryGetValue(key, out var value) ? value : defaultValue;

        // A Dictionary is both kinds of dictionary: without these two the call would be ambiguous.
        public static TValue? GetValueOrDefault<TKey, TValue>(this Dictionary<TKey, TValue> values, TKey key) where TKey : notnull =>
            values.TryGetValue(key, out var value) ? value : default;

        public static TValue GetValueOrDefault<TKey, TValue>(this Dictionary<TKey, TValue> values, TKey key, TValue defaultValue) where TKey : notnull =>
            values.TryGetValue(key, out var value) ? value : defaultValue;
    }
}
