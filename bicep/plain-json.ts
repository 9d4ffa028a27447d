/**
 * A JSON text as RFC 8259 has it, from one as Azure Resource Manager and Bicep's `loadJsonContent` take it: comments and
 * commas after the last item become spaces, so that every offset stays what it was; a byte order mark does too.
 * @param text of any kind; what is no JSON stays none
 */
export function plainJson(text: string): string {
  const kept: string[] = [];
  let from = 0;
  let comma = -1;
  const blank = (start: number, end: number): void => {
    kept.push(text.slice(from, start), text.slice(start, end).replace(/[^\r\n]/g, ' '));
    from = end;
  };
  const until = (mark: string, start: number): number => {
    const end = text.indexOf(mark, start);
    return end < 0 ? text.length : end;
  };
  /** Commas to take away stand before what `from` has passed; they are put in at the end. */
  const commas: number[] = [];
  let offset = 0;
  while (offset < text.length) {
    const character = text[offset];
    if (character === '"') {
      offset = endOfString(text, offset);
      comma = -1;
    } else if (character === '/' && text[offset + 1] === '/') {
      const end = until('\n', offset);
      blank(offset, end);
      offset = end;
    } else if (character === '/' && text[offset + 1] === '*') {
      const end = Math.min(text.length, until('*/', offset + 2) + 2);
      blank(offset, end);
      offset = end;
    } else {
      if (character === ',') comma = offset;
      else if ((character === ']' || character === '}') && comma >= 0) commas.push(comma);
      if (character === '\ufeff' && offset === 0) blank(0, 1);
      else if (character !== ',' && !/\s/.test(character ?? '')) comma = -1;
      offset += 1;
    }
  }
  if (kept.length === 0 && commas.length === 0) return text;
  const plain = kept.join('') + text.slice(from);
  let result = '';
  let done = 0;
  for (const place of commas) {
    result += `${plain.slice(done, place)} `;
    done = place + 1;
  }
  return result + plain.slice(done);
}

/** The offset behind a string that starts at `start`; the text's end when it has none. */
function endOfString(text: string, start: number): number {
  for (let offset = start + 1; offset < text.length; offset += 1) {
    if (text[offset] === '\\') offset += 1;
    else if (text[offset] === '"') return offset + 1;
  }
  return text.length;
}
