/** `docs/clients.md`: which real client works with which topology. */
import { clientMatrix, matrixClients } from '../../fixtures/clients/client-matrix.ts';
import { topologies } from '../../suites/deployment.ts';
import { table } from './markdown.ts';

const names: Readonly<Record<(typeof matrixClients)[number], string>> = {
  'sdk-v1': '`@modelcontextprotocol/sdk` 1, Streamable HTTP',
  'sdk-v1-sse': '`@modelcontextprotocol/sdk` 1, `SSEClientTransport` at `/mcp/sse`',
  'sdk-v2': '`@modelcontextprotocol/client` 2',
  'sdk-v2-auto': '`@modelcontextprotocol/client` 2, version negotiation `auto`',
  'ai-sdk': '`@ai-sdk/mcp`',
  'inspector-cli': 'MCP Inspector `--cli`',
  'inspector-web': 'MCP Inspector, its web page in Chromium',
  'mcp-remote': '`mcp-remote`',
  'hosted-agent': 'a hosted agent: fixed header, nobody to ask, token expiring in the middle of a run',
};

export function page(): string {
  const cell = (client: string, topology: string) =>
    clientMatrix.find((row) => row.client === client && row.topology === topology);
  const reasons = new Map<string, string[]>();
  for (const row of clientMatrix) {
    if (row.works === 'signs in') continue;
    reasons.set(row.because, [...(reasons.get(row.because) ?? []), `\`${row.client}\` at \`${row.topology}\``]);
  }
  return `# Real clients

Every cell is a test of \`npm run test:full\`; there is none that is not tried. **signs in**: from nothing but the URL, through
the browser, to the answer of a tool. **with a token**: it works with a token in its header, and where it would have to
sign in it fails in the way that the test expects, for the reason below.

${table(
  ['client', ...topologies.map((topology) => `\`${topology}\``)],
  matrixClients.map((client) => [names[client], ...topologies.map((topology) => cell(client, topology)?.works ?? '')]),
)}

## Why some do not sign in

${[...reasons].map(([because, where]) => `- ${where.join(', ')}: ${because}`).join('\n')}

Clients that run in a page, such as MCP Inspector in direct mode, need the answers to preflights besides: check
\`cors.page-origin\`, named values \`cors-origin\` and \`cors-second-origin\`.`;
}
