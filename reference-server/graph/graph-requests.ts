import type { Context, Middleware } from '@microsoft/microsoft-graph-client';

const timeoutMs = 10_000;

/**
 * How the Graph client library reaches Graph, in place of its own chain. That chain follows redirects, which would carry
 * the token elsewhere, sleeps and retries for minutes, and sends its telemetry. One request here is one request.
 */
export class GraphRequests implements Middleware {
  readonly #accessToken: string;

  /** @param accessToken the token for every request of this instance */
  constructor(accessToken: string) {
    this.#accessToken = accessToken;
  }

  async execute(context: Context): Promise<void> {
    const headers = new Headers(context.options?.headers as RequestInit['headers']);
    headers.set('authorization', `Bearer ${this.#accessToken}`);
    headers.set('accept', 'application/json');
    context.response = await fetch(context.request, {
      method: context.options?.method ?? 'GET',
      headers,
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMs),
    });
  }
}
