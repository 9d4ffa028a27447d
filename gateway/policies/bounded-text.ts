/** Text that grows while policies work on it, stopped before it does. */

/** The text would be longer than it may be. */
export class TextTooLong extends Error {
  readonly longest: number;
  constructor(longest: number) {
    super(`The text would be longer than ${longest} characters.`);
    this.name = 'TextTooLong';
    this.longest = longest;
  }
}

/** @throws TextTooLong when a text of `length` is longer than `longest` */
export function checkLength(length: number, longest: number): void {
  if (length > longest) throw new TextTooLong(longest);
}

/**
 * `text` with every `from` replaced; unchanged without one to look for.
 * @param longest characters that may come out @throws TextTooLong
 */
export function replaceAll(text: string, from: string, to: string, longest: number): string {
  if (from === '') return text;
  if (to.length > from.length) {
    let count = 0;
    for (let at = text.indexOf(from); at >= 0; at = text.indexOf(from, at + from.length)) count++;
    checkLength(text.length + count * (to.length - from.length), longest);
  }
  return text.replaceAll(from, () => to);
}
