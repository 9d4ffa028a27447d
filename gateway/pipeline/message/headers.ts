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

  /** Of a request nobody asks who deleted what was not there; of a response the trace tells. */
  readonly #tracesDeletions: boolean;

  private constructor(fields: Field[], tracesDeletions = true) {
    this.#fields = fields;
    this.#tracesDeletions = tracesDeletions;
  }

  static empty(): Headers {
    return new Headers([]);
  }

  /** From alternating names and values, as node's `rawHeaders` has them. */
  static fromRaw(raw: readonly string[], of: 'request' | 'response' = 'response'): Headers {
    const fields: Field[] = [];
    for (let index = 0; index + 1 < raw.length; index += 2) {
      const name = raw[index] ?? '';
      fields.push({ name, lower: name.toLowerCase(), value: raw[index + 1] ?? '' });
    }
    return new Headers(fields, of === 'response');
  }

  clone(): Headers {
    return new Headers([...this.#fields], this.#tracesDeletions);
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
    return this.#indexOf(name.toLowerCase()) >= 0;
  }

  #indexOf(lower: string): number {
    const fields = this.#fields;
    for (let index = 0; index < fields.length; index++) if (fields[index]?.lower === lower) return index;
    return -1;
  }

  /** The values of `name`, one per line of the message; undefined when it is absent. */
  values(name: string): string[] | undefined {
    const lower = name.toLowerCase();
    const fields = this.#fields;
    let found: string[] | undefined;
    for (let index = this.#indexOf(lower); index >= 0 && index < fields.length; index++) {
      const field = fields[index];
      if (field?.lower !== lower) continue;
      if (found) found.push(field.value);
      else found = [field.value];
    }
    return found;
  }

  /** The values joined with `,`; undefined when absent. */
  get(name: string): string | undefined {
    const values = this.values(name);
    return values && (values.length === 1 ? values[0] : values.join(','));
  }

  /** Replaces every line of `name`, keeping the place of the first. @throws InvalidHeaderError */
  set(name: string, values: readonly string[], by?: StepIndex): void {
    check(name, values);
    const lower = name.toLowerCase();
    const at = this.#indexOf(lower);
    if (at < 0) {
      for (const value of values) this.#fields.push({ name, lower, value });
    } else {
      const lines = values.map((value) => ({ name, lower, value }));
      const others = this.#fields.filter((field) => field.lower !== lower);
      others.splice(at, 0, ...lines);
      this.#fields = others;
    }
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
    if (this.#indexOf(lower) >= 0) this.#fields = this.#fields.filter((field) => field.lower !== lower);
    else if (!this.#tracesDeletions && !this.#setBy?.has(lower)) return;
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
