import { definePolicy, type PolicyRequest } from './policy.ts';
import { optional, required, text } from './schema.ts';

/**
 * `proxy`: the request goes through an HTTP proxy, the backend's or that of the enclosing send-request. Credentials are
 * Basic and go along at once, where .NET waits for the proxy to ask for them; NTLM is not spoken. A proxy that is not
 * served here is left out: the request goes to its server, and that is reported as not emulated.
 * @see https://learn.microsoft.com/azure/api-management/proxy-policy
 */
export const proxy = definePolicy({
  name: 'proxy',
  sections: ['inbound'],
  schema: { attributes: { url: required(text), username: optional(text), password: optional(text) } },
  build: ({ attributes }) => {
    return async (run) => {
      const written = (await attributes.url.get(run)).trim();
      const username = await attributes.username?.get(run);
      const password = (await attributes.password?.get(run)) ?? '';
      const url = run.parseUrl(written);
      if (url?.scheme !== 'http') {
        return run.fail({
          reason: 'ExpressionValueEvaluationFailure',
          message: `The URL of the proxy has to be http://host:port, and is '${written}'.`,
          status: 500,
          publicMessage: 'Internal server error',
        });
      }
      if (!run.services.reaches(url.host, url.port)) {
        run.warn(`the proxy ${url.authority} is not one of the hosts served here: the request goes without it`);
        run.notEmulated('proxy');
        return undefined;
      }
      const message = run.target?.kind === 'request' ? (run.target as PolicyRequest) : run.request;
      let authorization: string | undefined;
      if (username !== undefined) {
        const encoded = Buffer.from(`${username}:${password}`, 'utf8').toString('base64');
        run.secret(encoded);
        authorization = `Basic ${encoded}`;
      }
      message.proxy = { hostname: url.host, port: url.port, authorization };
      run.note(`through ${url.authority}`);
      return undefined;
    };
  },
});
