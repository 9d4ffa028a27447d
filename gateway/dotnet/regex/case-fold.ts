const memo = new Map<number, number>();

/** The form in which two code units that differ only in case are the same: the invariant lower case letter. */
export function foldCase(unit: number): number {
  if (unit < 128) return unit >= 0x41 && unit <= 0x5a ? unit + 32 : unit;
  const known = memo.get(unit);
  if (known !== undefined) return known;
  const lower = String.fromCharCode(unit).toLowerCase();
  const folded = unit === 0x130 || lower.length !== 1 ? unit : lower.charCodeAt(0);
  memo.set(unit, folded);
  return folded;
}
