import { control, defineCheck, ensure } from '../check.ts';
import type { Deployment, Exchange } from '../deployment.ts';
import { bareScopes, bearerChallenge } from '../flows/challenge.ts';
import { messageHeaders } from '../flows/discover.ts';
import { firstUser } from '../flows/first-user.ts';
import { forgeOf } from '../flows/inside-of.ts';

const personal = 'get_graph_user_details';
const harmless = 'hello';

function call(
  deployment: Deployment,
  token: string,
  tool: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<Exchange> {
  return deployment.http({
    method: 'POST',
    url: deployment.url,
    headers: { ...messageHeaders, authorization: `Bearer ${token}`, ...headers },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: tool, arguments: {} } }),
  });
}

/** Each tool has its scope, and neither a header nor anything else but the token opens it. */
export const scopePerTool = defineCheck({
  id: 'scope.per-tool',
  title: 'A token without a tool’s scope cannot call the tool, whatever Mcp-Name says',
  requirements: ['mcp.scope-per-tool'],
  severity: 'high',
  topologies: ['direct'],
  needs: ['users', 'forge'],
  async run(deployment) {
    const forge = forgeOf(deployment);
    const user = firstUser(deployment);
    const none = await call(deployment, await forge.token('missing-scope', user), harmless);
    const base = bearerChallenge(none)?.scope ?? '';
    const some = await forge.withScopes(bareScopes(base).join(' '), user);
    await control('a token with the scope of a harmless tool opens the server', async () => {
      const { status } = await call(deployment, some, harmless);
      if (none.status !== 403 || status !== 200) throw new Error(`${none.status} without any scope, ${status} with it`);
    });
    const refused = await call(deployment, some, personal);
    ensure(refused.status === 403, `${personal} answers ${refused.status} to a token for ${harmless} alone, not 403`, {
      exchange: refused,
    });
    const needed = bearerChallenge(refused)?.scope ?? '';
    const lost = base.split(' ').find((scope) => !needed.split(' ').includes(scope));
    ensure(lost === undefined, `who asks for what the 403 names loses ${String(lost)}`, { exchange: refused });
    const enough = await forge.withScopes(bareScopes(needed).join(' '), user);
    const allowed = await call(deployment, enough, personal);
    ensure(allowed.status === 200, `${personal} answers ${allowed.status} to a token with the scopes it asked for`, {
      exchange: allowed,
    });
    for (const version of ['2025-11-25', '2026-07-28']) {
      const disguised = { 'mcp-protocol-version': version, 'mcp-method': 'tools/call', 'mcp-name': harmless };
      const exchange = await call(deployment, some, personal, disguised);
      ensure(exchange.status >= 400, `${personal} can be called as "${harmless}" with revision ${version}`, {
        exchange,
      });
    }
  },
});
