import { z } from 'zod';
import { defineTool } from './tool.ts';

/** Gives back what it is given, character for character: for tests of what lies in between. */
export const echo = defineTool({
  name: 'echo',
  title: 'Echo',
  description: 'Returns the exact request body sent, for testing and debugging.',
  input: z.object({ body: z.string().describe('What to send back') }),
  annotations: { readOnlyHint: true, openWorldHint: false },
  run: async ({ body }) => ({ text: body }),
});
