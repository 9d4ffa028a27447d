import { exchangeFailure } from './exchange-failure.ts';
import { checkNewRequest, outgoingRequest, requestMode, requestPolicies, setUrl } from './outgoing-request.ts';
import { definePolicy, everySection } from './policy.ts';
import { bool, defaulted, integer, optional, text } from './schema.ts';
import { ExchangeError } from './services.ts';

/**
 * `send-request`: calls a URL and keeps the response in a variable. Responses of 400 and above are no errors; without
 * an answer the call fails, or with ignore-error the variable is null.
 * @see https://learn.microsoft.com/azure/api-management/send-request-policy
 */
export const sendRequest = definePolicy({
  name: 'send-request',
  sections: everySection,
  schema: {
    attributes: {
      mode: defaulted(requestMode, 'new'),
      // documented as required, and left out in the reference's own examples
      'response-variable-name': optional(text),
      timeout: defaulted(integer(1, 86_400), '60'),
      // these two are not on the page: forward-request has them
      'timeout-ms': optional(integer(1, 86_400_000)),
      'fail-on-error-status-code': optional(bool),
      'ignore-error': defaulted(bool, 'false', { expressions: false }),
    },
    children: setUrl,
    policies: requestPolicies,
  },
  build: ({ attributes, children, steps, site }, load) => {
    const url = children['set-url'][0]?.text;
    checkNewRequest(attributes.mode, url, steps, site, load);
    return async (run) => {
      const name = await attributes['response-variable-name']?.get(run);
      const ignore = await attributes['ignore-error'].get(run);
      const request = await outgoingRequest(run, await attributes.mode.get(run), url, steps);
      const timeoutMs = (await attributes['timeout-ms']?.get(run)) ?? (await attributes.timeout.get(run)) * 1000;
      try {
        const response = await run.send(request, { timeoutMs, keepBody: true });
        run.note(`${request.method} ${request.url.origin}${request.url.path} answered ${response.status}`);
        if (response.status >= 400 && (await attributes['fail-on-error-status-code']?.get(run))) {
          run.notEmulated('send-request fail-on-error-status-code');
        }
        if (name !== undefined) run.setVariable(name, run.responseValue(response));
      } catch (error) {
        if (!(error instanceof ExchangeError)) throw error;
        if (error.kind === 'refused') run.warn(error.message);
        if (!ignore) run.fail(exchangeFailure(error));
        run.note(`failed, ignored: ${error.message}`);
        if (name !== undefined) run.setVariable(name, null);
      }
    };
  },
});
