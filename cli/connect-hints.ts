/** How a person connects a real MCP client to a stack on their machine. */

export interface ConnectHints {
  /** One line for a shell: the Inspector signs in and calls the tool. */
  readonly inspector: string;
  /** Configuration as Visual Studio Code and its kin read it. */
  readonly json: object;
  /** Variable and value that make a Node client trust the stack. */
  readonly trust: readonly [name: string, value: string];
}

/** A command with a variable set for it alone, as the platform's usual shell writes it. */
function withVariable(name: string, value: string, command: string, platform: string): string {
  return platform === 'win32'
    ? `$env:${name}='${value}'; ${command}`
    : `${name}=${/\s/.test(value) ? `'${value}'` : value} ${command}`;
}

/**
 * @param url the MCP endpoint
 * @param caFile certificate of the run's authority
 * @param transport of a server that is not the reference server; left out for that one
 */
export function connectHints(
  url: string,
  caFile: string,
  platform: string = process.platform,
  transport?: 'streamable' | 'sse',
): ConnectHints {
  const trust = ['NODE_EXTRA_CA_CERTS', caFile] as const;
  const type = transport === 'sse' ? 'sse' : 'http';
  // what tools a server of somebody else has, nobody knows beforehand
  const method = transport === undefined ? 'tools/call --tool-name get_graph_user_details' : 'tools/list';
  const command = `npx @modelcontextprotocol/inspector@2 --cli ${url} --transport ${type} --method ${method}`;
  return {
    inspector: withVariable(...trust, command, platform),
    json: { mcpServers: { sallyport: { type, url } } },
    trust,
  };
}
