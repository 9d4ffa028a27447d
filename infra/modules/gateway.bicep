// The API Management service itself, with what it logs and what it never logs. APIs and policies: service.bicep.

param location string
param tags object
param name string

@description('Tier. Consumption has neither a cache of its own nor rate-limit-by-key, which the policies need.')
@allowed(['Developer', 'Basic', 'Standard', 'Premium', 'BasicV2', 'StandardV2', 'PremiumV2'])
param sku string

param publisherEmail string
param publisherName string

@description('Resource id and client id of the gateway identity.')
param identityId string
param identityClientId string

@description('Application Insights component to log to.')
param insightsName string

@description('Custom domain of the gateway; the default host name of API Management when empty.')
param hostName string

@description('Key Vault secret with the certificate of that domain, without version. The gateway identity has to be allowed to read it.')
param certificateUri string

var isV2 = endsWith(sku, 'V2')

// Switches that the v2 tiers do not have: they speak TLS 1.2 and later only, with current ciphers.
var withoutOldProtocols = {
  'Microsoft.WindowsAzure.ApiManagement.Gateway.Security.Protocols.Tls10': 'False'
  'Microsoft.WindowsAzure.ApiManagement.Gateway.Security.Protocols.Tls11': 'False'
  'Microsoft.WindowsAzure.ApiManagement.Gateway.Security.Backend.Protocols.Tls10': 'False'
  'Microsoft.WindowsAzure.ApiManagement.Gateway.Security.Backend.Protocols.Tls11': 'False'
  'Microsoft.WindowsAzure.ApiManagement.Gateway.Security.Backend.Protocols.Ssl30': 'False'
  'Microsoft.WindowsAzure.ApiManagement.Gateway.Security.Ciphers.TripleDes168': 'False'
}

resource apim 'Microsoft.ApiManagement/service@2024-05-01' = {
  name: name
  location: location
  tags: tags
  sku: { name: sku, capacity: 1 }
  identity: { type: 'UserAssigned', userAssignedIdentities: { '${identityId}': {} } }
  properties: {
    publisherEmail: publisherEmail
    publisherName: publisherName
    developerPortalStatus: 'Disabled'
    customProperties: isV2 ? null : withoutOldProtocols
    hostnameConfigurations: empty(hostName)
      ? null
      : [
          {
            type: 'Proxy'
            hostName: hostName
            certificateSource: 'KeyVault'
            keyVaultId: certificateUri
            identityClientId: identityClientId
            defaultSslBinding: true
          }
        ]
  }
}

resource insights 'Microsoft.Insights/components@2020-02-02' existing = {
  name: insightsName
}

resource logger 'Microsoft.ApiManagement/service/loggers@2024-05-01' = {
  parent: apim
  name: 'application-insights'
  properties: {
    loggerType: 'applicationInsights'
    resourceId: insights.id
    credentials: { connectionString: insights.properties.ConnectionString, identityClientId: identityClientId }
  }
}

// No header and no body is logged. What a URL carries in a sign-in is masked, and headers are hidden should somebody add them.
var hidden = [
  'Authorization'
  'Cookie'
  'Set-Cookie'
  'Location'
  'Referer'
  'WWW-Authenticate'
  'X-Graph-Token'
  'Ocp-Apim-Subscription-Key'
]
var masked = [
  'code'
  'state'
  'session_state'
  'client_info'
  'code_challenge'
  'code_verifier'
  'access_token'
  'refresh_token'
  'id_token'
  'login_hint'
  'nonce'
  'subscription-key'
]
var quiet = {
  headers: []
  body: { bytes: 0 }
  dataMasking: {
    headers: map(hidden, header => { value: header, mode: 'Hide' })
    queryParams: map(masked, parameter => { value: parameter, mode: 'Mask' })
  }
}

resource diagnostics 'Microsoft.ApiManagement/service/diagnostics@2024-05-01' = {
  parent: apim
  name: 'applicationinsights'
  properties: {
    loggerId: logger.id
    alwaysLog: 'allErrors'
    sampling: { samplingType: 'fixed', percentage: 100 }
    httpCorrelationProtocol: 'W3C'
    verbosity: 'information'
    logClientIp: false
    frontend: { request: quiet, response: quiet }
    backend: { request: quiet, response: quiet }
  }
}

output name string = apim.name
output url string = empty(hostName) ? apim.properties.gatewayUrl : 'https://${hostName}'

@description('Addresses that the gateway calls from, where the tier has fixed ones.')
output addresses array = isV2 ? [] : apim.properties.publicIPAddresses
