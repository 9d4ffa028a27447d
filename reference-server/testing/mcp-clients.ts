import { Client as ClientV2, StreamableHTTPClientTransport as TransportV2 } from '@modelcontextprotocol/client';
import { Client as ClientV1 } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport as TransportV1 } from '@modelcontextprotocol/sdk/client/streamableHttp.js';

/** What a test does with a client, whatever SDK it is. */
export interface TestClient {
  listTools(): Promise<{ tools: { name: string; inputSchema: unknown }[] }>;
  callTool(request: { name: string; arguments?: Record<string, unknown> }): Promise<unknown>;
  close(): Promise<void>;
}

export type Connect = (url: string, headers?: Record<string, string>) => Promise<TestClient>;

const info = { name: 'test', version: '0' };

/** Real clients by name: SDK version 1, and version 2 in the 2025 and the 2026 era. */
export const clients: Readonly<Record<string, Connect>> = {
  'SDK v1': async (url, headers = {}) => {
    const client = new ClientV1(info);
    // The SDK's own declarations disagree with exactOptionalPropertyTypes here.
    await client.connect(
      new TransportV1(new URL(url), { requestInit: { headers } }) as Parameters<typeof client.connect>[0],
    );
    return client;
  },
  'SDK v2, 2025 era': async (url, headers = {}) => {
    const client = new ClientV2(info);
    await client.connect(new TransportV2(new URL(url), { requestInit: { headers } }));
    return client;
  },
  'SDK v2, 2026 era': async (url, headers = {}) => {
    const client = new ClientV2(info, { versionNegotiation: { mode: { pin: '2026-07-28' } } });
    await client.connect(new TransportV2(new URL(url), { requestInit: { headers } }));
    return client;
  },
};

/** The text of a tool result, parsed. */
export function resultOf(result: unknown): Record<string, unknown> {
  const { content } = result as { content: { type: string; text: string }[] };
  return JSON.parse(content[0]?.text ?? '') as Record<string, unknown>;
}
