import { entityAt } from './entities.ts';
import { OffsetMap } from './offset-map.ts';

/** What becomes of white space: .NET's reader turns it into spaces in attribute values (XML 1.0, 3.3.3). */
export type WhiteSpace = 'kept' | 'spaces';

const special = /[&\r\n\t]/g;

/** Builds the text a value stands for from stretches of the parsed text, and remembers where each character came from. */
export class DecodedText {
  private readonly parts: string[] = [];
  private readonly map = new OffsetMap();
  private length = 0;
  /** Offset in the parsed text that the next unchanged stretch is expected at; a gap is recorded in the map. */
  private expected: number;

  /** @param start offset of the parsed text where the value begins */
  constructor(start: number) {
    this.expected = start;
    this.map.replace(0, 0, start, 0);
  }

  private copy(text: string, start: number, end: number): void {
    if (start !== this.expected) this.map.replace(this.length, 0, start, 0);
    if (end > start) this.parts.push(text.slice(start, end));
    this.length += end - start;
    this.expected = end;
  }

  private put(replacement: string, start: number, end: number): void {
    this.parts.push(replacement);
    this.map.replace(this.length, replacement.length, start, end - start);
    this.length += replacement.length;
    this.expected = end;
  }

  /** Adds `text` from `start` to `end` as it stands, with line ends as LF. */
  verbatim(text: string, start: number, end: number): void {
    this.add(text, start, end, false, 'kept');
  }

  /**
   * Adds `text` from `start` to `end` with entities decoded and line ends as LF.
   * @returns offset of the first `&` that begins no entity, which is kept as it stands; undefined when there is none
   */
  decoded(text: string, start: number, end: number, whiteSpace: WhiteSpace = 'kept'): number | undefined {
    return this.add(text, start, end, true, whiteSpace);
  }

  private add(text: string, start: number, end: number, decode: boolean, whiteSpace: WhiteSpace): number | undefined {
    let bare: number | undefined;
    let from = start;
    // The stretch is cut out first, or looking for the next special character would run on to the end of the text.
    const stretch = text.slice(start, end);
    special.lastIndex = 0;
    for (let match = special.exec(stretch); match; match = special.exec(stretch)) {
      const index = start + match.index;
      const character = match[0];
      let replacement: string | undefined;
      let length = 1;
      if (character === '&') {
        const entity = decode ? entityAt(text, index) : undefined;
        if (entity) {
          replacement = entity.text;
          length = entity.length;
        } else if (decode) bare ??= index;
      } else if (character === '\r') {
        replacement = whiteSpace === 'spaces' ? ' ' : '\n';
        length = text[index + 1] === '\n' && index + 1 < end ? 2 : 1;
      } else if (whiteSpace === 'spaces') replacement = ' ';
      if (replacement === undefined) continue;
      this.copy(text, from, index);
      this.put(replacement, index, index + length);
      from = index + length;
      special.lastIndex = from - start;
    }
    this.copy(text, from, end);
    return bare;
  }

  /** The text so far, and for each of its offsets the offset in the parsed text. */
  result(): { text: string; source(offset: number): number } {
    const { map } = this;
    return { text: this.parts.join(''), source: (offset) => map.source(offset) };
  }
}
