/** HTTP Basic client authentication, RFC 6749 2.3.1: both halves form-urlencoded before base64. */

/** What Basic authentication carries: id and secret, decoded (RFC 6749 2.3.1). */
export interface BasicCredentials {
  readonly clientId: string;
  readonly secret: string;
}

/** Credentials of an Authorization header; undefined when it is not Basic or can't be read. */
export function basicCredentials(authorization: string | null): BasicCredentials | undefined {
  const match = /^basic +([A-Za-z0-9+/=_-]{1,8192})$/i.exec(authorization ?? '');
  if (!match?.[1]) return undefined;
  const text = Buffer.from(match[1], 'base64').toString('utf8');
  const colon = text.indexOf(':');
  if (colon < 0) return undefined;
  try {
    const decode = (part: string): string => decodeURIComponent(part.replaceAll('+', ' '));
    return { clientId: decode(text.slice(0, colon)), secret: decode(text.slice(colon + 1)) };
  } catch {
    return undefined;
  }
}
