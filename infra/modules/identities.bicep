// The managed identities that stand in the place of secrets: one of the gateway, one of the server.

param location string
param tags object
param token string

resource gateway 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' = {
  name: 'id-gateway-${token}'
  location: location
  tags: tags
}

resource server 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' = {
  name: 'id-server-${token}'
  location: location
  tags: tags
}

output gateway object = {
  id: gateway.id
  clientId: gateway.properties.clientId
  principalId: gateway.properties.principalId
}

output server object = {
  id: server.id
  clientId: server.properties.clientId
  principalId: server.properties.principalId
}
