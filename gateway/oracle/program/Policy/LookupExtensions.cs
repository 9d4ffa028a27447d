using System.Collections.Generic;

namespace Microsoft.Azure.ApiManagement
{
    /// <summary>The lookups with a default that dictionaries have in policies.</summary>
    public static class LookupExtensions
    {
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
