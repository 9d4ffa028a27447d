import { control, defineCheck, ensure } from '../check.ts';
import type { Exchange } from '../deployment.ts';
import { messageHeaders } from '../flows/discover.ts';
import { firstUser } from '../flows/first-user.ts';
import { insideOf } from '../flows/inside-of.ts';
import { obtainToken } from '../flows/redeem.ts';

/** Headers of revision 2026-07-28 that say something else than the body below. */
const mismatched: readonly Readonly<Record<string, string>>[] = [
  { 'mcp-method': 'tools/call', 'mcp-name': 'echo' },
  { 'mcp-method': 'tools/list', 'mcp-name': 'hello' },
  { 'mcp-method': 'tools/call', 'mcp-name': '=?base64?ZWNobw==?=' },
  { 'mcp-method': 'tools/call', 'mcp-name': '=?base64?***?=' },
];

const body = JSON.stringify({
  jsonrpc: '2.0',
  id: 7,
  method: 'tools/call',
  params: {
    name: 'hello',
    arguments: { name: 'Sallyport' },
    _meta: {
      'io.modelcontextprotocol/protocolVersion': '2026-07-28',
      'io.modelcontextprotocol/clientCapabilities': {},
    },
  },
});

const codeOf = ({ body: text }: Exchange): unknown => {
  try {
    return (JSON.parse(text) as { error?: { code?: unknown } }).error?.code;
  } catch {
    return undefined;
  }
};

/** A gateway that decides by headers lets nothing through whose body says something else. */
export const messageHeadersMatch = defineCheck({
  id: 'message.headers',
  title: 'A message whose Mcp-Method or Mcp-Name differs from its body is refused at the gateway',
  requirements: ['mcp.header-body'],
  severity: 'high',
  topologies: ['direct'],
  needs: ['users', 'inside'],
  async run(deployment) {
    const inside = insideOf(deployment);
    const token = await control('somebody gets a token', () => obtainToken(deployment, firstUser(deployment)));
    const send = (headers: Readonly<Record<string, string>>, text = body) =>
      deployment.http({
        method: 'POST',
        url: deployment.url,
        headers: {
          ...messageHeaders,
          'mcp-protocol-version': '2026-07-28',
          authorization: `Bearer ${token}`,
          ...headers,
        },
        body: text,
      });
    for (const name of ['hello', '=?base64?aGVsbG8=?=']) {
      await control(`a message whose Mcp-Name is ${name} is served`, async () => {
        const { status } = await send({ 'mcp-method': 'tools/call', 'mcp-name': name });
        if (status !== 200) throw new Error(`the MCP endpoint answers ${status}`);
      });
    }
    const before = inside.serverRequests().length;
    for (const headers of mismatched) {
      const exchange = await send(headers);
      const what = `${headers['mcp-method']} ${headers['mcp-name']} over a call of hello`;
      ensure(exchange.status === 400, `${what} answers ${exchange.status}, not 400`, { exchange });
      ensure(codeOf(exchange) === -32_020, `${what} is not refused with -32020`, { exchange });
    }
    const batch = await send({ 'mcp-protocol-version': '2025-03-26' }, `[${body}]`);
    ensure(batch.status === 400, `a batch, which names several things, answers ${batch.status}, not 400`, {
      exchange: batch,
    });
    const passed = inside.serverRequests().length - before;
    ensure(passed === 0, `${passed} of the refused messages reached the server`);
  },
});
