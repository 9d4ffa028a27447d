import { knownText, type Value } from '../../bicep/value.ts';
import { list, member } from './deployment-values.ts';

/** A connection of the credential manager, as a deployment declares it. Texts may hold `{{name}}` references. */
export interface DeployedConnection {
  readonly providerId: string;
  readonly authorizationId: string;
  /** Of the authorization server; that of Microsoft Entra ID is made of the tenant. */
  readonly tokenUrl?: string;
  readonly scopes: readonly string[];
  /** Whether a person's consent is behind it. */
  readonly delegated: boolean;
  readonly file: string;
  readonly line?: number;
}

/** What the properties of an authorization provider say of every connection of its. */
export function providerSettings(
  properties: Value | undefined,
  text: (value: Value | undefined) => string | undefined,
): Pick<DeployedConnection, 'tokenUrl' | 'scopes'> {
  const grants = member(properties, 'oauth2', 'grantTypes');
  const settings = member(grants, 'clientCredentials') ?? member(grants, 'authorizationCode');
  const tenant = text(member(settings, 'tenantId'));
  const given = text(member(settings, 'tokenUrl')) ?? text(member(settings, 'refreshUrl'));
  const entra = knownText(member(properties, 'identityProvider'))?.toLowerCase() === 'aad';
  const tokenUrl =
    given ?? (entra ? `https://login.microsoftonline.com/${tenant ?? 'common'}/oauth2/v2.0/token` : undefined);
  const scopes =
    text(member(settings, 'scopes'))?.split(/\s+/) ??
    list(member(settings, 'scopes')).flatMap((each) => text(each) ?? []);
  return { ...(tokenUrl === undefined ? {} : { tokenUrl }), scopes: scopes.filter((scope) => scope !== '') };
}
