/** Values of Terraform whose members are worked out when asked for. */
import { Lazy, Unknown, type Value } from '../../../bicep/value.ts';

/** Something with members that are worked out when asked for. */
export class Members extends Lazy {
  private readonly get: (name: string) => Value;
  constructor(get: (name: string) => Value) {
    super();
    this.get = get;
  }
  override member(name: string): Value {
    return this.get(name);
  }
}

/** What `for_each` or `count` makes of one block: members by key or number. */
export class Instances extends Lazy {
  private readonly known: ReadonlyMap<string | number, Value>;
  /** @param known by key of `for_each`, or number of `count` */
  constructor(known: ReadonlyMap<string | number, Value>) {
    super();
    this.known = known;
  }

  /** Keys and instances, in order. */
  get all(): [string | number, Value][] {
    return [...this.known];
  }

  item(key: string | number): Value | undefined {
    return this.known.get(key);
  }

  /** A member of the first instance: what is asked for without choosing one, in versions of Terraform that let that pass. */
  override member(name: string): Value {
    const chosen = this.known.get(name);
    if (chosen !== undefined) return chosen;
    const [first] = this.known.values();
    return first instanceof Lazy ? first.member(name) : new Unknown(name);
  }
}
