/** The consent page, answered by hand: what its form holds, and what the browser's cookies would be. */
import { ensure } from '../check.ts';
import { type Deployment, type Exchange, headerValues } from '../deployment.ts';

/** A consent page as it was answered to one browser. */
export interface ConsentPage {
  readonly exchange: Exchange;
  /** Where the form goes. */
  readonly action: string;
  /** Its hidden fields. */
  readonly fields: Readonly<Record<string, string>>;
  /** Value of the `Cookie` header that the browser sends along. */
  readonly cookie: string;
}

const entities: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  '#39': "'",
  '#43': '+',
  '#x2B': '+',
};
const decoded = (text: string): string =>
  text.replace(/&([a-z]+|#\w+);/gi, (whole, name: string) => entities[name] ?? whole);

/** Attributes of a start tag. */
function attributes(tag: string): Record<string, string> {
  const found: Record<string, string> = {};
  for (const [, name = '', value = ''] of tag.matchAll(/([a-z-]+)\s*=\s*"([^"]*)"/gi))
    found[name.toLowerCase()] = decoded(value);
  return found;
}

/** `name=value` pairs that an answer sets. */
function cookiesOf(exchange: Exchange): string {
  return headerValues(exchange, 'set-cookie')
    .map((line) => line.split(';')[0] ?? '')
    .join('; ');
}

/** Reads the form of a page. @throws CheckFailure when it has none that is posted */
function consentPage(exchange: Exchange): ConsentPage {
  const form = [...exchange.body.matchAll(/<form\b[^>]*>/gi)].map(([tag]) => attributes(tag))[0];
  ensure(
    exchange.status === 200 && form?.method?.toLowerCase() === 'post',
    'the authorization endpoint shows no consent form',
    {
      exchange,
    },
  );
  const fields: Record<string, string> = {};
  for (const [tag] of exchange.body.matchAll(/<input\b[^>]*>/gi)) {
    const { type, name, value = '' } = attributes(tag);
    if (type === 'hidden' && name !== undefined) fields[name] = value;
  }
  const action = new URL(form?.action ?? '', exchange.url).href;
  return { exchange, action, fields, cookie: cookiesOf(exchange) };
}

/** Opens the consent page of an authorization request in a browser of its own. */
export async function openConsent(deployment: Deployment, url: string, cookie?: string): Promise<ConsentPage> {
  return consentPage(await deployment.http({ url, ...(cookie !== undefined && { headers: { cookie } }) }));
}

/** Allows it. @param changes what to send instead of what the page and the browser hold; undefined leaves a field out */
export function allow(
  deployment: Deployment,
  page: ConsentPage,
  changes: { readonly cookie?: string; readonly fields?: Readonly<Record<string, string | undefined>> } = {},
): Promise<Exchange> {
  const body = new URLSearchParams();
  for (const [name, value] of Object.entries({ ...page.fields, decision: 'approve', ...changes.fields })) {
    if (value !== undefined) body.set(name, value);
  }
  const cookie = changes.cookie ?? page.cookie;
  return deployment.http({
    method: 'POST',
    url: page.action,
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      origin: new URL(page.action).origin,
      ...(cookie !== '' && { cookie }),
    },
    body: body.toString(),
  });
}

/** The redirect of an answer that leads to another origin than `url` does; undefined when there is none. */
export function leaves(exchange: Exchange): URL | undefined {
  const [location] = headerValues(exchange, 'location');
  if (location === undefined || exchange.status < 300 || exchange.status > 399) return undefined;
  const target = new URL(location, exchange.url);
  return target.origin === new URL(exchange.url).origin ? undefined : target;
}
