// The reference MCP server on App Service. It proves who it is with its managed identity: no setting is a secret.

param location string
param tags object
param token string

@description('Resource id of the server identity.')
param identityId string

@description('Settings of the server besides its host: reference-server/README.md lists them.')
param settings object

@description('The only addresses that may call it; anybody when empty, and the server refuses who has no token for it.')
param callers array

param planSku string

resource plan 'Microsoft.Web/serverfarms@2024-04-01' = {
  name: 'plan-${token}'
  location: location
  tags: tags
  kind: 'linux'
  sku: { name: planSku }
  properties: { reserved: true }
}

resource site 'Microsoft.Web/sites@2024-04-01' = {
  name: 'app-${token}'
  location: location
  tags: union(tags, { 'azd-service-name': 'server' })
  kind: 'app,linux'
  identity: { type: 'UserAssigned', userAssignedIdentities: { '${identityId}': {} } }
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    clientAffinityEnabled: false
    siteConfig: {
      linuxFxVersion: 'NODE|24-lts'
      appCommandLine: 'node reference-server/main.js'
      alwaysOn: true
      ftpsState: 'Disabled'
      minTlsVersion: '1.2'
      scmMinTlsVersion: '1.2'
      http20Enabled: true
      remoteDebuggingEnabled: false
      ipSecurityRestrictionsDefaultAction: empty(callers) ? 'Allow' : 'Deny'
      ipSecurityRestrictions: [
        for (address, index) in callers: {
          name: 'gateway ${index + 1}'
          ipAddress: '${address}/32'
          action: 'Allow'
          priority: 100 + index
        }
      ]
    }
  }

  // deployments sign in with Entra ID
  resource ftp 'basicPublishingCredentialsPolicies' = {
    name: 'ftp'
    properties: { allow: false }
  }

  resource scm 'basicPublishingCredentialsPolicies' = {
    name: 'scm'
    properties: { allow: false }
  }

  resource environment 'config' = {
    name: 'appsettings'
    properties: union(settings, {
      HOST: '0.0.0.0'
      PORT: '8080'
      ALLOWED_HOSTS: site.properties.defaultHostName
      SCM_DO_BUILD_DURING_DEPLOYMENT: 'true'
    })
  }
}

output url string = 'https://${site.properties.defaultHostName}'
