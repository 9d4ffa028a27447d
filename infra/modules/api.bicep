// One API of service.json: where it is, its operations, and their policies.

param apimName string

@description('An entry of apis.')
param api object

@description('Policy texts by path.')
param policies object

param format string

@description('Where requests go unless a policy says otherwise; nowhere when empty.')
param serviceUrl string

var operations = api.?operations ?? []

resource apim 'Microsoft.ApiManagement/service@2024-05-01' existing = {
  name: apimName
}

resource apiResource 'Microsoft.ApiManagement/service/apis@2024-05-01' = {
  parent: apim
  name: api.id
  properties: {
    displayName: api.?name ?? api.id
    path: api.path
    protocols: ['https']
    subscriptionRequired: api.?subscriptionRequired ?? false
    serviceUrl: empty(serviceUrl) ? null : serviceUrl
    type: 'http'
  }
}

resource policy 'Microsoft.ApiManagement/service/apis/policies@2024-05-01' = if (contains(api, 'policy')) {
  parent: apiResource
  name: 'policy'
  properties: { format: format, value: policies[api.policy] }
}

resource operationResources 'Microsoft.ApiManagement/service/apis/operations@2024-05-01' = [
  for operation in operations: {
    parent: apiResource
    name: operation.id
    properties: {
      displayName: operation.?name ?? operation.id
      method: operation.method
      urlTemplate: operation.urlTemplate
      description: operation.?description
    }
  }
]

resource operationPolicies 'Microsoft.ApiManagement/service/apis/operations/policies@2024-05-01' = [
  for (operation, index) in operations: if (contains(operation, 'policy')) {
    parent: operationResources[index]
    name: 'policy'
    properties: { format: format, value: policies[operation.policy] }
  }
]
