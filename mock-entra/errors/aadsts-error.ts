/** A failure that Entra reports with an AADSTS number. Rules throw it; endpoints turn it into JSON, a page or a redirect. */
import type { ErrorReplacement } from '../switches.ts';
import type { AadstsEntry } from './entry.ts';
import { type AadstsCode, entryOf, type Registry } from './registry.ts';

type Placeholders<Text extends string> = Text extends `${string}{${infer Name}}${infer Rest}`
  ? Name | Placeholders<Rest>
  : never;
/** What has to be filled into the text of a number. */
export type AadstsValues<Code extends AadstsCode> = { readonly [Name in Placeholders<Registry[Code]['text']>]: string };

/** What one error says besides, or otherwise than, its row. */
export interface AadstsOptions {
  /** The `claims` member: a JSON string the client must send back to authorize. */
  readonly claims?: string;
  /** Replaces the row's suberror. */
  readonly suberror?: string;
  /** Replaces the row's error name. */
  readonly error?: string;
  /** Replaces the row's status. */
  readonly status?: number;
  /** Seconds for `Retry-After`. */
  readonly retryAfter?: number;
}

/** Longest caller-supplied value that is echoed in a text; the rest is cut, so that answers stay small. */
const longestEcho = 300;

function fill(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = values[name];
    if (value === undefined) return whole;
    // control characters would split the one-line description
    const plain = value.replace(/\p{Cc}/gu, ' ');
    return plain.length > longestEcho ? `${plain.slice(0, longestEcho)}…` : plain;
  });
}

/** An error as Entra tells it: AADSTS number, OAuth error, status. */
export class AadstsError extends Error {
  readonly code: number;
  readonly entry: AadstsEntry;
  /** The sentence after the number. */
  readonly text: string;
  readonly options: AadstsOptions;
  readonly #values: Readonly<Record<string, string>>;

  constructor(code: number, entry: AadstsEntry, values: Readonly<Record<string, string>>, options: AadstsOptions = {}) {
    const text = fill(entry.text, values);
    super(`AADSTS${code}: ${text}`);
    this.name = 'AadstsError';
    this.code = code;
    this.entry = entry;
    this.text = text;
    this.options = options;
    this.#values = values;
  }

  /** OAuth error name for an endpoint version. */
  errorName(version: 1 | 2): string {
    return this.options.error ?? (version === 1 ? (this.entry.v1Error ?? this.entry.error) : this.entry.error);
  }

  /** The same error under another OAuth name. */
  renamed(error: string): AadstsError {
    return new AadstsError(this.code, this.entry, this.#values, { ...this.options, error });
  }

  /** The same error as a switch wants it; what was asked of this one error still comes first. */
  switched(replacements: Readonly<Record<number, ErrorReplacement>>): AadstsError {
    const replacement = replacements[this.code];
    if (!replacement) return this;
    const { code = this.code, authorize: shown, ...row } = replacement;
    const { v1Error, authorize, ...entry } = this.entry;
    const v1 = v1Error !== undefined && replacement.error === undefined && { v1Error };
    const where = (shown ?? authorize) === 'page' && { authorize: 'page' as const };
    return new AadstsError(code, { ...entry, ...v1, ...where, ...row }, this.#values, this.options);
  }

  /** The same error, which only the person is to see. */
  onPage(): AadstsError {
    return new AadstsError(this.code, { ...this.entry, authorize: 'page' }, this.#values, this.options);
  }

  get suberror(): string | undefined {
    return this.options.suberror ?? this.entry.suberror;
  }

  /** HTTP status at a JSON endpoint: 401 for failed client authentication (RFC 6749 5.2), else 400, unless the row says. */
  get status(): number {
    return this.options.status ?? this.entry.status ?? (this.entry.error === 'invalid_client' ? 401 : 400);
  }
}

/**
 * The error of a registered number.
 *
 * @param values what the number's text needs; checked at compile time.
 */
export function aadsts<Code extends AadstsCode>(
  code: Code,
  ...[values, options]: keyof AadstsValues<Code> extends never
    ? [values?: Record<string, never>, options?: AadstsOptions]
    : [values: AadstsValues<Code>, options?: AadstsOptions]
): AadstsError {
  const entry = entryOf(code);
  if (!entry) throw new RangeError(`AADSTS${code} is not in the registry`);
  return new AadstsError(code, entry, (values ?? {}) as Readonly<Record<string, string>>, options);
}

/**
 * The error of any number, for fault injection. Numbers the registry lacks get a neutral text.
 *
 * @param values fills placeholders; those not given stay visible as `{name}`.
 */
export function anyAadsts(
  code: number,
  values: Readonly<Record<string, string>> = {},
  options: AadstsOptions & { readonly text?: string } = {},
): AadstsError {
  const known = entryOf(code);
  const entry: AadstsEntry = known ?? {
    error: 'invalid_request',
    text: 'The request could not be completed.',
    lookup: false,
  };
  return new AadstsError(code, options.text ? { ...entry, text: options.text } : entry, values, options);
}
