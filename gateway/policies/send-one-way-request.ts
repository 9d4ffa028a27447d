import { checkNewRequest, outgoingRequest, requestMode, requestPolicies, setUrl } from './outgoing-request.ts';
import { definePolicy, everySection } from './policy.ts';
import { defaulted, integer } from './schema.ts';

/**
 * `send-one-way-request`: sends and does not wait. Whatever becomes of it, the pipeline goes on.
 * @see https://learn.microsoft.com/azure/api-management/send-one-way-request-policy
 */
export const sendOneWayRequest = definePolicy({
  name: 'send-one-way-request',
  sections: everySection,
  schema: {
    attributes: { mode: defaulted(requestMode, 'new'), timeout: defaulted(integer(1, 86_400), '60') },
    children: setUrl,
    policies: requestPolicies,
  },
  build: ({ attributes, children, steps, site }, load) => {
    const url = children['set-url'][0]?.text;
    checkNewRequest(attributes.mode, url, steps, site, load);
    return async (run) => {
      const request = await outgoingRequest(run, await attributes.mode.get(run), url, steps);
      const timeoutMs = (await attributes.timeout.get(run)) * 1000;
      // the client's leaving does not stop it
      const { signal } = new AbortController();
      run.note(`${request.method} ${request.url.origin}${request.url.path}`);
      run
        .targeting(undefined, signal)
        .send(request, { timeoutMs, keepBody: false })
        .then((response) => response.discard())
        .catch(() => {});
    };
  },
});
