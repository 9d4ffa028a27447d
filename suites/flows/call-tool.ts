/** The good case that many checks begin with: somebody connects and a tool works. */
import type { Deployment, McpSession } from '../deployment.ts';
import { firstCaller } from './first-user.ts';

/** A tool that needs its caller: a person's profile, or, where no person is behind the call, a greeting. */
async function callTool(session: McpSession, deployment: Deployment): Promise<void> {
  if (deployment.tool !== undefined) {
    const { isError } = await session.callTool(deployment.tool);
    if (isError) throw new Error(`${deployment.tool} does not succeed`);
    return;
  }
  if (deployment.application) {
    const { isError } = await session.callTool('hello', { name: 'Sallyport' });
    if (isError) throw new Error('hello does not succeed');
    return;
  }
  const { text } = await session.callTool('get_graph_user_details');
  if (!text.includes('"success": true')) throw new Error('get_graph_user_details does not succeed');
}

/** The first caller connects, calls a tool `times` times, and leaves. @throws Error when the tool does not succeed */
export async function toolWorks(deployment: Deployment, times = 1): Promise<void> {
  const session = await deployment.connect(firstCaller(deployment));
  try {
    for (let call = 0; call < times; call += 1) await callTool(session, deployment);
  } finally {
    await session.close();
  }
}
