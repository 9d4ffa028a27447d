import { replaceAll } from './bounded-text.ts';
import { definePolicy } from './policy.ts';

/**
 * `redirect-content-urls`: links in bodies that name the backend name the gateway instead, and in inbound the other way
 * round. Headers, Location too, stay as they are.
 * @see https://learn.microsoft.com/azure/api-management/redirect-content-urls-policy
 */
export const redirectContentUrls = definePolicy({
  name: 'redirect-content-urls',
  sections: ['inbound', 'outbound'],
  usage: { once: 'section' },
  schema: {},
  build: () => {
    return async (run) => {
      const { request, target: message } = run;
      const { originalUrl, backendUrl } = request;
      if (!message?.body || !backendUrl) return;
      const apiPath = originalUrl.path.slice(0, originalUrl.path.length - run.pathBelowApi.length);
      const gateway = baseOf(originalUrl.origin, apiPath);
      const backend = baseOf(backendUrl.origin, backendUrl.path);
      const [from, to] = run.section === 'inbound' ? [gateway, backend] : [backend, gateway];
      const type = message.headers.get('content-type') ?? '';
      if (!/json|xml|html|text|javascript/i.test(type)) return;
      const content = Buffer.from(await run.bodyBytes(message)).toString('utf8');
      if (content.includes(from)) {
        message.setBody(Buffer.from(replaceAll(content, from, to, run.services.bodyLimit), 'utf8'), run.step);
      }
    };
  },
});

/** A base URL without the slash at its end. */
const baseOf = (origin: string, path: string): string => `${origin}${path.replace(/\/+$/, '')}`;
