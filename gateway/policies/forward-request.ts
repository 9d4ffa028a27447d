import { exchangeFailure } from './exchange-failure.ts';
import { definePolicy } from './policy.ts';
import { bool, defaulted, integer, oneOf, optional } from './schema.ts';
import { ExchangeError } from './services.ts';

/** Redirects followed before the last one is returned as it is; .NET's handler stops at 50. */
const redirectLimit = 50;

/**
 * `forward-request`: sends the request to the backend. The response's body streams through unless a policy reads it.
 * @see https://learn.microsoft.com/azure/api-management/forward-request-policy
 */
export const forwardRequest = definePolicy({
  name: 'forward-request',
  sections: ['backend'],
  schema: {
    attributes: {
      timeout: defaulted(integer(0, 86_400), '300'),
      'timeout-ms': optional(integer(0, 86_400_000)),
      'continue-timeout': optional(integer(0, 86_400)),
      'http-version': optional(oneOf('1', '2', '2or1'), { expressions: false }),
      'follow-redirects': defaulted(bool, 'false'),
      'buffer-request-body': defaulted(bool, 'false'),
      'buffer-response': defaulted(bool, 'true'),
      'fail-on-error-status-code': defaulted(bool, 'false'),
    },
  },
  build: ({ attributes }) => {
    return async (run) => {
      const timeoutMs = (await attributes['timeout-ms']?.get(run)) ?? (await attributes.timeout.get(run)) * 1000;
      const follow = await attributes['follow-redirects'].get(run);
      const keepBody = (await attributes['buffer-request-body'].get(run)) || follow;
      if (keepBody && run.request.body) await run.bodyBytes(run.request);
      run.response?.discard();
      run.response = undefined;
      try {
        let request: Parameters<typeof run.send>[0] = run.request;
        let response = await run.send(request, { timeoutMs, keepBody: false });
        for (let hops = 0; follow && hops < redirectLimit; hops++) {
          const location = response.headers.get('location');
          if (![301, 302, 303, 307, 308].includes(response.status) || location === undefined) break;
          const url = run.parseUrl(new URL(location, request.url.toString()).toString());
          if (!url || (request.url.scheme === 'https' && url.scheme === 'http')) break;
          response.discard();
          const next = await run.newRequest(request, ![301, 302, 303].includes(response.status));
          if (url.authority !== request.url.authority) next.headers.delete('authorization');
          if (response.status === 303 || (response.status < 303 && request.method === 'POST')) next.method = 'GET';
          next.headers.delete('host');
          next.url = url;
          run.note(`followed ${response.status} to ${url.origin}${url.path}`);
          request = next;
          response = await run.send(request, { timeoutMs, keepBody: false });
        }
        run.response = response;
        response.buffering = await attributes['buffer-response'].get(run);
        run.note(`${request.method} ${request.url.origin}${request.url.path} answered ${response.status}`);
      } catch (error) {
        if (!(error instanceof ExchangeError)) throw error;
        if (error.kind === 'refused') run.warn(error.message);
        run.fail(exchangeFailure(error));
      }
      const status = run.response?.status ?? 0;
      if (status >= 400 && status <= 599 && (await attributes['fail-on-error-status-code'].get(run))) {
        const reason = run.response?.reason ?? '';
        run.response?.discard();
        run.fail({
          reason: 'BackendErrorStatusCode',
          message: `The backend answered ${status} ${reason}.`,
          status,
          statusReason: reason,
        });
      }
    };
  },
});
