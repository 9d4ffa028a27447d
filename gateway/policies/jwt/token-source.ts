/** Where validate-jwt and validate-azure-ad-token take the token from. */
import type { Run } from '../policy.ts';
import { optional, text, type Value } from '../schema.ts';
import { JwtFailure } from './jwt-failure.ts';

export const tokenSource = {
  'header-name': optional(text),
  'query-parameter-name': optional(text),
  'token-value': optional(text),
} as const;

interface SourceValues {
  readonly 'header-name': Value<string> | undefined;
  readonly 'query-parameter-name': Value<string> | undefined;
  readonly 'token-value': Value<string> | undefined;
}

/**
 * The token as it was presented.
 * @param scheme that the Authorization header has to have; ignored for other headers (validate-jwt, usage notes)
 * @throws JwtFailure TokenNotPresent
 */
export async function presentedToken(run: Run, source: SourceValues, scheme: string | undefined): Promise<string> {
  const absent = new JwtFailure('TokenNotPresent', 'JWT not present.');
  if (source['token-value']) {
    const token = (await source['token-value'].get(run)).trim();
    if (token === '') throw absent;
    return token;
  }
  if (source['query-parameter-name']) {
    const [token = ''] = run.request.originalUrl.query(await source['query-parameter-name'].get(run)) ?? [];
    if (token === '') throw absent;
    return token;
  }
  const header = (await source['header-name']?.get(run)) ?? 'Authorization';
  const value = run.request.headers.get(header)?.trim() ?? '';
  const space = value.indexOf(' ');
  const given = space < 0 ? undefined : value.slice(0, space);
  const token = space < 0 ? value : value.slice(space + 1).trim();
  if (scheme !== undefined && header.toLowerCase() === 'authorization') {
    if (given?.toLowerCase() !== scheme.toLowerCase()) throw absent;
  }
  if (token === '') throw absent;
  return token;
}
