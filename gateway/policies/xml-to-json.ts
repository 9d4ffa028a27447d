import { definePolicy } from './policy.ts';
import { bool, defaulted, oneOf, required } from './schema.ts';
import { readXml, XmlError } from './xml/read-xml.ts';
import { xmlToJson } from './xml/xml-to-json.ts';

/**
 * `xml-to-json` of the message's body.
 * @see https://learn.microsoft.com/azure/api-management/xml-to-json-policy
 */
export const xmlToJsonPolicy = definePolicy({
  name: 'xml-to-json',
  sections: ['inbound', 'outbound', 'on-error'],
  schema: {
    attributes: {
      kind: required(oneOf('javascript-friendly', 'direct')),
      apply: required(oneOf('always', 'content-type-xml')),
      'consider-accept-header': defaulted(bool, 'true'),
      'always-array-child-elements': defaulted(bool, 'false'),
    },
  },
  build: ({ attributes }) => {
    return async (run) => {
      const { target, request } = run;
      if (!target?.body) return undefined;
      const type = target.headers.get('content-type') ?? '';
      if ((await attributes.apply.get(run)) === 'content-type-xml' && !/xml/i.test(type)) return undefined;
      const accept = request.headers.get('accept') ?? '';
      if ((await attributes['consider-accept-header'].get(run)) && !/json/i.test(accept)) {
        run.note('the Accept header asks for no JSON: left as it is');
        return undefined;
      }
      try {
        const document = readXml(Buffer.from(await run.bodyBytes(target)).toString('utf8'));
        const value = xmlToJson(document, {
          kind: await attributes.kind.get(run),
          alwaysArray: await attributes['always-array-child-elements'].get(run),
        });
        target.setBody(Buffer.from(JSON.stringify(value), 'utf8'), run.step);
        target.headers.set('Content-Type', ['application/json'], run.step);
        return undefined;
      } catch (error) {
        if (!(error instanceof XmlError)) throw error;
        return run.fail({
          reason: 'ConversionFailed',
          message: error.message,
          status: 500,
          publicMessage: 'Internal server error',
        });
      }
    };
  },
});
