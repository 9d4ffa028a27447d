import { definePolicy, everySection } from './policy.ts';
import { decimal, defaulted, optional, required, text } from './schema.ts';

/** Dimensions whose value is known without being written (emit-metric page, default dimension names). */
const defaults: Readonly<
  Record<
    string,
    (run: {
      apiId: string | undefined;
      operationId: string | undefined;
      productId: string | undefined;
      subscriptionId: string | undefined;
    }) => string
  >
> = {
  'API ID': (run) => run.apiId ?? '',
  'Operation ID': (run) => run.operationId ?? '',
  'Product ID': (run) => run.productId ?? '',
  'Subscription ID': (run) => run.subscriptionId ?? '',
};

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
      namespace: optional(text, { expressions: false }),
      value: defaulted(decimal, '1'),
    },
    children: {
      // the page asks for one at least: a document without any loads all the same
      dimension: { occurs: '*', attributes: { name: required(text, { expressions: false }), value: optional(text) } },
    },
  },
  build: ({ attributes, children }) => {
    return async (run) => {
      const dimensions: Record<string, string> = {};
      for (const { attributes: dimension } of children.dimension) {
        const name = await dimension.name.get(run);
        dimensions[name] = (await dimension.value?.get(run)) ?? defaults[name]?.(run) ?? '';
      }
      run.services.telemetry.event('metric', {
        name: await attributes.name.get(run),
        namespace: await attributes.namespace?.get(run),
        value: await attributes.value.get(run),
        dimensions,
      });
    };
  },
});
