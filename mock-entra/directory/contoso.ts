/** The default seed: a company with people one recognises, a partner, a tenant with own keys, and a personal account. */
import { consumersTenantId } from './model.ts';
import type { Seed } from './seed.ts';

export const contoso: Seed = {
  tenants: [
    {
      displayName: 'Contoso',
      domains: ['contoso.onmicrosoft.com', 'contoso.com'],
      region: 'EU',
      users: [
        {
          userPrincipalName: 'alice@contoso.com',
          displayName: 'Alice Adams',
          givenName: 'Alice',
          surname: 'Adams',
          mail: 'alice@contoso.com',
          jobTitle: 'Platform Engineer',
          department: 'Engineering',
          officeLocation: 'Rotterdam/2.14',
          businessPhones: ['+31 10 555 0101'],
          preferredLanguage: 'en-GB',
          manager: 'carla@contoso.com',
        },
        {
          userPrincipalName: 'bob@contoso.com',
          displayName: 'Bob Brandt',
          givenName: 'Bob',
          surname: 'Brandt',
          mail: 'bob@contoso.com',
          jobTitle: 'Support Analyst',
          department: 'Support',
          mfa: 'none',
        },
        {
          userPrincipalName: 'carla@contoso.com',
          displayName: 'Carla Costa',
          givenName: 'Carla',
          surname: 'Costa',
          mail: 'carla@contoso.com',
          jobTitle: 'Head of Identity',
          department: 'IT',
          administrator: true,
        },
        {
          userPrincipalName: 'dan@contoso.com',
          displayName: 'Dan Dupont',
          mail: 'dan@contoso.com',
          accountEnabled: false,
        },
        {
          userPrincipalName: 'fay_fabrikam.com#EXT#@contoso.onmicrosoft.com',
          displayName: 'Fay Fox (Fabrikam)',
          mail: 'fay@fabrikam.com',
          guestOf: { tenant: 'fabrikam.com', user: 'fay@fabrikam.com' },
        },
      ],
      groups: [
        { displayName: 'Engineering', members: ['alice@contoso.com'] },
        {
          displayName: 'All Company',
          securityEnabled: false,
          members: ['alice@contoso.com', 'bob@contoso.com', 'carla@contoso.com'],
        },
        { displayName: 'Identity Admins', members: ['carla@contoso.com'] },
      ],
      managedIdentities: [
        { name: 'sallyport-gateway' },
        { name: 'sallyport-server' },
        { name: 'sallyport-site', type: 'SystemAssigned' },
      ],
      applications: [
        {
          name: 'Sallyport MCP Server',
          identifierUris: ['api://{appId}', 'https://sallyport.azure-api.net/mcp'],
          requestedAccessTokenVersion: 2,
          scopes: [
            {
              value: 'user_impersonation',
              displayName: 'Use the MCP server as you',
              description: 'Call its tools in your name',
            },
          ],
          appRoles: [
            { value: 'Tools.Invoke.All', displayName: 'Invoke every tool', allowedMemberTypes: ['Application'] },
          ],
          federatedIdentityCredentials: [{ name: 'server', managedIdentity: 'sallyport-server' }],
          requiredResourceAccess: [{ resource: 'https://graph.microsoft.com', scopes: ['User.Read'] }],
          knownClientApplications: ['Sallyport Gateway'],
          preAuthorizedApplications: [{ application: 'Visual Studio Code', scopes: ['user_impersonation'] }],
        },
        {
          name: 'Sallyport Gateway',
          redirectUris: { web: ['https://sallyport.azure-api.net/oauth/callback'] },
          federatedIdentityCredentials: [{ name: 'gateway', managedIdentity: 'sallyport-gateway' }],
          requiredResourceAccess: [{ resource: 'Sallyport MCP Server', scopes: ['user_impersonation'] }],
        },
        {
          name: 'Sallyport Desktop',
          isFallbackPublicClient: true,
          redirectUris: { public: ['http://localhost', 'http://127.0.0.1'] },
          requiredResourceAccess: [
            { resource: 'Sallyport MCP Server', scopes: ['user_impersonation'] },
            { resource: 'https://graph.microsoft.com', scopes: ['User.Read'] },
          ],
        },
        {
          name: 'Sallyport Browser App',
          redirectUris: { spa: ['http://localhost:5173/', 'http://localhost:5173/redirect.html'] },
          requiredResourceAccess: [{ resource: 'https://graph.microsoft.com', scopes: ['User.Read'] }],
        },
        {
          name: 'Sallyport Daemon',
          secrets: [{ displayName: 'daemon' }],
          requiredResourceAccess: [{ resource: 'Sallyport MCP Server', roles: ['Tools.Invoke.All'] }],
        },
      ],
      grants: [{ client: 'Sallyport MCP Server', resource: 'https://graph.microsoft.com', scopes: ['User.Read'] }],
      roleAssignments: [{ principal: 'Sallyport Daemon', resource: 'Sallyport MCP Server', role: 'Tools.Invoke.All' }],
    },
    {
      displayName: 'Fabrikam',
      domains: ['fabrikam.onmicrosoft.com', 'fabrikam.com'],
      region: 'NA',
      users: [
        {
          userPrincipalName: 'fay@fabrikam.com',
          displayName: 'Fay Fox',
          givenName: 'Fay',
          surname: 'Fox',
          mail: 'fay@fabrikam.com',
          jobTitle: 'Consultant',
        },
        {
          userPrincipalName: 'mallory@fabrikam.com',
          displayName: 'Mallory Moss',
          mail: 'alice@contoso.com',
          mailVerified: false,
        },
      ],
      managedIdentities: [{ name: 'fabrikam-agent' }],
      applications: [
        {
          name: 'Fabrikam Partner Portal',
          signInAudience: 'AzureADMultipleOrgs',
          identifierUris: ['api://{appId}'],
          requestedAccessTokenVersion: 2,
          scopes: [{ value: 'access_as_user' }],
          redirectUris: { web: ['https://portal.fabrikam.com/signin-oidc'] },
          secrets: [{ displayName: 'portal' }],
        },
      ],
    },
    {
      displayName: 'Tailspin Toys',
      domains: ['tailspin.onmicrosoft.com'],
      signingKeys: 'own',
      users: [{ userPrincipalName: 'tom@tailspin.onmicrosoft.com', displayName: 'Tom Tran' }],
    },
    {
      id: consumersTenantId,
      displayName: 'Microsoft accounts',
      domains: ['live.com', 'outlook.com'],
      signingKeys: 'own',
      users: [
        { userPrincipalName: 'pat.private@outlook.com', displayName: 'Pat Private', mail: 'pat.private@outlook.com' },
      ],
    },
  ],
  externalIssuers: [{ issuer: 'https://token.actions.githubusercontent.com' }],
};
