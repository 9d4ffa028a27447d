import { isObject, Lazy, Unknown, type Value } from './value.ts';

/** What a module's file can be asked for. */
export interface ModuleFile {
  output(name: string): Value;
  deploy(): void;
}

/** A module as expressions see it. */
export class ModuleInstance extends Lazy {
  readonly scope: ModuleFile | undefined;
  private readonly value: Value;

  constructor(scope: ModuleFile | undefined, value: Value) {
    super();
    this.scope = scope;
    this.value = value;
  }

  override member(name: string): Value {
    const { scope, value } = this;
    if (name === 'outputs') return new ModuleOutputs(scope);
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
