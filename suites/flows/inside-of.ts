import { NotTestable } from '../check.ts';
import type { Deployment, Forge, Inside, ServerRequest } from '../deployment.ts';

/** The view from inside. @throws NotTestable where there is none */
export function insideOf(deployment: Deployment): Inside {
  if (deployment.inside) return deployment.inside;
  throw new NotTestable('only a stack of the harness’s own can be looked into');
}

/** The forge. @throws NotTestable where there is none */
export function forgeOf(deployment: Deployment): Forge {
  if (deployment.forge) return deployment.forge;
  throw new NotTestable('only a stack of the harness’s own can be given forged tokens');
}

/** What the gateway sends on to the server while `work` is under way. @throws NotTestable when that is nothing */
export async function sentOnDuring(deployment: Deployment, work: () => Promise<unknown>): Promise<ServerRequest[]> {
  const inside = insideOf(deployment);
  const before = inside.serverRequests().length;
  await work();
  const requests = inside.serverRequests().slice(before);
  if (requests.length === 0) throw new NotTestable('the gateway sent nothing on to the server');
  return requests;
}
