/**
 * Keeps secrets out of traces: known values anywhere, members and parameters of telling names, and long opaque runs,
 * which is what codes, keys and session identifiers look like.
 */

import { secretPattern } from './secret-pattern.ts';

const telling =
  /token|secret|passw|credential|assertion|authorization|cookie|session|bearer|\bkey|[-_]key|key$|code|verifier|signature|nonce|csrf|^sid$|^sig$|^state$/i;
const guid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

const tokenShape = /\beyJ[A-Za-z0-9_-]{5,}\.[A-Za-z0-9_-]*(?:\.[A-Za-z0-9_-]*){1,3}/g;
const jsonMember = /("([^"\\]{1,64})"\s*:\s*")((?:[^"\\]|\\.)*)(?=")/g;
const parameter = /(^|[?&;,\s"'])([\w.%-]{1,64})=([^&\s;,"']+)/g;
const opaque = /[A-Za-z0-9_-]{32,}/g;
const shortestOpaque = 32;
const base64 = /[A-Za-z0-9+/]{40,}={1,2}/g;

/** Shorter values would mask ordinary words. */
const shortest = 8;
/** Known secrets held at once; the oldest are forgotten first. */
const capacity = 10_000;
/** Characters of a text that a trace shows, and that are looked at. */
const shown = 200;
const searched = 16 * 1024;
/** Texts whose masked form is kept, and how long one may be. */
const remembered = 500;
const memorable = 2048;

const isTelling = (name: string): boolean => telling.test(name);

export class Masker {
  readonly #known = new Set<string>();
  /** What is kept secret by its owner's word: never forgotten, and found encoded too. */
  readonly #secrets = new Map<string, RegExp>();
  readonly #masked = new Map<string, string>();

  /** Masks `value` from now on. */
  add(value: string): void {
    if (value.length < shortest) return;
    // what is known already changes nothing that was masked; it only becomes the youngest
    if (!this.#known.delete(value)) this.#masked.clear();
    this.#known.add(value);
    if (this.#known.size <= capacity) return;
    for (const oldest of this.#known) {
      this.#known.delete(oldest);
      break;
    }
  }

  /** Masks `value` from now on, whatever its length, and however a policy may have encoded it. */
  addSecret(value: string): void {
    if (value.trim() === '' || this.#secrets.has(value)) return;
    this.#secrets.set(value, secretPattern(value));
    // the longest first: another may be a part of it
    const longestFirst = [...this.#secrets].sort(([a], [b]) => b.length - a.length);
    this.#secrets.clear();
    for (const [secret, pattern] of longestFirst) this.#secrets.set(secret, pattern);
    this.#masked.clear();
  }

  /** `text` with known secrets replaced, and nothing else. */
  known(text: string): string {
    let masked = text;
    for (const pattern of this.#secrets.values()) masked = masked.replace(pattern, '***');
    for (const secret of this.#known) {
      if (secret.length <= masked.length && masked.includes(secret)) masked = masked.replaceAll(secret, '***');
    }
    return masked;
  }

  /** `text` with everything secret replaced, shortened to what a trace shows. */
  mask(text: string): string {
    if (text.length > memorable) return this.#mask(text);
    // policies say the same things with every request
    const before = this.#masked.get(text);
    if (before !== undefined) return before;
    const masked = this.#mask(text);
    if (this.#masked.size >= remembered) this.#masked.clear();
    this.#masked.set(text, masked);
    return masked;
  }

  #mask(text: string): string {
    // most texts are short and plain: each pattern is tried only where it could match
    let masked = this.known(text.length > searched ? text.slice(0, searched) : text);
    if (masked.includes('eyJ')) masked = masked.replace(tokenShape, '***');
    if (masked.includes('"')) {
      masked = masked.replace(jsonMember, (whole, start: string, name: string, value: string) =>
        isTelling(name) && value !== '' ? `${start}***` : whole,
      );
    }
    if (masked.includes('=')) {
      masked = masked
        .replace(parameter, (whole, before: string, name: string) => (isTelling(name) ? `${before}${name}=***` : whole))
        .replace(base64, '***');
    }
    if (masked.length >= shortestOpaque) {
      masked = masked.replace(opaque, (run) => (/\d/.test(run) && !guid.test(run) ? '***' : run));
    }
    return masked.length > shown ? `${masked.slice(0, shown)}… (${text.length} characters)` : masked;
  }

  /** A variable's value as the trace shows it. */
  variable(name: string, text: string): string {
    if (isTelling(name) && text.length >= shortest) return `*** (${text.length} characters)`;
    return this.mask(text);
  }
}
