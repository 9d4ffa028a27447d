/** Where a command writes: data on standard output, progress on standard error. */

/** What commands write to; tests give their own. */
export interface Output {
  /** Data: what a pipe wants to read. */
  data(text: string): void;
  /** Progress and notes for a person. */
  note(text: string): void;
}

/** The process's own streams. */
export const standardOutput: Output = {
  data: (text) => void process.stdout.write(`${text}\n`),
  note: (text) => void process.stderr.write(`${text}\n`),
};

/** The one form in which data is printed for machines. */
export const asJson = (value: unknown): string => JSON.stringify(value, null, 2);

/** Text in columns: each as wide as its longest cell, two spaces between. */
export function columns(rows: readonly (readonly string[])[]): string {
  const widths: number[] = [];
  for (const row of rows) {
    for (const [index, cell] of row.entries()) widths[index] = Math.max(widths[index] ?? 0, cell.length);
  }
  return rows
    .map((row) =>
      row
        .map((cell, index) => cell.padEnd(widths[index] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
