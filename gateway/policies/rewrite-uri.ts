import { definePolicy } from './policy.ts';
import { bool, defaulted, required, text } from './schema.ts';

/** The pairs after the question mark. */
function queryOf(target: string): string[] {
  const mark = target.indexOf('?');
  if (mark < 0) return [];
  return target
    .slice(mark + 1)
    .split('&')
    .filter((pair) => pair !== '');
}

/** How many segments of a path go up, in any spelling that makes a URL's path climb. */
const climbs = (path: string): number =>
  path
    .replaceAll('\\', '/')
    .split('/')
    .filter((segment) => segment.replace(/%2e/gi, '.') === '..').length;

const nameOf = (pair: string): string => (pair.split('=', 1)[0] ?? '').toLowerCase();

/**
 * `rewrite-uri`: path and query of the request below the backend's base URL. Placeholders take matched parameters, and
 * query parameters that the operation's template does not name are kept unless told otherwise. Whether dot segments of a
 * parameter are followed is a switch.
 * @see https://learn.microsoft.com/azure/api-management/rewrite-uri-policy
 */
export const rewriteUri = definePolicy({
  name: 'rewrite-uri',
  sections: ['inbound'],
  schema: {
    attributes: {
      template: required(text),
      'copy-unmatched-params': defaulted(bool, 'true'),
    },
  },
  build: ({ attributes }) => {
    return async (run) => {
      const { request } = run;
      const template = (await attributes.template.get(run)).trim();
      const filled = template.replace(/\{([^{}]+)\}/g, (whole, name: string) => {
        const value = request.matchedParameters.get(name.replace(/^\*/, '').toLowerCase());
        return value === undefined ? whole : encodeURIComponent(value).replaceAll('%2F', '/');
      });
      const [path = ''] = filled.split('?', 1);
      // what the document itself says is meant
      const meant = attributes.template.isExpression ? 0 : climbs(template.split('?', 1)[0] ?? '');
      if (climbs(path) > meant && run.assume('rewriteUri.dotSegments') === 'refuse') {
        return run.fail({
          reason: 'UriTemplateFailure',
          message: 'The rewritten path would leave the one of its template: a parameter holds dot segments.',
          status: 400,
          publicMessage: 'Bad Request',
        });
      }
      const query = queryOf(filled);
      if (await attributes['copy-unmatched-params'].get(run)) {
        const given = new Set([...query, ...queryOf(run.urlTemplate)].map(nameOf));
        for (const pair of request.url.queryString.slice(1).split('&')) {
          if (pair !== '' && !given.has(nameOf(pair))) query.push(pair);
        }
      }
      const target = `${path.startsWith('/') ? '' : '/'}${path}${query.length > 0 ? `?${query.join('&')}` : ''}`;
      request.rewrite(target);
      run.note(request.url.path);
    };
  },
});
