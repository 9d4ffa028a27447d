/** User realm and credential type: what sign-in clients ask about a name. Read by old libraries only. */
import type { User } from '../../directory/model.ts';
import type { RequestMarks } from '../../errors/error-body.ts';
import { documentAnswer, jsonAnswer } from '../../http/answers.ts';
import type { Message } from '../../http/message.ts';
import { readBody } from '../../http/parameters.ts';
import type { EntraService } from '../../service.ts';

function realm(service: EntraService, login: string): Record<string, unknown> {
  const domain = login.slice(login.lastIndexOf('@') + 1).toLowerCase();
  const tenant = service.directory.tenant(domain);
  if (!tenant) return { State: 4, UserState: 1, Login: login, NameSpaceType: 'Unknown' };
  return {
    State: 4,
    UserState: 1,
    Login: login,
    NameSpaceType: 'Managed',
    DomainName: domain,
    FederationBrandName: tenant.displayName,
    CloudInstanceName: 'microsoftonline.com',
    CloudInstanceIssuerUri: 'urn:federation:MicrosoftOnline',
  };
}

/** The form of `api-version=1.0`, which MSAL for Python and .NET read before they send a password. */
function oldRealm(service: EntraService, login: string): Record<string, unknown> {
  const domain = login.slice(login.lastIndexOf('@') + 1).toLowerCase();
  return {
    ver: '1.0',
    account_type: service.directory.tenant(domain) ? 'Managed' : 'Unknown',
    domain_name: domain,
    cloud_instance_name: 'microsoftonline.com',
    cloud_audience_urn: 'urn:federation:MicrosoftOnline',
  };
}

/** Answers `/getuserrealm.srf?login=` and `/common/userrealm/{name}`. */
export function userRealm(service: EntraService, message: Message, login: string): Response {
  const of = message.query.get('api-version') === '1.0' ? oldRealm : realm;
  return documentAnswer(of(service, login.slice(0, 320)), message.marks);
}

/** Answers `POST /common/GetCredentialType`. */
export async function credentialType(service: EntraService, request: Request, marks: RequestMarks): Promise<Response> {
  let name = '';
  try {
    const body: unknown = JSON.parse((await readBody(request, 16_384)) ?? '');
    if (typeof body === 'object' && body !== null && 'username' in body) name = String(body.username).slice(0, 320);
  } catch {
    // an unreadable body asks about nobody
  }
  const account: User | undefined = service.directory.account(name);
  return jsonAnswer(
    {
      Username: name,
      Display: name,
      IfExistsResult: account ? 0 : 1,
      IsUnmanaged: false,
      ThrottleStatus: 0,
      Credentials: { PrefCredential: 1, HasPassword: true },
      EstsProperties: { DomainType: 3 },
      IsSignupDisallowed: true,
    },
    marks,
  );
}
