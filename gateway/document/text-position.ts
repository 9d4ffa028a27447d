/** A place in a file as people and editors name it: both count from 1, columns in UTF-16 units. */
export interface TextPosition {
  readonly line: number;
  readonly column: number;
}

/** Offset -> line and column of one text, by binary search over the starts of its lines. */
export class LineIndex {
  private readonly starts: number[];
  /** Length of a byte order mark, which no editor counts as a column. */
  private readonly mark: number;

  /** @param text the file as read; lines end with LF, CRLF or CR */
  constructor(text: string) {
    this.mark = text.charCodeAt(0) === 0xfeff ? 1 : 0;
    const starts = [this.mark];
    for (let index = this.mark; index < text.length; index++) {
      const code = text.charCodeAt(index);
      if (code === 10 || (code === 13 && text.charCodeAt(index + 1) !== 10)) starts.push(index + 1);
    }
    this.starts = starts;
  }

  /** The position of `offset`; offsets beyond the text are placed on its last line. */
  position(offset: number): TextPosition {
    const { starts } = this;
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: Math.max(0, offset - (starts[low] ?? 0)) + 1 };
  }
}
