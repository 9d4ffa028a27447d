/** Keeps secrets out of traces: known values anywhere, token shapes, and what variables of telling names hold. */

const tokenShape = /\beyJ[A-Za-z0-9_-]{5,}\.[A-Za-z0-9_-]{2,}(?:\.[A-Za-z0-9_-]*){1,3}/g;
const telling =
  /token|secret|passw|credential|assertion|authorization|cookie|session|bearer|\bkey|[-_]key|key$|code|verifier|signature/i;
/** Shorter values would mask ordinary words. */
const shortest = 8;
/** Known secrets held at once; the oldest are forgotten first. */
const capacity = 10_000;
const shown = 200;

export class Masker {
  readonly #known = new Set<string>();

  /** Masks `value` from now on. */
  add(value: string): void {
    if (value.length < shortest) return;
    this.#known.delete(value);
    this.#known.add(value);
    if (this.#known.size > capacity) {
      for (const oldest of this.#known) {
        this.#known.delete(oldest);
        break;
      }
    }
  }

  /** `text` with everything secret replaced, shortened to what a trace shows. */
  mask(text: string): string {
    let masked = text.length > 64 * 1024 ? text.slice(0, 64 * 1024) : text;
    for (const secret of this.#known) {
      if (masked.includes(secret)) masked = masked.replaceAll(secret, '***');
    }
    masked = masked.replace(tokenShape, '*** (JWT)');
    return masked.length > shown ? `${masked.slice(0, shown)}… (${text.length} characters)` : masked;
  }

  /** A variable's value as the trace shows it. */
  variable(name: string, text: string): string {
    if (telling.test(name) && text.length >= shortest) return `*** (${text.length} characters)`;
    return this.mask(text);
  }
}
