using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Xml.Linq;
using Newtonsoft.Json.Linq;

#pragma warning disable CS8601, CS8603, CS8604 // a description may leave anything out, as a gateway may

namespace Microsoft.Azure.ApiManagement
{
    /// <summary>The <c>context</c> that context.json describes, with what a case overrides.</summary>
    public sealed class FixtureContext : IProxyRequestContext
    {
        private readonly JObject described;

        public FixtureContext(JObject described, Dictionary<string, object?> variables)
        {
            this.described = described;
            Variables = new VariableDictionary(variables);
            Request = new FixtureRequest((JObject)described["request"]!);
            Response = Some("response") is JObject response ? new FixtureResponse(response) : null!;
        }

        public VariableDictionary Variables { get; }
        public IRequest Request { get; }
        public IResponse Response { get; }
        public IApi Api => Some("api") is JObject api ? new FixtureApi(api) : null;
        public IBackend Backend => null;
        public IDeployment Deployment => new FixtureDeployment((JObject)described["deployment"]!);
        public TimeSpan Elapsed => TimeSpan.Zero;
        public ILastError LastError => Some("lastError") is JObject error ? new FixtureLastError(error) : null;
        public IOperation Operation => Some("operation") is JObject operation ? new FixtureOperation(operation) : null;
        public IProduct Product => Some("product") is JObject product ? new FixtureProduct(product) : null;
        public Guid RequestId => Guid.Parse((string)described["requestId"]!);
        public ISubscription Subscription => Some("subscription") is JObject subscription ? new FixtureSubscription(subscription) : null;
        public DateTime Timestamp => FixtureTime.Of(described["timestamp"])!.Value;
        public bool Tracing => (bool)described["tracing"]!;
        public IUser User => Some("user") is JObject user ? new FixtureUser(user) : null;
        public IWorkspace Workspace => null;
        public void Trace(string message) { }
        public void Trace(string source, object message) { }

        private JToken? Some(string name) => described[name];
    }

    internal static class FixtureTime
    {
        public static DateTime? Of(JToken? milliseconds) =>
            milliseconds == null || milliseconds.Type == JTokenType.Null
                ? (DateTime?)null
                : DateTimeOffset.FromUnixTimeMilliseconds((long)milliseconds).UtcDateTime;
    }

    /// <summary>Headers and query parameters: names compare without case.</summary>
    internal static class MultiValues
    {
        public static MultiValueDictionary Of(JToken? described)
        {
            var values = new Dictionary<string, string[]>(StringComparer.OrdinalIgnoreCase);
            foreach (var property in ((JObject?)described)?.Properties() ?? Enumerable.Empty<JProperty>())
                if (property.Value is JArray) values[property.Name] = property.Value.Values<string>().ToArray()!;
            return new MultiValueDictionary(values);
        }
    }

    internal sealed class FixtureUrl : IUrl
    {
        private readonly Uri uri;

        public FixtureUrl(string text)
        {
            uri = new Uri(text);
            var query = new Dictionary<string, List<string>>(StringComparer.OrdinalIgnoreCase);
            foreach (var pair in uri.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
            {
                var equals = pair.IndexOf('=');
                var name = equals < 0 ? pair : pair.Substring(0, equals);
                if (!query.TryGetValue(name, out var list)) query[name] = list = new List<string>();
                list.Add(equals < 0 ? "" : pair.Substring(equals + 1));
            }
            Query = new MultiValueDictionary(query.ToDictionary(pair => pair.Key, pair => pair.Value.ToArray(), StringComparer.OrdinalIgnoreCase));
        }

        public string Host => uri.Host;
        public string Path => uri.AbsolutePath;
        public int Port => uri.Port;
        public MultiValueDictionary Query { get; }
        public string QueryString => uri.Query;
        public string Scheme => uri.Scheme;
        public Uri ToUri() => uri;
        public override string ToString() => uri.OriginalString;
    }

    internal sealed class FixtureBody : IMessageBody
    {
        private readonly string text;
        public FixtureBody(string text) => this.text = text;
        public static IMessageBody Of(JToken? text) => text == null || text.Type == JTokenType.Null ? null : new FixtureBody((string)text!);

