/** What a frame of the signed-out page loads. */

/**
 * An application's logout address with the session and its issuer (Front-Channel Logout 1.0, 2); undefined when no browser
 * could load it.
 */
export function logoutAddress(
  logoutUrl: string,
  told: { readonly sid: string; readonly iss: string },
): string | undefined {
  if (!URL.canParse(logoutUrl)) return undefined;
  const url = new URL(logoutUrl);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return undefined;
  url.searchParams.set('sid', told.sid);
  url.searchParams.set('iss', told.iss);
  return url.href;
}
