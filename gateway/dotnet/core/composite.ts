import { NetObject } from './values.ts';

/**
 * An immutable object made of others: a tuple, an anonymous object. Printing, comparing and hashing it visit every part,
 * and a part that stands in two places is visited twice, so that sixty objects can take a lifetime.
 */
export abstract class Composite extends NetObject {
  /** Objects that a visit of all parts meets, itself included. */
  readonly weight: number;

  constructor(parts: readonly unknown[]) {
    super();
    let weight = 1;
    for (const part of parts) weight += part instanceof Composite ? part.weight : 1;
    this.weight = weight;
  }
}
