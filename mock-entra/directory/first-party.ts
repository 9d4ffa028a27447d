/** Microsoft's own applications that every tenant has, with their public ids. Data. */
export interface FirstPartyApplication {
  readonly appId: string;
  readonly name: string;
  readonly identifierUris: readonly string[];
  readonly version: 1 | 2;
  readonly scopes: readonly (readonly [value: string, type: 'User' | 'Admin', label: string])[];
  readonly roles: readonly string[];
  readonly redirectUris?: readonly string[];
}

/** Client id of Microsoft Graph, the same in every cloud. */
export const graphAppId = '00000003-0000-0000-c000-000000000000';
/** What a managed-identity token for `api://AzureADTokenExchange` names as its audience. */
export const tokenExchangeAppId = 'fb60f99c-7a34-4190-8149-302f77469936';
/** Audiences a federated credential may register, per cloud. */
export const tokenExchangeUri = 'api://AzureADTokenExchange';

const impersonation = [['user_impersonation', 'User', 'Access the service as you']] as const;

/** Applications of Microsoft that are present in every tenant. */
export const firstPartyApplications: readonly FirstPartyApplication[] = [
  {
    appId: graphAppId,
    name: 'Microsoft Graph',
    identifierUris: ['https://graph.microsoft.com', 'https://graph.microsoft.com/'],
    version: 1,
    scopes: [
      ['openid', 'User', 'Sign you in'],
      ['profile', 'User', 'View your basic profile'],
      ['email', 'User', 'View your email address'],
      ['offline_access', 'User', 'Maintain access to data you have given it access to'],
      ['User.Read', 'User', 'Sign you in and read your profile'],
      ['User.ReadWrite', 'User', 'Read and update your profile'],
      ['User.ReadBasic.All', 'User', "Read all users' basic profiles"],
      ['User.Read.All', 'Admin', "Read all users' full profiles"],
      ['User.ReadWrite.All', 'Admin', "Read and write all users' full profiles"],
      ['Group.Read.All', 'Admin', 'Read all groups'],
      ['Group.ReadWrite.All', 'Admin', 'Read and write all groups'],
      ['GroupMember.Read.All', 'Admin', 'Read group memberships'],
      ['Directory.Read.All', 'Admin', 'Read directory data'],
      ['Directory.ReadWrite.All', 'Admin', 'Read and write directory data'],
      ['Organization.Read.All', 'Admin', 'Read organization information'],
      ['People.Read', 'User', 'Read your relevant people list'],
      ['Mail.Read', 'User', 'Read your mail'],
      ['Mail.ReadWrite', 'User', 'Read and write access to your mail'],
      ['Mail.Send', 'User', 'Send mail as you'],
      ['Calendars.Read', 'User', 'Read your calendars'],
      ['Calendars.ReadWrite', 'User', 'Have full access to your calendars'],
      ['Contacts.Read', 'User', 'Read your contacts'],
      ['Files.Read', 'User', 'Read your files'],
      ['Files.Read.All', 'User', 'Read all files that you have access to'],
      ['Sites.Read.All', 'User', 'Read items in all site collections'],
      ['Tasks.Read', 'User', 'Read your tasks and task lists'],
      ['Application.Read.All', 'Admin', 'Read applications'],
    ],
    roles: [
      'User.Read.All',
      'User.ReadBasic.All',
      'User.ReadWrite.All',
      'Group.Read.All',
      'Group.ReadWrite.All',
      'GroupMember.Read.All',
      'Directory.Read.All',
      'Directory.ReadWrite.All',
      'Organization.Read.All',
      'Application.Read.All',
      'Mail.Read',
      'Sites.Read.All',
      'Files.Read.All',
    ],
  },
  {
    appId: '797f4846-ba00-4fd7-ba43-dac1f8f63013',
    name: 'Windows Azure Service Management API',
    identifierUris: [
      'https://management.azure.com',
      'https://management.azure.com/',
      'https://management.core.windows.net',
      'https://management.core.windows.net/',
    ],
    version: 1,
    scopes: impersonation,
    roles: [],
  },
  {
    appId: 'cfa8b339-82a2-471a-a3c9-0fc0be7a4093',
    name: 'Azure Key Vault',
    identifierUris: ['https://vault.azure.net', 'https://vault.azure.net/'],
    version: 1,
    scopes: impersonation,
    roles: [],
  },
  {
    appId: 'e406a681-f3d4-42a8-90b6-c2b029497af1',
    name: 'Azure Storage',
    identifierUris: ['https://storage.azure.com', 'https://storage.azure.com/'],
    version: 1,
    scopes: impersonation,
    roles: [],
  },
  {
    appId: 'a232010e-820c-4083-83bb-3ace5fc29d0b',
    name: 'Azure Cosmos DB',
    identifierUris: ['https://cosmos.azure.com', 'https://cosmos.azure.com/'],
    version: 1,
    scopes: impersonation,
    roles: [],
  },
  {
    appId: tokenExchangeAppId,
    name: 'AAD Token Exchange Endpoint',
    identifierUris: [tokenExchangeUri],
    version: 2,
    scopes: [],
    roles: [],
  },
  {
    appId: 'aebc6443-996d-45c2-90f0-388ff96faa56',
    name: 'Visual Studio Code',
    identifierUris: [],
    version: 2,
    scopes: [],
    roles: [],
    redirectUris: [
      'http://localhost',
      'http://127.0.0.1',
      'https://vscode.dev/redirect',
      'https://insiders.vscode.dev/redirect',
    ],
  },
  {
    appId: '1950a258-227b-4e31-a9cf-717495945fc2',
    name: 'Microsoft Azure PowerShell',
    identifierUris: [],
    version: 2,
    scopes: [],
    roles: [],
    redirectUris: ['http://localhost', 'https://login.microsoftonline.com/common/oauth2/nativeclient'],
  },
  {
    appId: '04b07795-8ddb-461a-bbee-02f9e1bf7b46',
    name: 'Microsoft Azure CLI',
    identifierUris: [],
    version: 2,
    scopes: [],
    roles: [],
    redirectUris: [
      'http://localhost',
      'http://127.0.0.1',
      'https://login.microsoftonline.com/common/oauth2/nativeclient',
    ],
  },
];

/** Names that are scopes of OpenID Connect rather than of a resource. */
export const oidcScopes: readonly string[] = ['openid', 'profile', 'email', 'offline_access'];
