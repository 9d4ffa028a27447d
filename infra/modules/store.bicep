// The store of topology broker: registrations, and what was spent. No key opens it; the gateway's identity reads and writes.

param location string
param tags object
param token string

@description('Object id of the gateway identity.')
param writerPrincipalId string

@description('Name of the database, as the named value store-database has it.')
param databaseName string

@description('Azure Cosmos DB below this domain: documents.azure.com, or that of a sovereign cloud.')
param domain string = 'documents.azure.com'

var dataContributor = '00000000-0000-0000-0000-000000000002'

resource account 'Microsoft.DocumentDB/databaseAccounts@2024-11-15' = {
  name: 'cosmos-${token}'
  location: location
  tags: tags
  kind: 'GlobalDocumentDB'
  properties: {
    databaseAccountOfferType: 'Standard'
    capabilities: [{ name: 'EnableServerless' }]
    // of two creations with one id, one has to lose at once
    consistencyPolicy: { defaultConsistencyLevel: 'Strong' }
    locations: [{ locationName: location, failoverPriority: 0 }]
    disableLocalAuth: true
    disableKeyBasedMetadataWriteAccess: true
    minimalTlsVersion: 'Tls12'
  }
}

resource database 'Microsoft.DocumentDB/databaseAccounts/sqlDatabases@2024-11-15' = {
  parent: account
  name: databaseName
  properties: { resource: { id: databaseName } }
}

resource containers 'Microsoft.DocumentDB/databaseAccounts/sqlDatabases/containers@2024-11-15' = [
  for name in ['clients', 'spent']: {
    parent: database
    name: name
    properties: {
      resource: {
        id: name
        partitionKey: { kind: 'Hash', paths: ['/id'] }
        // items say themselves how long they live
        defaultTtl: -1
      }
    }
  }
]

resource writer 'Microsoft.DocumentDB/databaseAccounts/sqlRoleAssignments@2024-11-15' = {
  parent: account
  name: guid(account.id, writerPrincipalId, dataContributor)
  properties: {
    principalId: writerPrincipalId
    roleDefinitionId: '${account.id}/sqlRoleDefinitions/${dataContributor}'
    scope: '${account.id}/dbs/${database.name}'
  }
}

output url string = 'https://${account.name}.${domain}'
