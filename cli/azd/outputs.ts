/** What the outputs of a deployment are called that `--target azd` reads. */

/** One value of an azd environment, and what it says. */
export interface AzdOutput {
  readonly name: string;
  readonly meaning: string;
}

/** Values by what they become in a target. `infra/main.bicep` has the first of them as outputs; the rest are for people to set. */
export const azdOutputs = {
  url: { name: 'SALLYPORT_URL', meaning: 'the MCP endpoint' },
  topology: { name: 'SALLYPORT_TOPOLOGY', meaning: 'which design it is judged as' },
  clientId: { name: 'SALLYPORT_CLIENT_ID', meaning: 'public client that people use, where none can register itself' },
  applicationId: { name: 'SALLYPORT_APPLICATION_ID', meaning: 'application that calls in its own name' },
  applicationScope: { name: 'SALLYPORT_APPLICATION_SCOPE', meaning: 'what it asks a token for, `…/.default`' },
  authority: {
    name: 'SALLYPORT_AUTHORITY',
    meaning: '`https://{login host}/{tenant id}`; by `AZURE_TENANT_ID` unless told',
  },
  applicationSecretEnv: {
    name: 'SALLYPORT_APPLICATION_SECRET_ENV',
    meaning: 'variable that holds its secret; `SALLYPORT_APPLICATION_SECRET` unless told',
  },
  users: {
    name: 'SALLYPORT_USERS',
    meaning: 'who can sign in and the variable with the password: `a@x.com=A_PASSWORD b@x.com=B_PASSWORD`',
  },
  subscriptionKeyEnv: {
    name: 'SALLYPORT_SUBSCRIPTION_KEY_ENV',
    meaning: 'variable that holds a subscription key, where the API asks for one',
  },
  subscriptionKeyHeader: {
    name: 'SALLYPORT_SUBSCRIPTION_KEY_HEADER',
    meaning: 'header for it; `Ocp-Apim-Subscription-Key` unless told',
  },
  transport: { name: 'SALLYPORT_TRANSPORT', meaning: '`streamable` (unless told) or `sse`' },
  tool: {
    name: 'SALLYPORT_TOOL',
    meaning: 'a tool that anybody who is let in may call, where the server is not the reference server',
  },
  mode: { name: 'SALLYPORT_MODE', meaning: '`live` unless told; `emulated` for a stack of mock parts' },
  ca: { name: 'SALLYPORT_CA', meaning: "its certificate authority, PEM, relative to the environment's folder" },
  hosts: { name: 'SALLYPORT_HOSTS', meaning: 'hosts that are served on this machine: `host:443=8443 other:443=8444`' },
} satisfies Readonly<Record<string, AzdOutput>>;
