// Keys that the gateway alone reads: they seal session tokens and sign what browsers keep. Made on the first deployment,
// never again, and never seen outside: no output, no parameter file, no log has them.

param location string
param tags object
param token string

@description('Object id of the gateway identity, which may read.')
param readerPrincipalId string

@description('Names of the secrets: named values that hold 64 bytes in base64.')
param names array

var keyVaultSecretsUser = '4633458b-17de-408a-b874-0445c86b69e6'

resource vault 'Microsoft.KeyVault/vaults@2023-07-01' = {
  name: 'kv-${token}'
  location: location
  tags: tags
  properties: {
    tenantId: tenant().tenantId
    sku: { family: 'A', name: 'standard' }
    enableRbacAuthorization: true
    enableSoftDelete: true
    softDeleteRetentionInDays: 7
  }
}

module keys 'vault-key.bicep' = [
  for name in names: {
    name: 'key-${name}'
    params: { vaultName: vault.name, name: name }
  }
]

resource reader 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: vault
  name: guid(vault.id, readerPrincipalId, keyVaultSecretsUser)
  properties: {
    principalId: readerPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', keyVaultSecretsUser)
  }
}

@description('Where the named values find their secrets: API Management looks for a newer version every few hours.')
output keysUri string = '${vault.properties.vaultUri}secrets/'
