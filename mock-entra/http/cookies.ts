/** Cookies of the sign-in pages. Names are Entra's; all are Secure, HttpOnly and SameSite=None, as there. */

/** The cookie of a browser's session, by Entra's name. */
export const sessionCookie = 'ESTSAUTH';
/** The cookie that ties a form to the browser that it was shown in, by Entra's name. */
export const bindingCookie = 'esctx';

/** One cookie of a request. */
export function readCookie(request: Request, name: string): string | undefined {
  for (const part of (request.headers.get('cookie') ?? '').split(';')) {
    const equals = part.indexOf('=');
    if (equals > 0 && part.slice(0, equals).trim() === name) return part.slice(equals + 1).trim();
  }
  return undefined;
}

/** A Set-Cookie value. */
export const setCookie = (name: string, value: string): string =>
  `${name}=${value}; Path=/; Secure; HttpOnly; SameSite=None`;

/** A Set-Cookie value that removes a cookie. */
export const clearCookie = (name: string): string => `${setCookie(name, '')}; Max-Age=0`;
