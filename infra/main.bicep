// Sallyport on Azure: API Management with the policies of one of the four designs, the MCP server behind it, and what they
// need of Entra ID. APIs, operations, backends and named values are read from policies/<topology>/service.json, the file
// that the offline gateway boots from; docs/azure.md says how to deploy and test it.

targetScope = 'subscription'

import { topologies } from 'topologies.bicep'

@minLength(1)
@maxLength(40)
@description('Name of the azd environment.')
param environmentName string

param location string

@description('Which of the four designs; docs/topologies.md compares them.')
@allowed(['broker', 'direct', 'gateway-obo', 'client-credentials'])
param topology string = 'broker'

@description('Tier of API Management. Of the classic ones Developer is enough for tests; Consumption lacks what the policies need.')
@allowed(['Developer', 'Basic', 'Standard', 'Premium', 'BasicV2', 'StandardV2', 'PremiumV2'])
param gatewaySku string = 'BasicV2'

@description('Tier of the App Service plan.')
param serverSku string = 'B1'

@description('Whom API Management writes to.')
param publisherEmail string = 'nobody@example.com'
param publisherName string = 'Sallyport'

@description('Custom domain of the gateway, which direct and gateway-obo need: Entra ID takes the MCP URL as an Application ID URI only in a domain that the tenant has verified.')
param gatewayHostName string = ''

@description('Key Vault secret with the certificate of that domain, as a URI without version.')
param gatewayCertificateUri string = ''

@description('Named values by name, in the place of those in service.json: allowed-origins, session-seconds and so on.')
param namedValues object = {}

@description('Client applications that may call, besides the one that is registered with the deployment, and need no consent (topology gateway-obo).')
param preauthorizedClients array = []

@description('Issuer and subject of the workload that calls in its own name (topology client-credentials).')
param callerIssuer string = ''
param callerSubject string = ''

var broker = topology == 'broker'
var clientCredentials = topology == 'client-credentials'
var gatewayObo = topology == 'gateway-obo'
var chosen = topologies[topology]
var service = chosen.service
var tags = { 'azd-env-name': environmentName }
var token = toLower(uniqueString(subscription().id, environmentName, location))
var apimName = 'apim-${token}'
var loginEndpoint = environment().authentication.loginEndpoint
var loginHost = take(loginEndpoint, length(loginEndpoint) - 1)
var secretNames = map(filter(items(service.namedValues), item => item.value.?secret ?? false), item => item.key)

resource group 'Microsoft.Resources/resourceGroups@2024-03-01' = {
  name: 'rg-${environmentName}'
  location: location
  tags: tags
}

module identities 'modules/identities.bicep' = {
  name: 'identities'
  scope: group
  params: { location: location, tags: tags, token: token }
}

module monitoring 'modules/monitoring.bicep' = {
  name: 'monitoring'
  scope: group
  params: { location: location, tags: tags, token: token, writerPrincipalId: identities.outputs.gateway.principalId }
}

module gateway 'modules/gateway.bicep' = {
  name: 'gateway'
  scope: group
  params: {
    location: location
    tags: tags
    name: apimName
    sku: gatewaySku
    publisherEmail: publisherEmail
    publisherName: publisherName
    identityId: identities.outputs.gateway.id
    identityClientId: identities.outputs.gateway.clientId
    insightsName: monitoring.outputs.insightsName
    hostName: gatewayHostName
    certificateUri: gatewayCertificateUri
  }
}

module entra 'modules/entra.bicep' = {
  name: 'entra'
  scope: group
  params: {
    topology: topology
    prefix: 'sallyport-${environmentName}-${token}'
    gatewayUrl: gateway.outputs.url
    gatewayPrincipalId: identities.outputs.gateway.principalId
    serverPrincipalId: identities.outputs.server.principalId
    preauthorizedClients: preauthorizedClients
    callerIssuer: callerIssuer
    callerSubject: callerSubject
  }
}

module server 'modules/server.bicep' = {
  name: 'server'
  scope: group
  params: {
    location: location
    tags: tags
    token: token
    identityId: identities.outputs.server.id
    planSku: serverSku
    callers: gateway.outputs.addresses
    settings: union(
      {
        APPLICATION_UAMI: identities.outputs.server.clientId
        APPLICATION_CID: entra.outputs.serverAppId
        APPLICATION_TENANT: tenant().tenantId
        AUTHORITY_HOST: loginHost
      },
      gatewayObo
        ? { TOKEN_SOURCE: 'gateway', GATEWAY_CLIENT_ID: identities.outputs.gateway.clientId }
        : { REQUIRED_SCOPE: 'user_impersonate' },
      clientCredentials ? { REQUIRED_ROLE: 'Mcp.Call' } : {}
    )
  }
}

module vault 'modules/vault.bicep' = if (broker) {
  name: 'vault'
  scope: group
  params: {
    location: location
    tags: tags
    token: token
    names: secretNames
    readerPrincipalId: identities.outputs.gateway.principalId
  }
}

module store 'modules/store.bicep' = if (broker) {
  name: 'store'
  scope: group
  params: {
    location: location
    tags: tags
    token: token
    databaseName: service.namedValues[?'store-database'].?value ?? 'sallyport'
    writerPrincipalId: identities.outputs.gateway.principalId
  }
}

module apis 'modules/service.bicep' = {
  name: 'service'
  scope: group
  params: {
    apimName: gateway.outputs.name
    service: service
    policies: chosen.policies
    roles: {
      gatewayUrl: gateway.outputs.url
      loginHost: loginHost
      tenantId: tenant().tenantId
      clientId: entra.outputs.clientId
      serverClientId: entra.outputs.serverAppId
      scope: entra.outputs.serverScope
      managedIdentityClientId: identities.outputs.gateway.clientId
      mcpServerUrl: '${server.outputs.url}/mcp'
      storeUrl: store.?outputs.url ?? ''
    }
    overrides: union(
      namedValues,
      gatewayObo
        ? { 'preauthorized-clients': join(concat([entra.outputs.publicClientId], preauthorizedClients), ' ') }
        : {}
    )
    keysUri: vault.?outputs.keysUri ?? ''
    identityClientId: identities.outputs.gateway.clientId
  }
}

output AZURE_TENANT_ID string = tenant().tenantId
output AZURE_RESOURCE_GROUP string = group.name
output SALLYPORT_TOPOLOGY string = topology
output SALLYPORT_URL string = '${gateway.outputs.url}/mcp'
output SALLYPORT_CLIENT_ID string = entra.outputs.publicClientId
output SALLYPORT_APPLICATION_ID string = clientCredentials ? entra.outputs.clientId : ''
output SALLYPORT_APPLICATION_SCOPE string = clientCredentials ? '${entra.outputs.serverUri}/.default' : ''
output SALLYPORT_AUTHORITY string = '${loginEndpoint}${tenant().tenantId}'
