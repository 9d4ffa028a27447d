import { definePolicy } from './policy.ts';
import { required, text } from './schema.ts';

const identifier =
  /^[\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*(?:\.[\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*)*$/u;

/**
 * `jsonp`: wraps a JSON response into a call of the function that a query parameter names.
 * @see https://learn.microsoft.com/azure/api-management/jsonp-policy
 */
export const jsonp = definePolicy({
  name: 'jsonp',
  sections: ['outbound'],
  schema: { attributes: { 'callback-parameter-name': required(text) } },
  build: ({ attributes }) => {
    return async (run) => {
      const name = await attributes['callback-parameter-name'].get(run);
      const [callback] = run.request.originalUrl.query(name) ?? [];
      const { response } = run;
      if (callback === undefined || callback === '' || !response) return undefined;
      if (!identifier.test(callback)) {
        return run.fail({
          reason: 'CallbackParameterInvalid',
          message: `Value of callback parameter ${name} is not a valid JavaScript identifier.`,
          status: 400,
        });
      }
      if (!/json/i.test(response.headers.get('content-type') ?? '')) return undefined;
      const content = Buffer.from(await run.bodyBytes(response)).toString('utf8');
      response.setBody(Buffer.from(`${callback}(${content})`, 'utf8'), run.step);
      response.headers.set('Content-Type', ['application/javascript'], run.step);
      return undefined;
    };
  },
});
