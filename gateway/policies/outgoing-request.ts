/** What send-request and send-one-way-request share: the request that their children build. */
import type { LoadContext, PolicyRequest, Run, Site, Step } from './policy.ts';
import { oneOf, required, text, type Value } from './schema.ts';

/** Policies that build the request; the reference names these. */
export const requestPolicies = [
  'set-method',
  'set-header',
  'set-body',
  'authentication-basic',
  'authentication-certificate',
  'authentication-token',
  'authentication-token-store',
  'authentication-managed-identity',
  'proxy',
] as const;

/** `mode`: an empty request, or a copy of the current one. */
export const requestMode = oneOf('new', 'copy');
/** The child that names the address. */
export const setUrl = { 'set-url': { occurs: '?', text: required(text) } } as const;

/** What a new request has to be given, and a copy need not be. */
export function checkNewRequest(
  mode: Value<'new' | 'copy'>,
  url: unknown,
  steps: readonly Step[],
  site: Site,
  load: LoadContext,
): void {
  if (mode.literal !== 'new') return;
  if (!url) load.error(site, "'set-url' is required when mode is new");
  if (!steps.some(({ policy }) => policy === 'set-method')) {
    load.warn(site, "The reference requires 'set-method' when mode is new. Without it the method is GET.");
  }
}

/** Builds the request. Fails the run when no URL is given, or none that can be called. */
export async function outgoingRequest(
  run: Run,
  mode: 'new' | 'copy',
  url: Value<string> | undefined,
  steps: readonly Step[],
): Promise<PolicyRequest> {
  // in outbound, copy does not initialize the request body (reference page, mode)
  const withBody = run.section === 'inbound' || run.section === 'backend';
  const request = await run.newRequest(mode === 'copy' ? run.request : undefined, withBody);
  if (url) {
    const written = (await url.get(run)).trim();
    const parsed = run.parseUrl(written);
    if (!parsed) {
      return run.fail({
        reason: 'ExpressionValueEvaluationFailure',
        message: `The URL of the request is not valid: '${written}'.`,
        status: 500,
      });
    }
    request.url = parsed;
    if (mode === 'copy') request.headers.delete('host');
  }
  await run.targeting(request).perform(steps);
  return request;
}
