import { defaultTags, pathOf, tool } from 'shared.bicep'

param environmentName string = 'test'
param tools tool[] = [
  { name: 'alpha' }
  { name: 'beta', version: 2, open: true }
  { name: 'gamma', version: 3 }
]
param wide bool = false

var settings = loadJsonContent('settings.jsonc')
var template = loadTextContent('policy.xml')
var versions = map(tools, each => each.?version ?? 1)
var listed = filter(tools, each => !contains(each.name, 'gamma'))
var labels = union(defaultTags, wide ? ['wide'] : [])
var summary = { ...settings.limits, names: join(map(tools, each => each.name), ',') }

module accounts 'account.bicep' = [
  for (each, index) in tools: {
    name: 'account-${index}'
    params: { name: each.name }
  }
]

resource service 'Microsoft.ApiManagement/service@2024-05-01' = {
  name: 'apim-${environmentName}'
  location: 'westeurope'
  sku: { name: 'Developer', capacity: 1 }
  properties: { publisherEmail: 'nobody@example.com', publisherName: 'Nobody' }

  resource greeting 'namedValues' = {
    name: 'greeting'
    properties: { displayName: 'greeting', value: settings.greeting }
  }

  resource paths 'namedValues' = {
    name: 'paths'
    properties: { displayName: 'paths', value: join(accounts[1].outputs.paths, ' ') }
  }

  resource calls 'namedValues' = if (summary.calls > 1) {
    name: 'calls'
    properties: { displayName: 'calls', value: string(summary.calls) }
  }

  resource names 'namedValues' = if (wide) {
    name: 'names'
    properties: { displayName: 'names', value: summary.names }
  }
}

resource apis 'Microsoft.ApiManagement/service/apis@2024-05-01' = [
  for (each, index) in listed: {
    parent: service
    name: each.name
    properties: {
      displayName: '${toUpper(first(each.name))}${substring(each.name, 1)} of ${service::greeting.name}'
      path: pathOf(each.name, versions[index])
      protocols: ['https']
      serviceUrl: 'https://${accounts[index].outputs.host}/api'
      subscriptionRequired: !(each.?open ?? false)
    }
  }
]

resource operations 'Microsoft.ApiManagement/service/apis/operations@2024-05-01' = [
  for (label, index) in labels: {
    parent: apis[0]
    name: 'call-${label}'
    properties: {
      displayName: format('{0} {1:00}', label, index)
      method: index % 2 == 0 ? 'GET' : 'POST'
      urlTemplate: '/${label}/{id}'
      templateParameters: [{ name: 'id', type: 'string', required: true }]
    }
  }
]

resource policies 'Microsoft.ApiManagement/service/apis/policies@2024-05-01' = [
  for (each, index) in listed: {
    parent: apis[index]
    name: 'policy'
    properties: {
      format: 'rawxml'
      value: replace(template, '{tool}', '${accounts[index].outputs.label} &amp; co')
    }
  }
]

resource product 'Microsoft.ApiManagement/service/products@2024-05-01' = {
  parent: service
  name: 'all'
  properties: { displayName: 'All', state: 'published', subscriptionRequired: true }
}

resource links 'Microsoft.ApiManagement/service/products/apis@2024-05-01' = [
  for each in listed: {
    parent: product
    name: each.name
  }
]

resource all 'Microsoft.ApiManagement/service/policies@2024-05-01' = {
  parent: service
  name: 'policy'
  properties: {
    format: 'rawxml'
    value: '''<policies><inbound><set-header name="X-All" exists-action="override"><value>it's all</value></set-header></inbound><backend><forward-request /></backend><outbound /><on-error /></policies>'''
  }
}
