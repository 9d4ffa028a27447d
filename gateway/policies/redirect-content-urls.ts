import { replaceAll } from './bounded-text.ts';
import { definePolicy, type PolicyMessage } from './policy.ts';

/**
 * `redirect-content-urls`: links in bodies and in Location that name the backend name the gateway instead, and in
 * inbound the other way round.
 * @see https://learn.microsoft.com/azure/api-management/redirect-content-urls-policy
 */
export const redirectContentUrls = definePolicy({
  name: 'redirect-content-urls',
  sections: ['inbound', 'outbound'],
  schema: {},
  build: () => {
    return async (run) => {
      const { request, target } = run;
      const message: PolicyMessage | undefined = target;
      if (!message) return;
      const below = run.pathBelowApi;
      const gateway = `${request.originalUrl.origin}${trimEnd(request.originalUrl.path, below)}`;
      const backend = `${request.url.origin}${trimEnd(request.url.path, below)}`;
      const [from, to] = run.section === 'inbound' ? [gateway, backend] : [backend, gateway];
      if (from === to) return;
      const location = message.headers.get('location');
      if (location?.startsWith(from)) message.headers.set('Location', [to + location.slice(from.length)], run.step);
      const type = message.headers.get('content-type') ?? '';
      if (!message.body || !/json|xml|html|text|javascript/i.test(type)) return;
      const content = Buffer.from(await run.bodyBytes(message)).toString('utf8');
      if (content.includes(from)) {
        message.setBody(Buffer.from(replaceAll(content, from, to, run.services.bodyLimit), 'utf8'), run.step);
      }
    };
  },
});

/** The part of `path` before what follows the API's own path. */
const trimEnd = (path: string, below: string): string =>
  below !== '' && path.endsWith(below) ? path.slice(0, path.length - below.length) : path.replace(/\/$/, '');
