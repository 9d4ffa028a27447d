/** The `claims` parameter, OpenID Connect Core 5.5. Claims that Entra does not know are ignored without a word. */

/** What Entra reads of a claims parameter. */
export interface RequestedClaims {
  /** `xms_cc` values: what the client can handle. */
  readonly capabilities: readonly string[];
  /** `acrs` values asked for: authentication contexts. */
  readonly contexts: readonly string[];
  /** Ids of conditional-access policies from a claims challenge. */
  readonly policies: readonly string[];
  /** Seconds: tokens must be newer than this (continuous access evaluation). */
  readonly notBefore: number | undefined;
}

/** Of a request without a claims parameter. */
export const noClaims: RequestedClaims = { capabilities: [], contexts: [], policies: [], notBefore: undefined };

/** Longest claims parameter that is read. */
const longest = 16 * 1024;

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** `{value}` and `{values}` of one requested claim. */
function values(request: unknown): string[] {
  if (!isObject(request)) return [];
  const all = [request.value, ...(Array.isArray(request.values) ? request.values : [])];
  return all.filter((value): value is string => typeof value === 'string').slice(0, 50);
}

/** Reads a claims parameter; undefined when it is not a JSON object. */
export function parseClaims(text: string): RequestedClaims | undefined {
  if (text.length > longest) return undefined;
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!isObject(parsed)) return undefined;
  const access = isObject(parsed.access_token) ? parsed.access_token : {};
  const notBefore = Number(values(access.nbf)[0]);
  return {
    capabilities: values(access.xms_cc),
    contexts: values(access.acrs),
    policies: values(access.capolids),
    notBefore: Number.isFinite(notBefore) ? notBefore : undefined,
  };
}
