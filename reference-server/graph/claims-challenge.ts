const longest = 8 * 1024;

/**
 * The claims of a `WWW-Authenticate` challenge with `error="insufficient_claims"`: the JSON text, or undefined when the
 * header holds none. The value is base64 with padding, which splitting at `=` would break.
 * Source: Microsoft identity platform, claims challenges.
 */
export function claimsOfChallenge(header: string | null): string | undefined {
  if (header === null || header.length > longest || !/\berror\s*=\s*"?insufficient_claims\b/i.test(header)) {
    return undefined;
  }
  const encoded = /\bclaims\s*=\s*"([A-Za-z0-9+/_=-]+)"/i.exec(header)?.[1];
  if (encoded === undefined) return undefined;
  const text = Buffer.from(encoded, 'base64').toString('utf8');
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? text : undefined;
  } catch {
    return undefined;
  }
}
