import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createMockEntra } from '../entra.ts';
import { contoso } from './contoso.ts';
import { type Seed, SeedError } from './seed.ts';
import { seedJsonSchema, seedSchemaFile } from './seed-json-schema.ts';
import { stableId } from './stable-id.ts';

const minimal = (tenant: Partial<Seed['tenants'][number]>): Seed => ({
  tenants: [{ displayName: 'T', domains: ['t.example'], ...tenant }],
});

const problemsOf = (seed: Seed): readonly string[] => {
  try {
    createMockEntra({ seed });
  } catch (error) {
    if (error instanceof SeedError) return error.problems;
    throw error;
  }
  return [];
};

describe('seeds', () => {
  it('the default one has people, tenants and applications that one recognises', () => {
    const { directory } = createMockEntra();
    expect([...directory.tenants.values()].map(({ displayName }) => displayName)).toEqual([
      ...['Contoso', 'Fabrikam', 'Tailspin Toys', 'Microsoft accounts'],
    ]);
    expect(directory.tenant('CONTOSO.com')?.displayName).toBe('Contoso');
    expect(directory.managedIdentities.map(({ name }) => name)).toContain('sallyport-server');
  });

  it('give the same ids on every run, and take ids that are given', () => {
    const ids = () => [...createMockEntra({ seed: contoso }).directory.applications.keys()];
    expect(ids()).toEqual(ids());
    const id = '0AA00000-0000-4000-8000-00000000000A';
    const { directory } = createMockEntra({ seed: minimal({ id, applications: [{ name: 'A', appId: id }] }) });
    expect(directory.tenants.has(id.toLowerCase())).toBe(true);
    expect(directory.application(id)?.name).toBe('A');
    expect(stableId('a', 'b')).not.toBe(stableId('ab'));
  });

  it('make passwords and secrets at random unless they are given', () => {
    const one = createMockEntra().control;
    const two = createMockEntra().control;
    expect(one.passwordOf('alice@contoso.com')).not.toBe(two.passwordOf('alice@contoso.com'));
    expect(one.secretOf('Sallyport Daemon')).not.toBe(two.secretOf('Sallyport Daemon'));
  });

  it.each<[string, Seed, RegExp]>([
    ['an unknown member', minimal({ nonsense: 1 } as object), /tenants\.0: Unrecognized key: "nonsense"/],
    ['a malformed id', minimal({ id: 'x' }), /tenants\.0\.id/],
    ['a tenant without domain', minimal({ domains: [] }), /tenants\.0\.domains/],
    [
      'two tenants with one domain',
      { tenants: [...minimal({}).tenants, ...minimal({}).tenants] },
      /domain 't\.example' is taken/,
    ],
    [
      'a member of a group who is nobody',
      minimal({ groups: [{ displayName: 'G', members: ['x@t.example'] }] }),
      /no user 'x@t\.example'/,
    ],
    [
      'a federated credential of no identity',
      minimal({ applications: [{ name: 'A', federatedIdentityCredentials: [{ name: 'f', managedIdentity: 'x' }] }] }),
      /no managed identity 'x'/,
    ],
    [
      'a federated credential without subject',
      minimal({
        applications: [{ name: 'A', federatedIdentityCredentials: [{ name: 'f', issuer: 'https://i.example' }] }],
      }),
      /give issuer and subject, or managedIdentity/,
    ],
    [
      'two federated credentials with one issuer and subject',
      minimal({
        applications: [
          {
            name: 'A',
            federatedIdentityCredentials: [
              { name: 'f', issuer: 'https://i.example', subject: 's' },
              { name: 'g', issuer: 'https://i.example', subject: 's' },
            ],
          },
        ],
      }),
      /share issuer and subject/,
    ],
    [
      'two audiences in a federated credential',
      minimal({
        applications: [
          {
            name: 'A',
            federatedIdentityCredentials: [{ name: 'f', issuer: 'i', subject: 's', audiences: ['a', 'b'] }],
          },
        ],
      }),
      /audiences/,
    ],
    [
      'a user name that is taken, in another case',
      minimal({
        users: [
          { userPrincipalName: 'a@t.example', displayName: 'A' },
          { userPrincipalName: 'A@t.example', displayName: 'B' },
        ],
      }),
      /user 'A@t\.example': its name or id is taken/,
    ],
    [
      'a user name that is taken, under another id',
      minimal({
        users: [
          { userPrincipalName: 'a@t.example', displayName: 'A' },
          { userPrincipalName: 'a@t.example', displayName: 'B', id: '11111111-2222-4333-8444-555555555555' },
        ],
      }),
      /user 'a@t\.example': its name or id is taken/,
    ],
    [
      'an identifier URI that is taken',
      minimal({
        applications: [
          { name: 'A', identifierUris: ['api://x'] },
          { name: 'B', identifierUris: ['api://x/'] },
        ],
      }),
      /'api:\/\/x\/' is taken by 'A'/,
    ],
    [
      'a grant of a scope that does not exist',
      minimal({
        applications: [{ name: 'A' }],
        grants: [{ client: 'A', resource: 'Microsoft Graph', scopes: ['No.Such'] }],
      }),
      /names scope 'No\.Such'/,
    ],
    [
      'a certificate that is none',
      minimal({ applications: [{ name: 'A', certificates: [{ pem: 'x' }] }] }),
      /not an X\.509 certificate/,
    ],
    [
      'a guest without home',
      minimal({ users: [{ userPrincipalName: 'g@t.example', displayName: 'G', guestOf: { tenant: 'x', user: 'y' } }] }),
      /no home account 'y' in tenant 'x'/,
    ],
  ])('refuse %s, naming the place', (_what, seed, problem) => {
    expect(problemsOf(seed).join('\n')).toMatch(problem);
  });

  it('have a JSON schema that is up to date', () => {
    expect(JSON.parse(readFileSync(seedSchemaFile, 'utf8'))).toEqual(seedJsonSchema());
  });
});

describe('resources', () => {
  it('are found by client id and by identifier URI, with and without a trailing slash', () => {
    const { directory } = createMockEntra();
    const tenant = directory.defaultTenant;
    for (const identifier of [
      'https://graph.microsoft.com',
      'https://graph.microsoft.com/',
      '00000003-0000-0000-C000-000000000000',
    ]) {
      expect(directory.resource(tenant, identifier)?.application.name).toBe('Microsoft Graph');
    }
    expect(directory.resource(tenant, 'https://graph.microsoft.com//')).toBeUndefined();
    expect(directory.resource(tenant, 'https://graph.microsoft.comx')).toBeUndefined();
  });

  it('of single-tenant applications are not in other tenants', () => {
    const { directory, control } = createMockEntra();
    const { appId } = control.application('Sallyport MCP Server');
    expect(directory.resource(control.tenant('fabrikam.com'), appId)).toBeUndefined();
  });
});
