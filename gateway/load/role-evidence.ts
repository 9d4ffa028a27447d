import type { Role } from '../model.ts';

/** A reason to think that a named value has a role. Earlier reasons are stronger. */
export interface RoleEvidence {
  readonly role: Role;
  /** What was seen, completing "is …". */
  readonly because: string;
  /** Element and attribute (or `text`) whose whole value the reference is, its parent when that matters. */
  readonly place?: { readonly element: string; readonly attribute: string; readonly parent?: string };
  /** The same for the parent's `name` attribute: a header or a query parameter. */
  readonly parentName?: RegExp;
  /** What stands directly before and after the reference in the text. */
  readonly before?: RegExp;
  readonly after?: RegExp;
  /** What stands near it, on either side. */
  readonly near?: RegExp;
  /** Whether the value is a bare host, because the scheme stands before it, or a scope's name without its resource. */
  readonly bare?: boolean;
  /** What the named value is called; names alone are the weakest reason. */
  readonly name?: RegExp;
}

/** How named values show their role, by place, by the text around them, and by name. */
export const roleEvidence: readonly RoleEvidence[] = [
  {
    role: 'tenantId',
    because: 'the tenant of validate-azure-ad-token',
    place: { element: 'validate-azure-ad-token', attribute: 'tenant-id' },
  },
  {
    role: 'clientId',
    because: 'a client application that is let in',
    place: { element: 'application-id', attribute: 'text', parent: 'client-application-ids' },
  },
  { role: 'audience', because: 'an accepted audience', place: { element: 'audience', attribute: 'text' } },
  { role: 'clientId', because: 'sent as client_id', before: /\bclient_id=$/ },
  { role: 'clientSecret', because: 'sent as client_secret', before: /\bclient_secret=$/ },
  {
    role: 'audience',
    because: 'in the application ID URI of an accepted audience',
    before: /<(?:audience|value)>\s*api:\/\/$/,
    after: /^\s*</,
  },
  {
    role: 'managedIdentityClientId',
    because: 'the client id of a managed identity',
    place: { element: 'authentication-managed-identity', attribute: 'client-id' },
  },
  {
    role: 'functionKey',
    because: 'sent as a function key',
    place: { element: 'value', attribute: 'text', parent: 'set-header' },
    parentName: /^x-functions-key$/i,
  },
  {
    role: 'functionKey',
    because: 'sent as a function key',
    place: { element: 'value', attribute: 'text', parent: 'set-query-parameter' },
    parentName: /^code$/i,
  },

  {
    role: 'tenantId',
    because: 'the tenant in a URL of Entra ID',
    before: /(?:login\.microsoftonline\.(?:com|us)|login\.partner\.microsoftonline\.cn|sts\.windows\.net)\/$/,
  },
  { role: 'tenantId', because: 'the tenant in a URL of Entra ID', before: /[\w}]\/$/, after: /^\/(?:oauth2\/|v2\.0)/ },
  {
    role: 'loginHost',
    because: 'the host in a URL of Entra ID',
    bare: true,
    before: /https:\/\/$/,
    after: /^\/[^"'\s]{1,80}\/(?:oauth2\/|v2\.0)/,
  },
  { role: 'managedIdentityClientId', because: 'the client id of a managed identity', before: /client-id="$/ },
  { role: 'scope', because: 'sent as scope', before: /\bscope=$/ },
  {
    role: 'scope',
    because: 'compared with the scopes of a token',
    bare: true,
    before: /(?:"|&quot;)$/,
    after: /^(?:"|&quot;)/,
    near: /(?:"|&quot;)scp(?:"|&quot;)/,
    name: /scopes?$/i,
  },

  {
    role: 'managedIdentityClientId',
    because: 'called so',
    name: /(?:uami|fic|identity).*client.?id|managed.?identity/i,
  },
  { role: 'tenantId', because: 'called so', name: /tenant.?(?:id|guid)?$/i },
  { role: 'functionKey', because: 'called so', name: /function.*key|host.?key/i },
  { role: 'encryptionKey', because: 'called so', name: /(?:encrypt(?:ion)?|aes).?key/i },
  {
    role: 'initializationVector',
    because: 'called so',
    name: /(?:encrypt(?:ion)?|aes|crypto|session|^).?iv$|init(?:ialization)?.?vector/i,
  },
  { role: 'clientSecret', because: 'called so', name: /client.?secret$/i },
  { role: 'signingKey', because: 'called so', name: /(?:sign(?:ing)?|hmac).?key/i },
  { role: 'gatewayUrl', because: 'called so', name: /(?:gateway|apim).?(?:base.?)?(?:url|uri|endpoint)/i },
  { role: 'mcpServerUrl', because: 'called so', name: /mcp.?(?:server|backend)?.?(?:base.?)?(?:url|uri|endpoint)/i },
  { role: 'loginHost', because: 'called so', name: /(?:login|authority).?(?:host|url)|^authority$/i },
  { role: 'graphHost', because: 'called so', name: /graph.?(?:host|url|endpoint)/i },
  { role: 'audience', because: 'called so', name: /audience/i },
  { role: 'scope', because: 'called so', name: /scopes?$/i },
  { role: 'serverClientId', because: 'called so', name: /(?:server|backend|api|resource).?(?:app.?)?client.?id/i },
  { role: 'clientId', because: 'called so', name: /client.?id$/i },
];
