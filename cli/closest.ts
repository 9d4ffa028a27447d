/** "Did you mean": the known word nearest to a mistyped one. */

/** Edits (insert, delete, replace) that turn one word into the other. */
function distance(from: string, to: string): number {
  let previous = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let row = 1; row <= from.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= to.length; column += 1) {
      const replaced = (previous[column - 1] ?? 0) + (from[row - 1] === to[column - 1] ? 0 : 1);
      current.push(Math.min(replaced, (previous[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1));
    }
    previous = current;
  }
  return previous[to.length] ?? 0;
}

/** The known word that is nearest, unless even that one is more than a third of the letters away. */
export function closest(word: string, known: readonly string[]): string | undefined {
  const limited = word.slice(0, 200);
  const ranked = known.map((candidate) => ({ candidate, edits: distance(limited, candidate) }));
  ranked.sort((a, b) => a.edits - b.edits);
  const [best] = ranked;
  return best && best.edits <= Math.max(1, best.candidate.length / 3) ? best.candidate : undefined;
}
