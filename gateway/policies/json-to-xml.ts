import { definePolicy } from './policy.ts';
import { bool, defaulted, oneOf, optional, required, text } from './schema.ts';
import { jsonToXml } from './xml/json-to-xml.ts';
import { XmlError } from './xml/read-xml.ts';

/**
 * `json-to-xml` of the message's body.
 * @see https://learn.microsoft.com/azure/api-management/json-to-xml-policy
 */
export const jsonToXmlPolicy = definePolicy({
  name: 'json-to-xml',
  sections: ['inbound', 'outbound', 'on-error'],
  schema: {
    attributes: {
      apply: required(oneOf('always', 'content-type-json')),
      'consider-accept-header': defaulted(bool, 'true'),
      'parse-date': defaulted(bool, 'true', { expressions: false }),
      'namespace-separator': defaulted(text, '_'),
      'namespace-prefix': optional(text),
      'attribute-block-name': optional(text),
    },
  },
  build: ({ attributes }) => {
    return async (run) => {
      const { target, request } = run;
      if (!target?.body) return undefined;
      const type = target.headers.get('content-type') ?? '';
      if ((await attributes.apply.get(run)) === 'content-type-json' && !/json/i.test(type)) return undefined;
      const accept = request.headers.get('accept') ?? '';
      if ((await attributes['consider-accept-header'].get(run)) && !/xml/i.test(accept)) {
        run.note('the Accept header asks for no XML: left as it is');
        return undefined;
      }
      const content = Buffer.from(await run.bodyBytes(target)).toString('utf8');
      const options = {
        namespaceSeparator: await attributes['namespace-separator'].get(run),
        namespacePrefix: await attributes['namespace-prefix']?.get(run),
        attributeBlock: await attributes['attribute-block-name']?.get(run),
        longest: run.services.bodyLimit,
      };
      let written: string;
      try {
        written = jsonToXml(JSON.parse(content), options);
      } catch (error) {
        if (!(error instanceof XmlError || error instanceof SyntaxError)) throw error;
        return run.fail({
          reason: 'ConversionFailed',
          message: error instanceof XmlError ? error.message : 'The message body is not a valid JSON.',
          status: 500,
          publicMessage: 'Internal server error',
        });
      }
      target.setBody(Buffer.from(written, 'utf8'), run.step);
      target.headers.set('Content-Type', ['text/xml'], run.step);
      return undefined;
    };
  },
});
