/** Keys and issuers of OpenID configurations, with the documented refresh when a token names a key not seen yet. */
import type { Run } from '../policy.ts';
import type { OpenIdConfiguration } from '../services.ts';
import { publishedKey, type VerificationKey } from './verification-key.ts';

export interface OpenIdKeys {
  readonly issuers: readonly string[];
  readonly keys: readonly VerificationKey[];
}

async function load(run: Run, urls: readonly string[], unknownKid: boolean): Promise<OpenIdConfiguration[]> {
  const loaded: OpenIdConfiguration[] = [];
  for (const url of urls) {
    try {
      loaded.push(await run.services.openid.configuration(url, unknownKid, run.signal));
    } catch (error) {
      run.warn(`the OpenID configuration could not be loaded: ${error instanceof Error ? error.message : 'no answer'}`);
    }
  }
  return loaded;
}

const collect = (configurations: readonly OpenIdConfiguration[]): OpenIdKeys => ({
  issuers: configurations.map((each) => each.issuer),
  keys: configurations.flatMap((each) => each.keys.map(publishedKey).filter((key) => key !== undefined)),
});

/** Loads `urls`; a `kid` that is not among their keys makes them be asked again, as often as the rules allow. */
export async function openIdKeys(run: Run, urls: readonly string[], kid: string | undefined): Promise<OpenIdKeys> {
  const cached = collect(await load(run, urls, false));
  if (urls.length === 0 || kid === undefined || cached.keys.some((key) => key.kid === kid)) return cached;
  return collect(await load(run, urls, true));
}
