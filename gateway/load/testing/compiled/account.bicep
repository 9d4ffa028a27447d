param name string

resource account 'Microsoft.Web/sites@2024-04-01' = {
  name: 'site-${name}'
  location: 'westeurope'
}

output host string = account.properties.defaultHostName
output label string = toUpper(take(name, 3))
output paths string[] = [for suffix in ['a', 'b']: '${name}-${suffix}']
