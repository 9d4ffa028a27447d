import { bodyContent } from './body-content.ts';
import { type LiquidNode, parseTemplate } from './liquid/parse.ts';
import { renderLiquid } from './liquid/render.ts';
import { LiquidError } from './liquid/template-error.ts';
import { definePolicy, type Run } from './policy.ts';
import { bool, defaulted, oneOf, optional, required } from './schema.ts';

/**
 * `set-body`: text, an expression's string or bytes, or a Liquid template over the message's own body.
 * @see https://learn.microsoft.com/azure/api-management/set-body-policy
 */
export const setBody = definePolicy({
  name: 'set-body',
  sections: ['inbound', 'backend', 'outbound'],
  schema: {
    attributes: {
      template: optional(oneOf('liquid', 'none'), { expressions: false }),
      'xsi-nil': defaulted(oneOf('blank', 'null'), 'blank', { expressions: false }),
      'parse-date': defaulted(bool, 'true', { expressions: false }),
      'use-value-element': optional(oneOf('true', 'false'), { expressions: false }),
    },
    text: required(bodyContent),
  },
  build: ({ attributes, text, site }, load) => {
    // the content of a template is never an expression: the reader takes it as it stands
    const written = attributes.template?.literal === 'liquid' ? text.literal : undefined;
    let template: readonly LiquidNode[] | undefined;
    if (written) {
      try {
        template = parseTemplate(Buffer.from(written).toString('utf8'));
      } catch (error) {
        if (!(error instanceof LiquidError)) throw error;
        load.error(site, `The Liquid template can't be read. ${error.message}`);
      }
    }
    return async (run) => {
      const { target } = run;
      if (!target) {
        run.note('no message to set a body on');
        return;
      }
      if (target === run.request && !target.body) {
        if (run.assume('setBody.noBody') === 'throw') {
          run.fail({
            reason: 'ExpressionValueEvaluationFailure',
            message: 'The request has no body to replace.',
            status: 500,
            publicMessage: 'Internal server error',
          });
        }
        run.warn('the request has no body; the reference says that set-body throws then (switch setBody.noBody)');
      }
      const content = template ? Buffer.from(await render(template, run), 'utf8') : await text.get(run);
      target.setBody(content, run.step);
    };

    async function render(nodes: readonly LiquidNode[], run: Run): Promise<string> {
      try {
        return await renderLiquid(nodes, run, {
          xsiNil: attributes['xsi-nil'].literal ?? 'blank',
          parseDate: attributes['parse-date'].literal ?? true,
        });
      } catch (error) {
        if (!(error instanceof LiquidError)) throw error;
        return run.fail({
          reason: 'LiquidTemplateFailure',
          message: error.message,
          status: 500,
          publicMessage: 'Internal server error',
        });
      }
    }
  },
});
