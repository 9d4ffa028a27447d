import { readJson } from '../outgoing/read-json.ts';
import type { CallerToken } from './caller-token.ts';

/** The gateway did not give what was asked. `message` is for the caller: stable, and without the gateway's own text. */
export class GatewayError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'GatewayError';
  }
}

const timeoutMs = 15_000;

/** Its answers by status; others get `The gateway answered N.` */
const messages = new Map([
  [401, 'The gateway wants another sign-in.'],
  [403, 'The gateway does not allow this to the caller; a profile needs a signed-in user.'],
  [429, 'The gateway is throttling; try again later.'],
]);

/** Reads one resource of the API at the gateway. */
export type GatewayApi = (path: string) => Promise<object>;

/**
 * The API at the gateway, in the name of whoever `token` stands for.
 * @throws GatewayError, and what the token source throws
 */
export function gatewayApi(url: string, token: CallerToken): GatewayApi {
  return async (path) => {
    const headers = { authorization: `Bearer ${await token()}`, accept: 'application/json' };
    const response = await fetch(`${url}${path}`, {
      headers,
      // A redirect would carry the token elsewhere.
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMs),
    }).catch(() => {
      throw new GatewayError('The gateway could not be reached.');
    });
    if (response.status !== 200) {
      await response.body?.cancel();
      throw new GatewayError(messages.get(response.status) ?? `The gateway answered ${response.status}.`);
    }
    const body = await readJson(response).catch(() => undefined);
    if (typeof body !== 'object' || body === null) throw new GatewayError('The gateway answered something unexpected.');
    return body;
  };
}
