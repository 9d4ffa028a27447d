import { definePolicy, type Run } from './policy.ts';
import { oneOf, optional, required, text, type Value } from './schema.ts';

const flag = optional(oneOf('true', 'false'));

/**
 * `cross-domain`: the policy file that Flash and Silverlight clients ask for at the root of the gateway, which the
 * gateway serves from the global scope. Requests of APIs pass it untouched.
 * @see https://learn.microsoft.com/azure/api-management/cross-domain-policy
 */
export const crossDomain = definePolicy({
  name: 'cross-domain',
  sections: ['inbound'],
  schema: {
    children: {
      'cross-domain-policy': {
        occurs: '?',
        children: {
          'site-control': {
            occurs: '?',
            attributes: {
              'permitted-cross-domain-policies': required(oneOf('all', 'by-content-type', 'master-only', 'none')),
            },
          },
          'allow-access-from': { attributes: { domain: required(text), secure: flag } },
          'allow-http-request-headers-from': {
            attributes: { domain: required(text), headers: required(text), secure: flag },
          },
        },
      },
    },
  },
  build: ({ children }) => {
    const [file] = children['cross-domain-policy'];
    return async (run) => {
      if (!run.asksForPolicyFile) return undefined;
      const lines = [];
      for (const name of ['site-control', 'allow-access-from', 'allow-http-request-headers-from'] as const) {
        for (const each of file?.children[name] ?? []) lines.push(await written(run, name, each.attributes));
      }
      const response = run.newResponse(undefined);
      response.headers.set('Content-Type', ['text/xml'], run.step);
      const content = `<?xml version="1.0"?><cross-domain-policy>${lines.join('')}</cross-domain-policy>`;
      response.setBody(Buffer.from(content, 'utf8'), run.step);
      run.response = response;
      return 'end';
    };
  },
});

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

async function written(
  run: Run,
  name: string,
  attributes: Readonly<Record<string, Value<string> | undefined>>,
): Promise<string> {
  let text = '';
  for (const [attribute, value] of Object.entries(attributes)) {
    if (value) text += ` ${attribute}="${escaped(await value.get(run))}"`;
  }
  return `<${name}${text}/>`;
}
