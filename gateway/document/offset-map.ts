/**
 * Offsets of a rewritten text (entities decoded, line ends normalised, named values replaced) -> offsets of the text it
 * came from. Unchanged stretches map one to one; every offset inside a replacement maps to where the replaced text began.
 */
export class OffsetMap {
  private readonly targets: number[] = [];
  private readonly sources: number[] = [];
  /** Whether the stretch that begins here is a replacement, so that offsets in it do not advance. */
  private readonly fixed: boolean[] = [];

  /** Records that `length` characters at `target` replace `sourceLength` characters at `source`; in ascending order. */
  replace(target: number, length: number, source: number, sourceLength: number): void {
    if (this.targets.at(-1) === target) {
      this.targets.pop();
      this.sources.pop();
      this.fixed.pop();
    }
    if (length > 0) this.push(target, source, true);
    this.push(target + length, source + sourceLength, false);
  }

  private push(target: number, source: number, fixed: boolean): void {
    this.targets.push(target);
    this.sources.push(source);
    this.fixed.push(fixed);
  }

  /** Index of the stretch that holds `offset`; -1 before the first. */
  private find(offset: number): number {
    const { targets } = this;
    let low = -1;
    let high = targets.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((targets[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  /** The offset in the original text of `offset` in the rewritten one. */
  source(offset: number): number {
    const index = this.find(offset);
    if (index < 0) return offset;
    const base = this.sources[index] ?? 0;
    return this.fixed[index] ? base : base + offset - (this.targets[index] ?? 0);
  }

  /** Whether anything between `start` and `end` (exclusive) of the rewritten text is a replacement. */
  replaces(start: number, end: number): boolean {
    for (let index = this.find(start); index < this.targets.length; index++) {
      if (index >= 0 && (this.targets[index] ?? 0) >= end && this.targets[index] !== start) return false;
      if (index >= 0 && this.fixed[index]) return true;
    }
    return false;
  }
}
