/**
 * `node reference-server/stdio.ts`: the server for hosts that start programs (`mcpServers` with `command` and `env`). It
 * speaks MCP on standard input and output and calls the API at the gateway. What a person has to know, a sign-in for
 * instance, and log lines go to standard error. Exit codes: 0 ended with its input, 2 wrong settings, 1 anything else.
 */
import { randomUUID } from 'node:crypto';
import { McpServer } from '@modelcontextprotocol/server';
import { serveStdio } from '@modelcontextprotocol/server/stdio';
import { anonymous } from './caller/caller.ts';
import { ConfigError } from './config/config.ts';
import { withRequest } from './http/request-context.ts';
import { createLogger } from './log/logger.ts';
import { callTool } from './mcp/call-tool.ts';
import { callerToken } from './stdio/caller-token.ts';
import { gatewayApi } from './stdio/gateway-api.ts';
import { readStdioConfig, type StdioConfig } from './stdio/stdio-config.ts';
import { stdioTools } from './stdio/stdio-tools.ts';

const settingsAreWrong = 2;
const log = createLogger((line) => process.stderr.write(line), Date.now);

function settings(): StdioConfig {
  try {
    return readStdioConfig(process.env);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    for (const problem of error.problems) process.stderr.write(`reference-server: ${problem}\n`);
    process.exit(settingsAreWrong);
  }
}

// An error that nobody caught may hold a token: only its kind is told.
for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
  process.on(event, (error: unknown) => {
    log('crashed', { name: error instanceof Error ? error.name : 'unknown' });
    process.exit(1);
  });
}

const config = settings();
const tell = (message: string): void => void process.stderr.write(`${message}\n`);
const tools = stdioTools(gatewayApi(config.gatewayUrl, callerToken(config, tell)));

const nobody = async () => anonymous;

serveStdio(
  () => {
    const server = new McpServer({ name: 'sallyport-reference-server', version: '0.1.0' });
    for (const tool of tools) {
      const { name, title, description, input, annotations } = tool;
      server.registerTool(name, { title, description, inputSchema: input, annotations }, (args) =>
        withRequest({ id: randomUUID(), caller: nobody, sender: nobody }, () => callTool(tool, args, log)),
      );
    }
    return server;
  },
  { onerror: (error) => log('mcp.rejected', { name: error.name }) },
);
process.stdin.once('end', () => process.exit(0));
