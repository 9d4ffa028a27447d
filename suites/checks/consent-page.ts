import { control, defineCheck, ensure } from '../check.ts';
import { headerValues } from '../deployment.ts';
import { authorizationRequest } from '../flows/authorize.ts';
import { openConsent } from '../flows/consent.ts';
import { discover } from '../flows/discover.ts';
import { sharedClient } from '../flows/register.ts';

/** The page cannot be framed, runs nothing, and says where it leads. */
export const consentPageCheck = defineCheck({
  id: 'consent.page',
  title: 'The consent page cannot be framed, runs no script, is not stored, and names where the person will be sent',
  requirements: ['mcp.consent.page'],
  severity: 'high',
  topologies: ['broker'],
  needs: [],
  async run(deployment) {
    const found = await control('discovery leads to the authorization server', () => discover(deployment));
    const { exchange } = await control('there is a consent page', async () => {
      const clientId = await sharedClient(deployment, found, deployment.redirectUri);
      return openConsent(deployment, authorizationRequest(found, clientId, deployment.redirectUri).url);
    });
    const header = (name: string): string => headerValues(exchange, name).join(', ').toLowerCase();
    const policy = header('content-security-policy');
    const framing = /frame-ancestors\s+'none'/.test(policy) || header('x-frame-options') === 'deny';
    ensure(framing, 'another site can frame the consent page', { exchange, header: 'content-security-policy' });
    const scripts = /(?:script-src|default-src)\s+([^;]*)/.exec(policy)?.[1] ?? "'unsafe-inline'";
    ensure(!/unsafe-inline|unsafe-eval|\*|\bdata:/.test(scripts), 'the consent page may run any script', {
      exchange,
      header: 'content-security-policy',
    });
    ensure(/no-store/.test(header('cache-control')), 'the consent page may be stored', {
      exchange,
      header: 'cache-control',
    });
    ensure(header('x-content-type-options') === 'nosniff', 'the consent page may be read as another type', {
      exchange,
    });
    const { host } = new URL(deployment.redirectUri);
    ensure(exchange.body.includes(host), 'the consent page does not say where the person will be sent', { exchange });
  },
});
