import { z } from 'zod';
import { defineTool } from './tool.ts';

/** Greets: whom the argument names, else the signed-in user, else everybody. */
export const hello = defineTool({
  name: 'hello',
  title: 'Hello',
  description: 'Returns a personalized greeting message.',
  input: z.object({ name: z.string().max(200).optional().describe('Whom to greet; the signed-in user if left out') }),
  annotations: { readOnlyHint: true, openWorldHint: false },
  async run({ name }, caller) {
    const own = caller.kind === 'user' ? caller.token.name : null;
    return { text: `Hello, ${name?.trim() || own || 'world'}!` };
  },
});
