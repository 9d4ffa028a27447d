/** A value that one rule finds and later rules use. Reading it before is a mistake in the order of the table. */
export class Slot<Value> {
  readonly #name: string;
  #held: { readonly value: Value } | undefined;

  constructor(name: string) {
    this.#name = name;
  }

  get filled(): boolean {
    return this.#held !== undefined;
  }

  /** @throws Error when no rule has found it yet. */
  get value(): Value {
    if (!this.#held) throw new Error(`order of rules: '${this.#name}' is read before a rule has found it`);
    return this.#held.value;
  }

  set(value: Value): void {
    this.#held = { value };
  }
}
