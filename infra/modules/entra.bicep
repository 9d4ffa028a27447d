// Application registrations, by the Microsoft Graph extension of Bicep. No application has a secret or a certificate: the
// two of the deployment trust a managed identity each, and whoever calls in its own name trusts a workload of its own.

extension microsoftGraphV1

@description('Which of the four designs.')
@allowed(['broker', 'direct', 'gateway-obo', 'client-credentials'])
param topology string

@description('Begins the names of the registrations, which are unique in the tenant.')
param prefix string

@description('Origin of the gateway.')
param gatewayUrl string

@description('Object ids of the two managed identities.')
param gatewayPrincipalId string
param serverPrincipalId string

@description('Client applications that nobody is asked to consent to (topology gateway-obo).')
param preauthorizedClients array

@description('Issuer and subject of the workload that calls in its own name (topology client-credentials), such as a pipeline; nobody can call while they are empty.')
param callerIssuer string
param callerSubject string

var broker = topology == 'broker'
var direct = topology == 'direct'
var gatewayObo = topology == 'gateway-obo'
var clientCredentials = topology == 'client-credentials'
var hasGateway = !clientCredentials
var hasPublicClient = direct || gatewayObo

var mcpUrl = '${gatewayUrl}/mcp'
var issuer = '${environment().authentication.loginEndpoint}${tenant().tenantId}/v2.0'
var exchange = ['api://AzureADTokenExchange']

// Microsoft Graph, and its delegated permission User.Read
var graphAppId = '00000003-0000-0000-c000-000000000000'
var userRead = 'e1fe6dd8-ba31-4d61-89e7-88639da4683d'
var readsProfiles = { resourceAppId: graphAppId, resourceAccess: [{ id: userRead, type: 'Scope' }] }

var serverName = '${prefix}-server'
var gatewayName = '${prefix}-gateway'
var clientName = '${prefix}-client'
var callerName = '${prefix}-caller'
var serverScopeId = guid(tenant().tenantId, serverName, 'user_impersonate')
var callRoleId = guid(tenant().tenantId, serverName, 'Mcp.Call')

var gatewayScopes = direct
  ? [
      { value: 'Tools.Call', name: 'Call tools', text: 'Call the tools of the MCP server', type: 'User' }
      { value: 'Profile.Read', name: 'Read your profile', text: 'Let tools read your profile', type: 'User' }
      { value: 'Tools.All', name: 'Everything', text: 'Use every tool of the MCP server', type: 'Admin' }
    ]
  : gatewayObo
      ? [
          {
            value: 'Mcp.Access'
            name: 'Use the MCP server as you'
            text: 'Call the tools of the MCP server in your name'
            type: 'User'
          }
        ]
      : []
var gatewayScopeIds = map(gatewayScopes, scope => guid(tenant().tenantId, gatewayName, scope.value))

resource graph 'Microsoft.Graph/servicePrincipals@v1.0' existing = {
  appId: graphAppId
}

// The MCP server: audience of the tokens that it takes, and client of its exchange on behalf of people.
resource server 'Microsoft.Graph/applications@v1.0' = {
  uniqueName: serverName
  displayName: 'Sallyport MCP server (${prefix})'
  signInAudience: 'AzureADMyOrg'
  api: {
    requestedAccessTokenVersion: 2
    oauth2PermissionScopes: gatewayObo
      ? []
      : [
          {
            id: serverScopeId
            value: 'user_impersonate'
            type: 'User'
            isEnabled: true
            adminConsentDisplayName: 'Use the MCP server as the signed-in person'
            adminConsentDescription: 'Call the tools of the MCP server in the name of the signed-in person'
            userConsentDisplayName: 'Use the MCP server as you'
            userConsentDescription: 'Call the tools of the MCP server in your name'
          }
        ]
  }
  appRoles: clientCredentials
    ? [
        {
          id: callRoleId
          value: 'Mcp.Call'
          displayName: 'Call the MCP server'
          description: 'Call the MCP server in its own name'
          allowedMemberTypes: ['Application']
          isEnabled: true
        }
      ]
    : []
  // by which a token says that nobody stands behind it
  optionalClaims: clientCredentials
    ? { accessToken: [{ name: 'idtyp', essential: false, additionalProperties: [] }] }
    : null
  requiredResourceAccess: gatewayObo ? [] : [readsProfiles]
}

resource serverCredential 'Microsoft.Graph/applications/federatedIdentityCredentials@v1.0' = if (!gatewayObo) {
  name: '${server.uniqueName}/server'
  audiences: exchange
  issuer: issuer
  subject: serverPrincipalId
}

resource serverPrincipal 'Microsoft.Graph/servicePrincipals@v1.0' = {
  appId: server.appId
}

// An application's own id is known only when it is there: its Application ID URI is set afterwards, on the same registration.
module serverIdentifier 'entra-identifier.bicep' = {
  name: 'entra-server-identifier'
  params: { uniqueName: serverName, displayName: server.displayName, appId: server.appId }
}

