import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { ConfigError, readConfig } from './config.ts';

const required = {
  APPLICATION_UAMI: randomUUID(),
  APPLICATION_CID: randomUUID(),
  APPLICATION_TENANT: randomUUID(),
};

/** The problems of an environment. */
function problemsOf(variables: Record<string, string | undefined>): readonly string[] {
  try {
    readConfig({ ...required, ...variables });
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
}

describe('readConfig', () => {
  it('needs three ids and knows the rest', () => {
    expect(readConfig(required)).toEqual({
      port: 0,
      host: '127.0.0.1',
      allowedHosts: ['localhost', '127.0.0.1', '[::1]'],
      allowedOrigins: ['localhost', '127.0.0.1', '[::1]'],
      managedIdentityClientId: required.APPLICATION_UAMI,
      clientId: required.APPLICATION_CID,
      tenantId: required.APPLICATION_TENANT,
      authorityHost: 'https://login.microsoftonline.com',
      stsIssuer: 'https://sts.windows.net',
      graphEndpoint: 'https://graph.microsoft.com',
      tokenSource: 'header',
      requiredScope: 'user_impersonate',
      graphTokenHeader: 'x-graph-token',
      anonymousEndpoints: true,
      sessions: false,
      tokenExchangeAudience: 'api://AzureADTokenExchange',
      jwksCooldownSeconds: 300,
    });
  });

  it('takes ids in any case, and origins with a slash', () => {
    const config = readConfig({
      ...required,
      APPLICATION_CID: required.APPLICATION_CID.toUpperCase(),
      AUTHORITY_HOST: 'https://localhost:8443/',
    });
    expect(config.clientId).toBe(required.APPLICATION_CID);
    expect(config.authorityHost).toBe('https://localhost:8443');
  });

  it('names every missing variable at once, with what to give', () => {
    const problems = problemsOf({ APPLICATION_UAMI: undefined, APPLICATION_CID: '', APPLICATION_TENANT: undefined });
    expect(problems).toEqual([
      'APPLICATION_UAMI is not set: give the client id of the user-assigned managed identity (a GUID)',
      "APPLICATION_CID is not set: give the application (client) id of this server's app registration (a GUID)",
      "APPLICATION_TENANT is not set: give the tenant's id, not its domain (a GUID)",
    ]);
  });

  it.each([
    ['APPLICATION_TENANT', 'contoso.onmicrosoft.com'],
    ['APPLICATION_CID', 'Not set'],
    ['AUTHORITY_HOST', 'http://localhost:8443'],
    ['AUTHORITY_HOST', 'https://login.microsoftonline.com/common'],
    ['GRAPH_ENDPOINT', 'https://graph.microsoft.com/v1.0'],
    ['STS_ISSUER', 'sts.windows.net'],
    ['TOKEN_SOURCE', 'cookie'],
    ['PORT', '70000'],
    ['PORT', 'eighty'],
    ['REQUIRED_SCOPE', 'a b'],
    ['JWKS_COOLDOWN_SECONDS', '-1'],
  ])('refuses %s=%s and says why', (name, value) => {
    const problems = problemsOf({ [name]: value });
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(new RegExp(`^${name} .{10}`));
  });

  it('binds beyond loopback only with the host names it is reached by', () => {
    expect(problemsOf({ HOST: '0.0.0.0' })[0]).toMatch(/^ALLOWED_HOSTS is not set: HOST=0\.0\.0\.0 is not loopback/);
    const config = readConfig({ ...required, HOST: '0.0.0.0', ALLOWED_HOSTS: 'mcp.contoso.example, OTHER.example' });
    expect(config.allowedHosts).toEqual(['mcp.contoso.example', 'other.example']);
    expect(config.allowedOrigins).toEqual(config.allowedHosts);
  });
});
