/** A form of another site may not act on the sign-in pages, whatever cookies the browser adds to it. */

/** Whether a request says that it comes from another origin than it goes to. @param login origin of the login host */
export function foreignOrigin(request: Request, login: string): boolean {
  const origin = request.headers.get('origin');
  if (origin === null || origin === 'null') return false;
  const { host } = new URL(request.url);
  return URL.canParse(origin) ? new URL(origin).host !== host && origin !== login : true;
}
