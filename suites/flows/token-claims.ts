/** The claims of a JWT, unverified: what a token says of itself. Undefined for anything else. */
export function tokenClaims(token: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const claims: unknown = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
    return typeof claims === 'object' && claims !== null ? (claims as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

/** Microsoft Graph as an audience: its URI with or without a slash, or its application id. */
export const isForGraph = (token: string): boolean =>
  /^(https:\/\/graph\.microsoft\.com\/?|00000003-0000-0000-c000-000000000000)$/.test(
    String(tokenClaims(token)?.aud ?? ''),
  );
