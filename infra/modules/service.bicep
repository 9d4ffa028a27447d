// What service.json says, as resources: named values, backends, fragments, the global policy and the APIs. Nothing here
// knows a name of any topology.

param apimName string

@description('service.json of a topology.')
param service object

@description('Policy texts by the path that service.json has for them.')
param policies object

@description('Values by role, for named values and backends that name a role.')
param roles object

@description('Values by name, which win.')
param overrides object

@description('Where the secrets of a Key Vault are; a named value that is a secret has its own name there.')
param keysUri string

@description('Client id of the gateway identity, which reads them.')
param identityClientId string

var format = service.?format ?? 'rawxml'

resource apim 'Microsoft.ApiManagement/service@2024-05-01' existing = {
  name: apimName
}

resource namedValues 'Microsoft.ApiManagement/service/namedValues@2024-05-01' = [
  for item in items(service.?namedValues ?? {}): {
    parent: apim
    name: item.key
    properties: {
      displayName: item.key
      secret: item.value.?secret ?? false
      value: item.value.?secret ?? false
        ? null
        : overrides[?item.key] ?? (contains(item.value, 'role') ? roles[item.value.role] : item.value.value)
      keyVault: item.value.?secret ?? false
        ? { secretIdentifier: '${keysUri}${item.key}', identityClientId: identityClientId }
        : null
    }
  }
]

resource backends 'Microsoft.ApiManagement/service/backends@2024-05-01' = [
  for item in items(service.?backends ?? {}): {
    parent: apim
    name: item.key
    properties: {
      protocol: 'http'
      url: item.value.?url ?? roles[?item.value.?role ?? ''] ?? ''
      tls: { validateCertificateChain: true, validateCertificateName: true }
    }
  }
]

resource fragments 'Microsoft.ApiManagement/service/policyFragments@2024-05-01' = [
  for item in items(service.?fragments ?? {}): {
    parent: apim
    name: item.key
    properties: { format: format, value: policies[item.value] }
    dependsOn: [namedValues]
  }
]

resource globalPolicy 'Microsoft.ApiManagement/service/policies@2024-05-01' = if (contains(service, 'policy')) {
  parent: apim
  name: 'policy'
  properties: { format: format, value: policies[service.policy] }
  dependsOn: [namedValues, fragments, backends]
}

module apis 'api.bicep' = [
  for api in service.apis: {
    name: 'api-${api.id}'
    params: {
      apimName: apimName
      api: api
      policies: policies
      format: format
      serviceUrl: contains(api, 'backend')
        ? service.backends[api.backend].?url ?? roles[?service.backends[api.backend].?role ?? ''] ?? ''
        : api.?serviceUrl ?? ''
    }
    dependsOn: [namedValues, fragments, backends]
  }
]
