import { NetThrow } from '../dotnet/core/exception.ts';
import { loadToken, parseJson } from '../dotnet/json/json-loader.ts';
import { JArray } from '../dotnet/json/tree/array.ts';
import { JObject } from '../dotnet/json/tree/object.ts';
import type { JToken } from '../dotnet/json/tree/token.ts';
import { JValue } from '../dotnet/json/tree/value.ts';
import { toText } from '../dotnet/primitives/virtual.ts';
import { definePolicy, type Run } from './policy.ts';
import { bool, defaulted, oneOf, optional, required, text } from './schema.ts';
import { type JsonContent, jsonToXml } from './xml/json-to-xml.ts';
import { XmlError } from './xml/read-xml.ts';

const undescribedNames = [
  ...(['attribute-prefix', 'namespace-block-name', 'invalid-character-replacement'] as const),
  ...(['null-values', 'trim-values', 'empty-values'] as const),
];

/**
 * What a token becomes: values are printed as .NET prints them, which is seen of booleans (`True`), and parsed dates are
 * values like them.
 */
function contentOf(token: JToken | null, run: Run): JsonContent {
  if (token instanceof JObject) {
    return new Map(token.properties.map(({ name, value }) => [name, contentOf(value, run)]));
  }
  if (token instanceof JArray) return token.children.map((child) => contentOf(child, run));
  const value = token instanceof JValue ? token.value : null;
  return value === null ? null : toText(value, run.runtime);
}

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
      // these stand in Microsoft's own schema only
      'attribute-prefix': optional(text),
      'namespace-block-name': optional(text),
      'invalid-character-replacement': optional(text),
      'null-values': optional(text),
      'trim-values': optional(bool),
      'empty-values': optional(oneOf('preserve', 'as-null')),
    },
  },
  build: ({ attributes }) => {
    const undescribed = undescribedNames.filter((name) => attributes[name]);
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
      for (const name of undescribed) run.notEmulated(`json-to-xml ${name}`);
      const content = Buffer.from(await run.bodyBytes(target)).toString('utf8');
      const options = {
        namespaceSeparator: await attributes['namespace-separator'].get(run),
        namespacePrefix: await attributes['namespace-prefix']?.get(run),
        attributeBlock: await attributes['attribute-block-name']?.get(run),
        longest: run.services.bodyLimit,
      };
      let written: string;
      try {
        const dates = (await attributes['parse-date'].get(run)) ? 'DateTime' : 'None';
        written = jsonToXml(contentOf(parseJson(content, loadToken, run.runtime, dates), run), options);
      } catch (error) {
        if (!(error instanceof XmlError || error instanceof NetThrow)) throw error;
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
