import { definePolicy, type Run } from './policy.ts';
import { optional, text } from './schema.ts';
import { withValues } from './with-values.ts';

/**
 * `set-backend-service`: another base URL for the request, written or from a backend entity. An entity that a policy of
 * another scope chose is left for another entity only, not for a base URL (reference page, usage notes).
 * @see https://learn.microsoft.com/azure/api-management/set-backend-service-policy
 */
export const setBackendService = definePolicy({
  name: 'set-backend-service',
  sections: ['inbound', 'backend'],
  schema: {
    attributes: {
      'base-url': optional(text),
      'backend-id': optional(text),
      'sf-resolve-condition': optional(text),
      'sf-service-instance-name': optional(text),
      'sf-partition-key': optional(text),
      'sf-listener-name': optional(text),
      'sf-replica-type': optional(text),
      'dapr-app-id': optional(text),
      'dapr-method': optional(text),
      'dapr-namespace': optional(text),
    },
  },
  build: ({ attributes, site }, load) => {
    const fabric = Object.entries(attributes).some(([name, value]) => name.startsWith('sf-') && value !== undefined);
    const { 'base-url': baseUrl, 'backend-id': backendId, 'dapr-app-id': dapr } = attributes;
    if (!baseUrl && !backendId && !dapr) load.error(site, "one of 'base-url' and 'backend-id' is required");
    const known = backendId?.literal;
    if (known !== undefined && !load.backendIds.has(known))
      load.error(site, `Backend with id '${known}' could not be found.`);
    return (run) => withValues(run, [backendId, backendId ? undefined : baseUrl], (id, base) => direct(run, id, base));

    function direct(run: Run, id: string | undefined, base: string | undefined): undefined {
      if (id !== undefined) {
        const url = run.services.backends.get(id)?.url;
        if (url === undefined) {
          return run.fail({
            reason: 'BackendNotFound',
            message: `Backend with id '${id}' could not be found, or has no URL.`,
            status: 500,
            publicMessage: 'Internal server error',
          });
        }
        run.shared.set('set-backend-service', run.scope);
        if (fabric) run.notEmulated('set-backend-service for Service Fabric');
        run.request.setBackend(url, id);
        return undefined;
      }
      if (base === undefined) {
        run.warn('Dapr is not emulated: the request goes where it would go without this');
        run.notEmulated('set-backend-service for Dapr');
        return undefined;
      }
      const url = base.trim();
      if (!run.parseUrl(url)) {
        return run.fail({
          reason: 'ExpressionValueEvaluationFailure',
          message: `The base URL is not valid: '${url}'.`,
          status: 500,
          publicMessage: 'Internal server error',
        });
      }
      const { backendId: entity } = run.request;
      const chosenIn = run.shared.get('set-backend-service');
      if (entity !== undefined && chosenIn !== undefined && chosenIn !== run.scope) {
        run.warn(`the backend '${entity}' that the ${chosenIn} policy chose stays: only 'backend-id' overrides it`);
        return undefined;
      }
      run.request.setBackend(url);
      return undefined;
    }
  },
});
