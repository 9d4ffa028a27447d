import { definePolicy, everySection, type Run } from './policy.ts';
import { decimal, defaulted, optional, required, text } from './schema.ts';

/** Dimensions whose value is known without being written (emit-metric page, default dimension names). */
const defaults: ReadonlyMap<string, (run: Run) => string | undefined> = new Map([
  ['API ID', (run) => run.apiId],
  ['Operation ID', (run) => run.operationId],
  ['Product ID', (run) => run.productId],
  ['User ID', (run) => run.userId],
  ['Subscription ID', (run) => run.subscriptionId],
  ['Location', (run) => run.deployment.region],
  ['Gateway ID', (run) => run.deployment.gatewayId],
  ['Backend ID', (run) => run.request.backendId],
]);

/** Dimensions besides those that the page allows; it was 10 until 2025. */
const mostCustom = 5;

/**
 * `emit-metric`: a custom metric; here, for the harness's telemetry sink.
 * @see https://learn.microsoft.com/azure/api-management/emit-metric-policy
 */
export const emitMetric = definePolicy({
  name: 'emit-metric',
  sections: everySection,
  schema: {
    attributes: {
      name: required(text, { expressions: false }),
      namespace: defaulted(text, 'API Management', { expressions: false }),
      value: defaulted(decimal, '1'),
    },
    children: {
      // the page asks for one at least: a document without any loads all the same
      dimension: { occurs: '*', attributes: { name: required(text), value: optional(text) } },
    },
  },
  build: ({ attributes, children, site }, load) => {
    const custom = children.dimension.filter(({ attributes: { name } }) => !defaults.has(name.literal ?? ''));
    for (const { attributes: dimension, site: at } of custom) {
      const { name, value } = dimension;
      if (value || name.isExpression) continue;
      load.warn(at, `'${name.literal}' is none of the reference's default dimensions, and needs a value.`);
    }
    if (custom.length > mostCustom) {
      load.warn(site, `The reference allows ${mostCustom} custom dimensions, and there are ${custom.length}.`);
    }
    return async (run) => {
      const dimensions: Record<string, string> = {};
      for (const { attributes: dimension } of children.dimension) {
        const name = await dimension.name.get(run);
        dimensions[name] = (await dimension.value?.get(run)) ?? defaults.get(name)?.(run) ?? '';
      }
      run.services.telemetry.event('metric', {
        name: await attributes.name.get(run),
        namespace: await attributes.namespace.get(run),
        value: await attributes.value.get(run),
        dimensions,
      });
    };
  },
});
