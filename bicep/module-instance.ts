import { isObject, Lazy, Unknown, type Value } from './value.ts';

/** What a module's file can be asked for. */
export interface ModuleFile {
  output(name: string): Value;
  deploy(): void;
}

/** What another file offers to those that import it. */
export class ImportedFile extends Lazy {
  private readonly symbol: (name: string) => Value;
  constructor(symbol: (name: string) => Value) {
    super();
    this.symbol = symbol;
  }
  override member(name: string): Value {
    return this.symbol(name);
  }
}

/** A module as expressions see it. */
export class ModuleInstance extends Lazy {
  readonly scope: ModuleFile | undefined;
  private readonly value: Value;
  private readonly outputs: Lazy;

  /** @param outputs those of a module whose file is not here */
  constructor(scope: ModuleFile | undefined, value: Value, outputs: Lazy = new ModuleOutputs(scope)) {
    super();
    this.scope = scope;
    this.value = value;
    this.outputs = outputs;
  }

  override member(name: string): Value {
    const { value } = this;
    if (name === 'outputs') return this.outputs;
    if (value !== null && isObject(value) && Object.hasOwn(value, name)) return value[name] ?? null;
    return new Unknown(name);
  }
}

class ModuleOutputs extends Lazy {
  private readonly scope: ModuleFile | undefined;
  constructor(scope: ModuleFile | undefined) {
    super();
    this.scope = scope;
  }
  override member(name: string): Value {
    return this.scope?.output(name) ?? new Unknown(`outputs.${name}`);
  }
}
