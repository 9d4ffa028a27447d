// Sets the Application ID URI of a registration to the default form, api:// and its own id.

extension microsoftGraphV1

param uniqueName string
param displayName string
param appId string

resource application 'Microsoft.Graph/applications@v1.0' = {
  uniqueName: uniqueName
  displayName: displayName
  identifierUris: ['api://${appId}']
}

output uri string = application.identifierUris[0]