        public T As<T>(bool preserveContent = false)
        {
            // The service prefixes what the reader says; see the message of ExpressionValueEvaluationFailure in its traces.
            try { return Read<T>(); }
            catch (Newtonsoft.Json.JsonException exception) { throw new Exception("The message body is not a valid JSON. " + exception.Message); }
            catch (System.Xml.XmlException exception) { throw new Exception("The message body is not a valid XML. " + exception.Message); }
        }

        private T Read<T>()
        {
            object value =
                typeof(T) == typeof(string) ? text
                : typeof(T) == typeof(byte[]) ? Encoding.UTF8.GetBytes(text)
                : typeof(T) == typeof(JObject) ? JObject.Parse(text)
                : typeof(T) == typeof(JArray) ? JArray.Parse(text)
                : typeof(T) == typeof(JToken) ? JToken.Parse(text)
                : typeof(T) == typeof(XElement) || typeof(T) == typeof(XNode) ? XElement.Parse(text)
                : typeof(T) == typeof(XDocument) ? (object)XDocument.Parse(text)
                : throw new NotSupportedException($"As<{typeof(T).Name}>");
            return (T)value;
        }

        public IDictionary<string, IList<string>> AsFormUrlEncodedContent(bool preserveContent = false)
        {
            var form = new Dictionary<string, IList<string>>();
            foreach (var pair in text.Split('&', StringSplitOptions.RemoveEmptyEntries))
            {
                var parts = pair.Split('=', 2).Select(System.Net.WebUtility.UrlDecode).ToArray();
                if (!form.TryGetValue(parts[0]!, out var list)) form[parts[0]!] = list = new List<string>();
                list.Add(parts.Length > 1 ? parts[1]! : "");
            }
            return form;
        }
    }

    internal sealed class FixtureRequest : IRequest
    {
        private readonly JObject described;

        public FixtureRequest(JObject described)
        {
            this.described = described;
            Headers = MultiValues.Of(described["headers"]);
            Url = new FixtureUrl((string)described["url"]!);
            OriginalUrl = new FixtureUrl((string)described["originalUrl"]!);
        }

        public IMessageBody Body => FixtureBody.Of(described["body"]);
        public X509Certificate2 Certificate => null;
        public IFoundry Foundry => null;
        public MultiValueDictionary Headers { get; }
        public string IpAddress => (string)described["ipAddress"]!;
        public IReadOnlyDictionary<string, string> MatchedParameters =>
            ((JObject)described["matchedParameters"]!).Properties().ToDictionary(p => p.Name, p => (string)p.Value!)!;
        public string Method => (string)described["method"]!;
        public IUrl OriginalUrl { get; }
        public IUrl Url { get; }
        public IPrivateEndpointConnection PrivateEndpointConnection => null;
    }

    /// <summary>A response, and what send-request leaves in a variable.</summary>
    public sealed class FixtureResponse : IResponse
    {
        private readonly JObject described;

        public FixtureResponse(JObject described)
        {
            this.described = described;
            Headers = MultiValues.Of(described["headers"]);
        }

        public IMessageBody Body => FixtureBody.Of(described["body"]);
        public MultiValueDictionary Headers { get; }
        public int StatusCode => (int)described["statusCode"]!;
        public string StatusReason => (string)described["statusReason"]!;
    }

    internal sealed class FixtureApi : IApi, ISubscriptionKeyParameterNames
    {
        private readonly JObject described;
        public FixtureApi(JObject described) => this.described = described;
        public string Id => (string)described["id"]!;
        public bool IsCurrentRevision => (bool)described["isCurrentRevision"]!;
        public string Name => (string)described["name"]!;
        public string Path => (string)described["path"]!;
        public string Revision => (string)described["revision"]!;
        public string Version => (string)described["version"]!;
        public IEnumerable<string> Protocols => described["protocols"]!.Values<string>().ToArray()!;
        public IUrl ServiceUrl => new FixtureUrl((string)described["serviceUrl"]!);
        public ISubscriptionKeyParameterNames SubscriptionKeyParameterNames => this;
        public string Header => (string)described["subscriptionKeyHeader"]!;
        public string Query => (string)described["subscriptionKeyQuery"]!;
    }