// The gateway: client of Entra ID (broker), or what clients get their tokens for (direct, gateway-obo). A client names the
// MCP URL as the resource (RFC 8707), and Entra ID compares it with the Application ID URIs, character by character.
resource gateway 'Microsoft.Graph/applications@v1.0' = if (hasGateway) {
  uniqueName: gatewayName
  displayName: 'Sallyport gateway (${prefix})'
  signInAudience: 'AzureADMyOrg'
  identifierUris: broker ? [] : [mcpUrl]
  web: { redirectUris: broker ? ['${gatewayUrl}/oauth/callback'] : [] }
  api: {
    requestedAccessTokenVersion: 2
    oauth2PermissionScopes: map(gatewayScopes, scope => {
      id: guid(tenant().tenantId, gatewayName, scope.value)
      value: scope.value
      type: scope.type
      isEnabled: true
      adminConsentDisplayName: scope.name
      adminConsentDescription: scope.text
      userConsentDisplayName: scope.name
      userConsentDescription: scope.text
    })
    preAuthorizedApplications: gatewayObo
      ? map(preauthorizedClients, client => { appId: client, delegatedPermissionIds: gatewayScopeIds })
      : []
  }
  requiredResourceAccess: gatewayObo
    ? [readsProfiles]
    : [{ resourceAppId: server.appId, resourceAccess: [{ id: serverScopeId, type: 'Scope' }] }]
}

resource gatewayCredential 'Microsoft.Graph/applications/federatedIdentityCredentials@v1.0' = if (hasGateway) {
  name: '${gateway!.uniqueName}/gateway'
  audiences: exchange
  issuer: issuer
  subject: gatewayPrincipalId
}

resource gatewayPrincipal 'Microsoft.Graph/servicePrincipals@v1.0' = if (hasGateway) {
  appId: gateway!.appId
}

// The client that people use. Entra ID registers no client by itself, and ignores the port of http://localhost only.
resource client 'Microsoft.Graph/applications@v1.0' = if (hasPublicClient) {
  uniqueName: clientName
  displayName: 'Sallyport client (${prefix})'
  signInAudience: 'AzureADMyOrg'
  publicClient: {
    redirectUris: [
      'http://localhost'
      'http://localhost/callback'
      'http://localhost/oauth/callback'
      'http://127.0.0.1:33418/'
      'http://127.0.0.1:33418/callback'
      'http://127.0.0.1:6276/oauth/callback'
      'http://127.0.0.1:3334/oauth/callback'
    ]
  }
  requiredResourceAccess: [
    {
      resourceAppId: gateway!.appId
      resourceAccess: map(
        filter(gatewayScopes, scope => scope.type == 'User'),
        scope => { id: guid(tenant().tenantId, gatewayName, scope.value), type: 'Scope' }
      )
    }
  ]
}

resource clientPrincipal 'Microsoft.Graph/servicePrincipals@v1.0' = if (hasPublicClient) {
  appId: client!.appId
}

// Who calls in its own name.
resource caller 'Microsoft.Graph/applications@v1.0' = if (clientCredentials) {
  uniqueName: callerName
  displayName: 'Sallyport caller (${prefix})'
  signInAudience: 'AzureADMyOrg'
  requiredResourceAccess: [{ resourceAppId: server.appId, resourceAccess: [{ id: callRoleId, type: 'Role' }] }]
}

resource callerCredential 'Microsoft.Graph/applications/federatedIdentityCredentials@v1.0' = if (clientCredentials && !empty(callerIssuer)) {
  name: '${caller!.uniqueName}/workload'
  audiences: exchange
  issuer: callerIssuer
  subject: callerSubject
}

resource callerPrincipal 'Microsoft.Graph/servicePrincipals@v1.0' = if (clientCredentials) {
  appId: caller!.appId
}

resource callerRole 'Microsoft.Graph/appRoleAssignedTo@v1.0' = if (clientCredentials) {
  appRoleId: callRoleId
  principalId: callerPrincipal!.id
  resourceId: serverPrincipal.id
}

// What an administrator grants for everybody: the parts of one deployment among each other. People still consent to the
// gateway (broker) and to the client themselves.
resource serverReadsProfiles 'Microsoft.Graph/oauth2PermissionGrants@v1.0' = if (!gatewayObo) {
  clientId: serverPrincipal.id
  consentType: 'AllPrincipals'
  resourceId: graph.id
  scope: 'User.Read'
}

resource gatewayCallsServer 'Microsoft.Graph/oauth2PermissionGrants@v1.0' = if (direct) {
  clientId: gatewayPrincipal!.id
  consentType: 'AllPrincipals'
  resourceId: serverPrincipal.id
  scope: 'user_impersonate'
}

resource gatewayReadsProfiles 'Microsoft.Graph/oauth2PermissionGrants@v1.0' = if (gatewayObo) {
  clientId: gatewayPrincipal!.id
  consentType: 'AllPrincipals'
  resourceId: graph.id
  scope: 'User.Read'
}

output serverAppId string = server.appId
output serverScope string = '${serverIdentifier.outputs.uri}/user_impersonate'
output serverUri string = serverIdentifier.outputs.uri

@description('The gateway, or where an application calls in its own name, that one: what the policies call client-id.')
output clientId string = clientCredentials ? caller!.appId : gateway!.appId

@description('The public client that people use; empty where clients register themselves or nobody signs in.')
output publicClientId string = hasPublicClient ? client!.appId : ''
