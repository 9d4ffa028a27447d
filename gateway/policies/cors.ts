import { definePolicy, type Flow, type Run } from './policy.ts';
import { bool, defaulted, integer, optional, required, text, type Value } from './schema.ts';

/** An origin as browsers send it: scheme, host, and the port where it is not the scheme's own. */
function normalized(origin: string): string {
  try {
    const url = new URL(origin);
    return url.origin === 'null' ? origin.toLowerCase() : url.origin;
  } catch {
    return origin.toLowerCase();
  }
}

const list = async (run: Run, entries: readonly { readonly text: Value<string> }[]): Promise<string[]> => {
  const values: string[] = [];
  for (const entry of entries) values.push((await entry.text.get(run)).trim());
  return values;
};

/** Whether `allowed` names `name` or everything; names compare without case. */
const allows = (allowed: readonly string[], name: string): boolean =>
  allowed.some((each) => each === '*' || each.toLowerCase() === name.toLowerCase());

/** Told when a policy answers for the request: generally, only the first is applied (cors page, policy order). */
const appliedKey = 'cors applied';

/**
 * `cors`: answers preflight requests and adds CORS headers to the answers of others.
 * @see https://learn.microsoft.com/azure/api-management/cors-policy
 */
export const cors = definePolicy({
  name: 'cors',
  sections: ['inbound'],
  schema: {
    attributes: {
      'allow-credentials': defaulted(bool, 'false'),
      'terminate-unmatched-request': optional(bool),
    },
    anyOrder: true,
    children: {
      'allowed-origins': { occurs: '1', children: { origin: { occurs: '+', text: required(text) } } },
      'allowed-methods': {
        occurs: '?',
        attributes: { 'preflight-result-max-age': defaulted(integer(0, 4_294_967_295), '0') },
        children: { method: { occurs: '+', text: required(text) } },
      },
      'allowed-headers': { occurs: '?', children: { header: { occurs: '+', text: required(text) } } },
      'expose-headers': { occurs: '?', children: { header: { occurs: '+', text: required(text) } } },
    },
  },
  build: ({ attributes, children }) => {
    const origins = children['allowed-origins'].flatMap((each) => each.children.origin);
    const methods = children['allowed-methods'].flatMap((each) => each.children.method);
    const headers = children['allowed-headers'].flatMap((each) => each.children.header);
    const exposed = children['expose-headers'].flatMap((each) => each.children.header);
    return (run) => {
      // without an origin, or with an empty one, a request is none across domains (observed in traces of the service)
      const origin = run.request.headers.get('origin')?.trim();
      if (!origin) return undefined;
      if (run.shared.has(appliedKey)) return void run.note('a policy before this one has answered');
      return answer(run, origin);
    };

    async function answer(run: Run, origin: string): Promise<Flow> {
      const allowedOrigins = await list(run, origins);
      const any = allowedOrigins.includes('*');
      const originAllowed = any || allowedOrigins.some((each) => normalized(each) === normalized(origin));
      const terminates = async (): Promise<boolean> =>
        (await attributes['terminate-unmatched-request']?.get(run)) ?? run.assume('cors.terminateUnmatched');
      const credentials = await attributes['allow-credentials'].get(run);
      // browsers take no `*` with credentials
      const named = !any || credentials;
      const emptyAnswer = (): 'end' => {
        run.response = run.newResponse(undefined);
        return 'end';
      };

      if (run.preflight) {
        const { method, headers: asked } = run.preflight;
        const allowedMethods = methods.length > 0 ? await list(run, methods) : ['GET', 'POST'];
        const allowedHeaders = await list(run, headers);
        const refused = !originAllowed
          ? `origin ${origin}`
          : !allows(allowedMethods, method)
            ? `method ${method}`
            : asked.find((name) => !allows(allowedHeaders, name));
        if (refused !== undefined) {
          run.note(`not allowed: ${refused}`);
          return (await terminates()) ? emptyAnswer() : undefined;
        }
        const response = run.newResponse(undefined);
        const set = (name: string, value: string): void => response.headers.set(name, [value], run.step);
        set('Access-Control-Allow-Origin', named ? origin : '*');
        if (named) set('Vary', 'Origin');
        set('Access-Control-Allow-Methods', allowedMethods.includes('*') ? method : allowedMethods.join(','));
        if (asked.length > 0) set('Access-Control-Allow-Headers', asked.join(','));
        if (credentials) set('Access-Control-Allow-Credentials', 'true');
        const maxAge = await children['allowed-methods'][0]?.attributes['preflight-result-max-age']?.get(run);
        if (maxAge !== undefined) set('Access-Control-Max-Age', String(maxAge));
        run.response = response;
        return 'end';
      }

      if (!originAllowed) {
        run.note(`not allowed: origin ${origin}`);
        const simple = run.request.method === 'GET' || run.request.method === 'HEAD';
        return simple && (await terminates()) ? emptyAnswer() : undefined;
      }
      const exposedHeaders = await list(run, exposed);
      const { step } = run;
      run.shared.set(appliedKey, true);
      run.afterResponse(() => {
        const sent = run.response?.headers;
        if (!sent) return;
        sent.set('Access-Control-Allow-Origin', [named ? origin : '*'], step);
        if (named) sent.append('Vary', ['Origin'], step);
        if (credentials) sent.set('Access-Control-Allow-Credentials', ['true'], step);
        if (exposedHeaders.length > 0) sent.set('Access-Control-Expose-Headers', [exposedHeaders.join(',')], step);
      });
      return undefined;
    }
  },
});
