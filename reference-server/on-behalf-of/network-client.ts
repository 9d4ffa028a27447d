import type { INetworkModule, NetworkRequestOptions, NetworkResponse } from '@azure/msal-node';
import { readJson } from '../outgoing/read-json.ts';

const timeoutMs = 10_000;

/**
 * How MSAL reaches the sign-in service. Its own client waits without end, and follows redirects: a 307 or 308 from the
 * token endpoint would send the user's token and the client assertion to wherever it points. This one does neither.
 */
export class NetworkClient implements INetworkModule {
  /** HTTP status of the last answer; MSAL's errors don't have it. */
  lastStatus: number | undefined;

  sendGetRequestAsync<Body>(url: string, options?: NetworkRequestOptions): Promise<NetworkResponse<Body>> {
    return this.#send(url, 'GET', options);
  }

  sendPostRequestAsync<Body>(url: string, options?: NetworkRequestOptions): Promise<NetworkResponse<Body>> {
    return this.#send(url, 'POST', options);
  }

  async #send<Body>(url: string, method: string, options?: NetworkRequestOptions): Promise<NetworkResponse<Body>> {
    this.lastStatus = undefined;
    const response = await fetch(url, {
      method,
      headers: options?.headers ?? {},
      ...(method === 'POST' ? { body: options?.body ?? '' } : {}),
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMs),
    });
    this.lastStatus = response.status;
    const body = (await readJson(response)) as Body;
    return { status: response.status, headers: Object.fromEntries(response.headers), body };
  }
}
