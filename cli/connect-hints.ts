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

export interface ConnectOptions {
  /** A client that is registered beforehand. */
  readonly clientId?: string;
  /** What stands for a token that the client gets as a fixed header. */
  readonly bearer?: string;
  /** Tool to call; the profile of the reference server unless told. */
  readonly tool?: string;
  readonly platform?: string;
  /** Of a server that is not the reference server; left out for that one. */
  readonly transport?: 'streamable' | 'sse' | undefined;
}

/**
 * @param url the MCP endpoint
 * @param caFile certificate of the run's authority
 */
export function connectHints(url: string, caFile: string, options: ConnectOptions = {}): ConnectHints {
  const { platform = process.platform, clientId, bearer, transport } = options;
  const trust = ['NODE_EXTRA_CA_CERTS', caFile] as const;
  const type = transport === 'sse' ? 'sse' : 'http';
  const registered = clientId === undefined ? '' : ` --client-id ${clientId}`;
  const header = bearer === undefined ? '' : ` --header "Authorization: Bearer ${bearer}"`;
  // what tools a server of somebody else has, nobody knows beforehand
  const { tool = transport === undefined ? 'get_graph_user_details' : undefined } = options;
  const method = tool === undefined ? 'tools/list' : `tools/call --tool-name ${tool}`;
  const command = `npx @modelcontextprotocol/inspector@2 --cli ${url} --transport ${type}${registered}${header} --method ${method}`;
  return {
    inspector: withVariable(...trust, command, platform),
    json: { mcpServers: { sallyport: { type, url } } },
    trust,
  };
}
