/** Request parameters as they were sent: nothing guessed, nothing lost. */
export interface Parameters {
  /** The first value of a name. */
  get(name: string): string | undefined;
  /** Names in order of appearance. */
  readonly names: readonly string[];
  /** The first name that was sent twice. */
  readonly duplicated: string | undefined;
  /** True when something could not be decoded, or was too long to be read. */
  readonly malformed: boolean;
}

/** Longest query string and form body that are read. */
export const longestQuery = 32 * 1024;
const longestBody = 256 * 1024;
/** Most parameters that are read. */
const mostParameters = 500;

/** V8 copies shorter pieces of a text anyway; longer ones keep the whole text alive. */
const longestCopied = 12;

/** A text of its own: what is remembered of a request must not keep all of its body, with the secrets in it. */
const detached = (text: string): string => (text.length > longestCopied ? Buffer.from(text).toString() : text);

const decode = (text: string): string =>
  /[%+]/.test(text) ? decodeURIComponent(text.replaceAll('+', ' ')) : detached(text);

/** Reads `application/x-www-form-urlencoded` text strictly: bad percent-encoding and bad UTF-8 make it malformed. */
export function parseParameters(text: string): Parameters {
  const values = new Map<string, string>();
  let duplicated: string | undefined;
  let malformed = false;
  let count = 0;
  for (const pair of text.split('&')) {
    if (pair === '') continue;
    if (++count > mostParameters) {
      malformed = true;
      break;
    }
    const equals = pair.indexOf('=');
    try {
      const name = decode(equals < 0 ? pair : pair.slice(0, equals));
      const value = equals < 0 ? '' : decode(pair.slice(equals + 1));
      if (name.includes('\0') || value.includes('\0')) malformed = true;
      if (values.has(name)) duplicated ??= name;
      else values.set(name, value);
    } catch {
      malformed = true;
    }
  }
  return { get: (name) => values.get(name), names: [...values.keys()], duplicated, malformed };
}

/** No parameters, because they could not be read. */
export const unreadable: Parameters = { get: () => undefined, names: [], duplicated: undefined, malformed: true };

/** Reads a body up to a limit; undefined beyond it, and for bytes that are not UTF-8. */
export async function readBody(request: Request, limit = longestBody): Promise<string | undefined> {
  const declared = request.headers.get('content-length');
  if (Number(declared ?? 0) > limit) return undefined;
  if (declared !== null) {
    // the HTTP parser holds the body to its declared length, so it can be read in one go, which is much quicker
    const text = await request.text();
    return text.includes('\ufffd') ? undefined : text;
  }
  const reader = request.body?.getReader();
  if (!reader) return '';
  const chunks: Uint8Array[] = [];
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    length += value.byteLength;
    if (length > limit) {
      await reader.cancel();
      return undefined;
    }
    chunks.push(value);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Buffer.concat(chunks));
  } catch {
    return undefined;
  }
}

/** Parameters of a form body; a body of another type has none, as at Entra. */
export async function formParameters(request: Request): Promise<Parameters> {
  const type = request.headers.get('content-type') ?? '';
  const text = await readBody(request);
  if (text === undefined) return unreadable;
  return parseParameters(/^application\/x-www-form-urlencoded\s*(;|$)/i.test(type) || type === '' ? text : '');
}
