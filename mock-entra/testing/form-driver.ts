/** A browser without scripts for tests: keeps cookies, follows redirects on the mock's hosts, fills in forms. */

/** Where a browser is. */
export interface Page {
  readonly status: number;
  readonly url: string;
  readonly html: string;
  /** Address outside the mock that a redirect led to, or undefined. */
  readonly left: URL | undefined;
  readonly response: Response;
}

type Fetch = (request: Request) => Promise<Response>;

const entities: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
};
const unescapeHtml = (text: string): string =>
  text.replace(/&(amp|lt|gt|quot|#39);/g, (entity) => entities[entity] ?? '');

const attribute = (tag: string, name: string): string | undefined => {
  const match = new RegExp(`\\s${name}="([^"]*)"`).exec(tag);
  return match?.[1] === undefined ? undefined : unescapeHtml(match[1]);
};

/** Fields of the first form of a page. */
export function formOf(page: Page): { action: string; fields: Record<string, string> } {
  const form = /<form([^>]*)>([\s\S]*?)<\/form>/.exec(page.html);
  if (!form) throw new Error(`no form on ${page.url}`);
  const fields: Record<string, string> = {};
  for (const [tag] of (form[2] ?? '').matchAll(/<input[^>]*>/g)) {
    const name = attribute(tag, 'name');
    if (name !== undefined && attribute(tag, 'type') !== 'checkbox') fields[name] = attribute(tag, 'value') ?? '';
  }
  return { action: attribute(form[1] ?? '', 'action') ?? page.url, fields };
}

/** A person with a browser: keeps cookies, fills in forms, follows redirects. */
export class FormDriver {
  readonly #fetch: Fetch;
  readonly #origin: string;
  readonly cookies = new Map<string, string>();

  constructor(fetch: Fetch, origin: string) {
    this.#fetch = fetch;
    this.#origin = origin;
  }

  /** Opens an address and follows redirects as long as they stay on the mock. */
  async open(url: string, init: RequestInit = {}): Promise<Page> {
    const headers = new Headers(init.headers);
    if (this.cookies.size > 0) {
      headers.set('cookie', [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; '));
    }
    const response = await this.#fetch(new Request(url, { ...init, headers, redirect: 'manual' }));
    for (const cookie of response.headers.getSetCookie()) {
      const [pair = ''] = cookie.split(';');
      const equals = pair.indexOf('=');
      const [name, value] = [pair.slice(0, equals), pair.slice(equals + 1)];
      if (/max-age=0/i.test(cookie)) this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
    const location = response.headers.get('location');
    if (location !== null) {
      const target = new URL(location, url);
      if (target.origin === this.#origin) return this.open(target.href);
      return { status: response.status, url, html: '', left: target, response };
    }
    return { status: response.status, url, html: await response.clone().text(), left: undefined, response };
  }

  /** Submits the form of a page with some fields filled in. */
  submit(page: Page, values: Readonly<Record<string, string>>): Promise<Page> {
    const { action, fields } = formOf(page);
    return this.open(new URL(action, page.url).href, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', origin: this.#origin },
      body: new URLSearchParams({ ...fields, ...values }).toString(),
    });
  }
}
