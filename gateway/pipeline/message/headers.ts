/**
 * HTTP header fields in wire order, with the case and the duplicates they came with. Names compare case-insensitively
 * (RFC 9110, 5.1). Every field remembers which policy step set it last, so that an answer can be traced to a line.
 */

/** Index of a trace step, or undefined for what came from outside (the client, the backend). */
export type StepIndex = number | undefined;

interface Field {
  name: string;
  readonly lower: string;
  readonly value: string;
}

/** Characters that may not stand in a field value: they would let a value end its line (RFC 9110, 5.5). */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are exactly what is looked for
const forbidden = /[\u0000\r\n]/;
const token = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;

/** A header name or value that can't be sent. */
export class InvalidHeaderError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'InvalidHeaderError';
  }
}

/** Header fields with their case, order and duplicates; names are found without case. */
export class Headers {
  #fields: Field[];
  #setBy: Map<string, StepIndex> | undefined;

  private constructor(fields: Field[]) {
    this.#fields = fields;
  }

  static empty(): Headers {
    return new Headers([]);
  }

  /** From alternating names and values, as node's `rawHeaders` has them. */
  static fromRaw(raw: readonly string[]): Headers {
    const fields: Field[] = [];
    for (let index = 0; index + 1 < raw.length; index += 2) {
      const name = raw[index] ?? '';
      fields.push({ name, lower: name.toLowerCase(), value: raw[index + 1] ?? '' });
    }
    return new Headers(fields);
  }

  clone(): Headers {
    return new Headers([...this.#fields]);
  }

  /** Alternating names and values in wire order. */
  toRaw(): string[] {
    const raw: string[] = [];
    for (const field of this.#fields) raw.push(field.name, field.value);
    return raw;
  }

  /** Each distinct name once, as first spelled. */
  names(): string[] {
    const seen = new Map<string, string>();
    for (const field of this.#fields) if (!seen.has(field.lower)) seen.set(field.lower, field.name);
    return [...seen.values()];
  }

  has(name: string): boolean {
    const lower = name.toLowerCase();
    return this.#fields.some((field) => field.lower === lower);
  }

  /** The values of `name`, one per line of the message; undefined when it is absent. */
  values(name: string): string[] | undefined {
    const lower = name.toLowerCase();
    const found: string[] = [];
    for (const field of this.#fields) if (field.lower === lower) found.push(field.value);
    return found.length > 0 ? found : undefined;
  }

  /** The values joined with `,`; undefined when absent. */
  get(name: string): string | undefined {
    return this.values(name)?.join(',');
  }

  /** Replaces every line of `name`, keeping the place of the first. @throws InvalidHeaderError */
  set(name: string, values: readonly string[], by?: StepIndex): void {
    check(name, values);
    const lower = name.toLowerCase();
    const lines = values.map((value) => ({ name, lower, value }));
    const at = this.#fields.findIndex((field) => field.lower === lower);
    const others = this.#fields.filter((field) => field.lower !== lower);
    if (at < 0) others.push(...lines);
    else others.splice(at, 0, ...lines);
    this.#fields = others;
    this.#mark(lower, by);
  }

  /** Adds lines at the end. @throws InvalidHeaderError */
  append(name: string, values: readonly string[], by?: StepIndex): void {
    check(name, values);
    const lower = name.toLowerCase();
    for (const value of values) this.#fields.push({ name, lower, value });
    this.#mark(lower, by);
  }

  delete(name: string, by?: StepIndex): void {
    const lower = name.toLowerCase();
    if (this.has(lower)) this.#fields = this.#fields.filter((field) => field.lower !== lower);
    this.#mark(lower, by);
  }

  /** The step that last set or deleted `name`. */
  setBy(name: string): StepIndex {
    return this.#setBy?.get(name.toLowerCase());
  }

  /** Every name that a step set or deleted, lower case, with the step that did so last. */
  origins(): Iterable<readonly [string, StepIndex]> {
    return this.#setBy ?? [];
  }

  #mark(lower: string, by: StepIndex): void {
    this.#setBy ??= new Map();
    this.#setBy.set(lower, by);
  }
}

function check(name: string, values: readonly string[]): void {
  if (!token.test(name)) throw new InvalidHeaderError(`The header name '${name}' is not valid.`);
  if (values.some((value) => forbidden.test(value))) {
    throw new InvalidHeaderError(`The value of header '${name}' holds a line break, which HTTP does not allow.`);
  }
}
