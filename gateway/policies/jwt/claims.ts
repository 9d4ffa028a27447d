/** A token's claims as the gateway shows them: every value a string, arrays flattened (IdentityModel's Claims). */
export type Claims = ReadonlyMap<string, readonly string[]>;

/** One claim value as text: objects as JSON, booleans in lower case. */
function claimText(value: unknown): string {
  if (typeof value === 'string') return value;
  return JSON.stringify(value);
}

/** The claims of a decoded payload. Claims whose value is null are left out. */
export function claimsOf(payload: Readonly<Record<string, unknown>>): Claims {
  const claims = new Map<string, readonly string[]>();
  for (const [name, value] of Object.entries(payload)) {
    if (value === null || value === undefined) continue;
    claims.set(name, Array.isArray(value) ? value.map(claimText) : [claimText(value)]);
  }
  return claims;
}
