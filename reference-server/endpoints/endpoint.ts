import type { IncomingMessage } from 'node:http';
import type { ToolAnswer } from '../tools/tool.ts';

/** What an endpoint answers when all went well: like a tool, or bytes with a type of their own. */
export type EndpointAnswer = ToolAnswer | { readonly bytes: Buffer; readonly contentType: string };

/** One HTTP endpoint: a tool for callers that don't speak MCP. */
export interface Endpoint {
  readonly path: string;
  readonly methods: readonly string[];
  /** Tool behind it. */
  readonly tool: string;
  /**
   * Serves a request.
   * @param run runs the tool with arguments that are checked against its schema
   * @throws InvalidArguments @throws BodyTooLarge, or what the tool throws
   */
  serve(request: IncomingMessage, run: (args: Record<string, unknown>) => Promise<ToolAnswer>): Promise<EndpointAnswer>;
}

/** The request does not say what the endpoint needs, or says it wrongly. `message` names the part, not its value. */
export class InvalidArguments extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'InvalidArguments';
  }
}
