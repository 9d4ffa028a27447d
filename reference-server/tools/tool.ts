import type { z } from 'zod';
import type { Caller } from '../caller/caller.ts';

/** What a tool answers: a text as it is, or a value that channels write as JSON. */
export type ToolAnswer = { readonly text: string } | { readonly json: object };

/** One thing the server does. MCP and the HTTP endpoints both serve it; no tool knows by which it was asked. */
export interface Tool<Input extends z.ZodObject = z.ZodObject> {
  /** As MCP lists it. */
  readonly name: string;
  readonly title: string;
  readonly description: string;
  /** Its arguments. No tool has one for a credential. */
  readonly input: Input;
  readonly annotations: { readonly readOnlyHint: true; readonly openWorldHint: boolean };
  /**
   * @throws UserRequired when it needs a user and there is none
   * @throws ClaimsChallenge, ExchangeError, GraphError for what lies behind it
   */
  run(args: z.infer<Input>, caller: Caller): Promise<ToolAnswer>;
}

/** A tool with the types of its arguments checked, for lists of tools. */
export const defineTool = <Input extends z.ZodObject>(tool: Tool<Input>): Tool => tool as unknown as Tool;
