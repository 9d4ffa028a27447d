using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using Newtonsoft.Json.Linq;

namespace Microsoft.Azure.ApiManagement
{
    public sealed class BasicAuthCredentials
    {
        public string UserId { get; set; } = "";
        public string Password { get; set; } = "";
    }

    public sealed class Jwt
    {
        public string? Algorithm { get; set; }
        public IEnumerable<string> Audiences { get; set; } = Array.Empty<string>();
        public MultiValueDictionary Claims { get; set; } = new MultiValueDictionary(new Dictionary<string, string[]>());
        public DateTime? ExpirationTime { get; set; }
        public string? Id { get; set; }
        public string? Issuer { get; set; }
        public DateTime? IssuedAt { get; set; }
        public DateTime? NotBefore { get; set; }
        public string? Subject { get; set; }
        public string? Type { get; set; }
    }

    /// <summary>The readers of credentials that strings have in policy expressions.</summary>
    public static class CredentialExtensions
    {
        public static BasicAuthCredentials? AsBasic(this string input) => input.TryParseBasic(out var result) ? result : null;

        public static bool TryParseBasic(this string input, out BasicAuthCredentials? result)
        {
            result = null;
            if (input == null || !input.StartsWith("Basic ", StringComparison.OrdinalIgnoreCase)) return false;
            string text;
            try { text = Encoding.UTF8.GetString(Convert.FromBase64String(input.Substring(6).Trim())); }
            catch (FormatException) { return false; }
            var colon = text.IndexOf(':');
            if (colon < 0) return false;
            result = new BasicAuthCredentials { UserId = text.Substring(0, colon), Password = text.Substring(colon + 1) };
            return true;
        }

        public static Jwt? AsJwt(this string input) => input.TryParseJwt(out var result) ? result : null;

        public static bool TryParseJwt(this string input, out Jwt? result)
        {
            result = null;
            if (input == null) return false;
            if (input.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase)) input = input.Substring(7).Trim();
            var parts = input.Split('.');
            if (parts.Length != 3) return false;
            try
            {
                var header = Part(parts[0]);
                var payload = Part(parts[1]);
                result = new Jwt
                {
                    Algorithm = (string?)header["alg"],
                    Type = (string?)header["typ"],
                    Audiences = Values(payload["aud"]),
                    Claims = new MultiValueDictionary(payload.Properties().ToDictionary(p => p.Name, p => Values(p.Value))),
                    ExpirationTime = Instant(payload["exp"]),
                    Id = (string?)payload["jti"],
                    Issuer = (string?)payload["iss"],
                    IssuedAt = Instant(payload["iat"]),
                    NotBefore = Instant(payload["nbf"]),
                    Subject = (string?)payload["sub"],
                };
                return true;
            }
            catch (Exception exception) when (exception is FormatException || exception is Newtonsoft.Json.JsonException || exception is ArgumentException)
            {
                return false;
            }
        }

        private static JObject Part(string text)
        {
            var base64 = text.Replace('-', '+').Replace('_', '/');
            return JObject.Parse(Encoding.UTF8.GetString(Convert.FromBase64String(base64.PadRight((base64.Length + 3) / 4 * 4, '='))));
        }

        private static string[] Values(JToken? token) =>
            token == null ? Array.Empty<string>()
            : token is JArray many ? many.Select(Text).ToArray()
            : new[] { Text(token) };

        private static string Text(JToken token) =>
            token.Type == JTokenType.String ? (string)token! : token.ToString(Newtonsoft.Json.Formatting.None);

        private static DateTime? Instant(JToken? token) =>
            token == null ? (DateTime?)null : DateTimeOffset.FromUnixTimeSeconds((long)token).UtcDateTime;
    }
}
