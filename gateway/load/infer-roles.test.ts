import { expect, it } from 'vitest';
import type { NamedValue } from '../model.ts';
import { inferRoles, roleConflicts, withRoles } from './infer-roles.ts';

const value = (name: string): NamedValue => ({ name, secret: false });
const policy = (body: string) => ({
  file: 'p.xml',
  text: `<policies><inbound>\n${body}</inbound></policies>`,
  format: 'rawxml' as const,
});
const guess = (name: string, body: string) => inferRoles([policy(body)], [value(name)])[0]?.role;

it.each([
  ['tenantId', '<validate-azure-ad-token tenant-id="{{v}}" />'],
  [
    'clientId',
    '<validate-azure-ad-token><client-application-ids><application-id>{{v}}</application-id></client-application-ids></validate-azure-ad-token>',
  ],
  ['audience', '<validate-jwt><audiences><audience>{{v}}</audience></audiences></validate-jwt>'],
  ['audience', '<validate-jwt><audiences><audience>api://{{v}}</audience></audiences></validate-jwt>'],
  ['managedIdentityClientId', '<authentication-managed-identity resource="r" client-id="{{v}}" />'],
  ['functionKey', '<set-header name="X-Functions-Key"><value>{{v}}</value></set-header>'],
  ['tenantId', '<x v="@("https://login.microsoftonline.com/{{v}}/oauth2/v2.0/token")" />'],
  ['tenantId', '<x v="https://{{host}}/{{v}}/v2.0/.well-known/openid-configuration" />'],
  ['loginHost', '<x v="https://{{v}}/{{tenant}}/oauth2/v2.0/token" />'],
  ['clientId', '<x v="@($"{u}?client_id={{v}}&scope=s")" />'],
  ['scope', '<x v="@($"{u}?client_id=c&scope={{v}}")" />'],
  [undefined, '<x v="{{v}}" />'],
  [undefined, '<!-- scope={{v}} -->'],
])('takes %s from %s', (role, body) => {
  expect(guess('v', body)).toBe(role);
});

it.each([
  ['EncryptionKey', 'encryptionKey'],
  ['APIMGatewayURL', 'gatewayUrl'],
  ['function-host-key', 'functionKey'],
  ['EntraIDFicClientId', 'managedIdentityClientId'],
  ['EntraIDClientId', 'clientId'],
  ['OAuthScopes', 'scope'],
  ['CosmosDbEndpoint', undefined],
])('takes %s by name for %s, when it is used at all', (name, role) => {
  expect(guess(name, `<x v="{{${name}}}" />`)).toBe(role);
  expect(guess(name, '<x />')).toBeUndefined();
});

it('takes what is compared with the scopes of a token for a scope’s bare name', () => {
  const asked =
    '<x v="@{var s = jwt.Claims.GetValueOrDefault(&quot;scp&quot;); return s == &quot;{{needed-scope}}&quot;;}" />';
  expect(inferRoles([policy(asked)], [value('needed-scope')])).toMatchObject([{ role: 'scope', bare: true }]);
  const [other] = inferRoles([policy(asked.replace('scp', 'aud'))], [value('needed-scope')]);
  expect(other).not.toHaveProperty('bare');
});

it('says where, and prefers use to name', () => {
  const [found] = inferRoles([policy('<validate-azure-ad-token tenant-id="{{MyScope}}" />')], [value('MyScope')]);
  expect(found).toMatchObject({
    role: 'tenantId',
    file: 'p.xml',
    line: 2,
    message: expect.stringContaining('validate-azure-ad-token'),
  });
});

it('leaves roles that are known alone', () => {
  const service = { name: 's', products: [], apis: [], fragments: new Map(), backends: [] };
  const namedValues: NamedValue[] = [{ name: 'tenant', role: 'audience', secret: false }, value('b')];
  expect(inferRoles([policy('<x v="{{tenant}}" />')], namedValues)).toEqual([]);
  const guesses = [{ name: 'b', role: 'scope' as const, file: 'f', message: '' }];
  expect(withRoles({ ...service, namedValues }, guesses).namedValues.map(({ role }) => role)).toEqual([
    'audience',
    'scope',
  ]);
});

it('tells of a value that is to be an application and a managed identity at once', () => {
  const identity = '<authentication-managed-identity resource="r" client-id="{{id}}" />';
  const policy = (file: string, text: string) => ({
    file,
    text: `<policies><inbound>\n${text}</inbound></policies>`,
    format: 'rawxml' as const,
  });
  const values = [{ name: 'id', secret: false }];
  const signIn = policy('a.xml', '<set-body>client_id={{id}}&scope=x</set-body>');
  expect(roleConflicts([signIn, policy('b.xml', identity)], values)).toMatchObject([
    { file: 'b.xml', line: 2, message: expect.stringContaining('a.xml:2') },
  ]);
  expect(roleConflicts([policy('b.xml', identity)], values)).toEqual([]);
});

it('gives a role to a named value whose place is only held, and leaves what was written', () => {
  const named = [
    { name: 'EncryptionKey', secret: true, value: '-' },
    { name: 'OAuthScopes', secret: false, value: 'openid' },
  ];
  const source = policy('<x v="{{EncryptionKey}}" /><x v="{{OAuthScopes}}" />');
  const guesses = inferRoles([source], named);
  expect(guesses[0]?.message).toContain('only hold its place');
  const service = { name: 's', products: [], apis: [], fragments: new Map(), backends: [], namedValues: named };
  expect(withRoles(service, guesses).namedValues).toEqual([
    { name: 'EncryptionKey', secret: true, role: 'encryptionKey' },
    { name: 'OAuthScopes', secret: false, value: 'openid' },
  ]);
});
