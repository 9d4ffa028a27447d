/** Where mock Entra is reached. Issuers and endpoint addresses in everything it says are made from these. */
export interface Origins {
  /** Login host, v2.0 issuer: `https://login.microsoftonline.com`, or `https://localhost:PORT`. No trailing slash. */
  readonly login: string;
  /** v1.0 issuer: `https://sts.windows.net`; locally another origin than `login`, so that mix-ups show. */
  readonly sts: string;
  /** `https://graph.microsoft.com`, or a local one. */
  readonly graph: string;
  /** Origin of the managed-identity endpoints, plain HTTP. */
  readonly identity: string;
}

/** Origins of the public cloud. */
export const publicCloud: Origins = {
  login: 'https://login.microsoftonline.com',
  sts: 'https://sts.windows.net',
  graph: 'https://graph.microsoft.com',
  identity: 'http://169.254.169.254',
};

/** Every origin under which Microsoft's own hosts of the public cloud are known. */
export const publicHosts = {
  login: [publicCloud.login, 'https://login.windows.net', 'https://login.microsoft.com', publicCloud.sts],
  graph: [publicCloud.graph],
  identity: [publicCloud.identity],
} as const;

/** Issuer of v2.0 tokens of a tenant. */
export const issuerV2 = (origins: Origins, tenantId: string): string => `${origins.login}/${tenantId}/v2.0`;

/** Issuer of v1.0 tokens of a tenant: with a trailing slash. */
export const issuerV1 = (origins: Origins, tenantId: string): string => `${origins.sts}/${tenantId}/`;
