/** Instance discovery: which hosts are the same cloud. MSAL asks before it trusts an authority that it does not know. */
import { aadsts } from '../../errors/aadsts-error.ts';
import { documentAnswer, errorAnswer } from '../../http/answers.ts';
import type { Message } from '../../http/message.ts';
import type { EntraService } from '../../service.ts';

const clouds = [
  {
    preferred_network: 'login.microsoftonline.com',
    preferred_cache: 'login.windows.net',
    aliases: ['login.microsoftonline.com', 'login.windows.net', 'login.microsoft.com', 'sts.windows.net'],
  },
  {
    preferred_network: 'login.partner.microsoftonline.cn',
    preferred_cache: 'login.partner.microsoftonline.cn',
    aliases: ['login.partner.microsoftonline.cn', 'login.chinacloudapi.cn'],
  },
  {
    preferred_network: 'login.microsoftonline.de',
    preferred_cache: 'login.microsoftonline.de',
    aliases: ['login.microsoftonline.de'],
  },
  {
    preferred_network: 'login.microsoftonline.us',
    preferred_cache: 'login.microsoftonline.us',
    aliases: ['login.microsoftonline.us', 'login.usgovcloudapi.net'],
  },
  {
    preferred_network: 'login-us.microsoftonline.com',
    preferred_cache: 'login-us.microsoftonline.com',
    aliases: ['login-us.microsoftonline.com'],
  },
];

/** Answers `/common/discovery/instance`. */
export function instance(service: EntraService, message: Message): Response {
  const { login } = service.origins;
  const own = new URL(login).host;
  const asked = message.query.get('authorization_endpoint') ?? '';
  const url = URL.canParse(asked) ? new URL(asked) : undefined;
  const known = clouds.some(({ aliases }) => url && aliases.includes(url.host)) || url?.host === own;
  if (!url || !known)
    return errorAnswer(service, aadsts(50049), message.marks, 2, { 'access-control-allow-origin': '*' });
  const [segment = 'common'] = url.pathname.split('/').filter((part) => part !== '');
  const tenant = service.directory.tenant(segment)?.id ?? segment;
  const local = clouds.some(({ aliases }) => aliases.includes(own))
    ? []
    : [{ preferred_network: own, preferred_cache: own, aliases: [own] }];
  return documentAnswer(
    {
      tenant_discovery_endpoint: `${login}/${encodeURIComponent(tenant)}/v2.0/.well-known/openid-configuration`,
      'api-version': '1.1',
      metadata: [...local, ...clouds],
    },
    message.marks,
  );
}
