import { replaceAll } from './bounded-text.ts';
import { definePolicy, everySection } from './policy.ts';
import { required, text } from './schema.ts';

/**
 * `find-and-replace`: every occurrence of a text in the body.
 * @see https://learn.microsoft.com/azure/api-management/find-and-replace-policy
 */
export const findAndReplace = definePolicy({
  name: 'find-and-replace',
  sections: everySection,
  schema: { attributes: { from: required(text), to: required(text) } },
  build: ({ attributes }) => {
    return async (run) => {
      const from = await attributes.from.get(run);
      const to = await attributes.to.get(run);
      const { target } = run;
      if (!target?.body || from === '') return;
      const content = Buffer.from(await run.bodyBytes(target)).toString('utf8');
      if (content.includes(from)) {
        target.setBody(Buffer.from(replaceAll(content, from, to, run.services.bodyLimit), 'utf8'), run.step);
      }
    };
  },
});