    internal sealed class FixtureOperation : IOperation
    {
        private readonly JObject described;
        public FixtureOperation(JObject described) => this.described = described;
        public string Id => (string)described["id"]!;
        public string Method => (string)described["method"]!;
        public string Name => (string)described["name"]!;
        public string UrlTemplate => (string)described["urlTemplate"]!;
    }

    internal sealed class FixtureGroup : IGroup
    {
        public FixtureGroup(JToken described)
        {
            Id = (string)described["id"]!;
            Name = (string)described["name"]!;
        }

        public string Id { get; }
        public string Name { get; }
    }

    internal sealed class FixtureProduct : IProduct
    {
        private readonly JObject described;
        public FixtureProduct(JObject described) => this.described = described;
        public IEnumerable<IApi> Apis => Array.Empty<IApi>();
        public bool ApprovalRequired => (bool)described["approvalRequired"]!;
        public IEnumerable<IGroup> Groups => described["groups"]!.Select(group => new FixtureGroup(group)).ToArray();
        public string Id => (string)described["id"]!;
        public string Name => (string)described["name"]!;
        public ProductState State => (bool)described["published"]! ? ProductState.Published : ProductState.NotPublished;
        public int? SubscriptionsLimit => (int?)described["subscriptionsLimit"];
        public int? SubscriptionLimit => SubscriptionsLimit;
        public bool SubscriptionRequired => (bool)described["subscriptionRequired"]!;
    }

    internal sealed class FixtureSubscription : ISubscription
    {
        private readonly JObject described;
        public FixtureSubscription(JObject described) => this.described = described;
        public DateTime CreatedDate => FixtureTime.Of(described["createdDate"])!.Value;
        public DateTime? EndDate => FixtureTime.Of(described["endDate"]);
        public string Id => (string)described["id"]!;
        public string Key => (string)described["key"]!;
        public string Name => (string)described["name"]!;
        public string PrimaryKey => (string)described["primaryKey"]!;
        public string SecondaryKey => (string)described["secondaryKey"]!;
        public DateTime? StartDate => FixtureTime.Of(described["startDate"]);
    }

    internal sealed class FixtureUser : IUser
    {
        private readonly JObject described;
        public FixtureUser(JObject described) => this.described = described;
        public string Email => (string)described["email"]!;
        public string FirstName => (string)described["firstName"]!;
        public IEnumerable<IGroup> Groups => described["groups"]!.Select(group => new FixtureGroup(group)).ToArray();
        public string Id => (string)described["id"]!;
        public IEnumerable<IUserIdentity> Identities => described["identities"]!.Select(identity => new Identity(identity)).ToArray();
        public string LastName => (string)described["lastName"]!;
        public string Note => (string)described["note"]!;
        public DateTime RegistrationDate => FixtureTime.Of(described["registrationDate"])!.Value;

        private sealed class Identity : IUserIdentity
        {
            public Identity(JToken described)
            {
                Id = (string)described["id"]!;
                Provider = (string)described["provider"]!;
            }

            public string Id { get; }
            public string Provider { get; }
        }
    }

    internal sealed class FixtureDeployment : IDeployment, IGateway
    {
        private readonly JObject described;
        public FixtureDeployment(JObject described) => this.described = described;
        public IGateway Gateway => this;
        public string GatewayId => (string)described["gatewayId"]!;
        public string Region => (string)described["region"]!;
        public string ServiceId => (string)described["serviceId"]!;
        public string ServiceName => (string)described["serviceName"]!;
        public IReadOnlyDictionary<string, X509Certificate2> Certificates => new Dictionary<string, X509Certificate2>();
        public string Id => GatewayId;
        public string InstanceId => GatewayId;
        public bool IsManaged => (bool)described["isManaged"]!;
    }

    internal sealed class FixtureLastError : ILastError
    {
        private readonly JObject described;
        public FixtureLastError(JObject described) => this.described = described;
        public string Source => (string)described["source"]!;
        public string Reason => (string)described["reason"]!;
        public string Message => (string)described["message"]!;
        public string Scope => (string)described["scope"]!;
        public string Section => (string)described["section"]!;
        public string Path => (string)described["path"]!;
        public string PolicyId => (string)described["policyId"]!;
        public int HttpErrorCode => (int)described["httpErrorCode"]!;
    }
}
