// One key of 64 bytes, made where there is none. A module of its own, so that each key has a chance of its own: newGuid()
// is worked out once for each deployment of a module.

param vaultName string
param name string

@secure()
param first string = newGuid()
@secure()
param second string = newGuid()
@secure()
param third string = newGuid()

// 85 hexadecimal digits are digits of base64 as well. Each of the two halves, one to authenticate and one to encrypt
// (RFC 7518, 5.2.5), holds more than 160 random bits. docs/azure.md says how to put 64 random bytes in their place.
var digits = take(replace('${first}${second}${third}', '-', ''), 85)

resource vault 'Microsoft.KeyVault/vaults@2023-07-01' existing = {
  name: vaultName
}

@onlyIfNotExists()
resource secret 'Microsoft.KeyVault/vaults/secrets@2023-07-01' = {
  parent: vault
  name: name
  properties: { value: '${digits}A==', contentType: '64 bytes, base64' }
}
