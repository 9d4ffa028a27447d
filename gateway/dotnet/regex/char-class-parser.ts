/** Bracketed character classes, `[^a-z\d-[aeiou]]`. */
import { charEscape, property } from './char-escape.ts';
import { CharSet, type CharTest, escapeClass } from './char-set.ts';
import type { PatternCursor } from './pattern-cursor.ts';

/** A bracketed class after its `[`. */
export function parseCharClass(cursor: PatternCursor, ignoreCase: boolean): CharTest {
  const set = new CharSet();
  if (cursor.peek() === '^') {
    set.negated = true;
    cursor.at++;
  }
  let first = true;
  for (;;) {
    if (cursor.at >= cursor.text.length) cursor.fail('Unterminated [] set.');
    if (cursor.peek() === ']' && !(first && !cursor.ecma)) {
      cursor.at++;
      break;
    }
    first = false;
    if (cursor.peek() === '-' && cursor.peek(1) === '[') {
      cursor.at += 2;
      set.subtracted = cursor.nested(() => parseCharClass(cursor, ignoreCase));
      if (cursor.peek() !== ']' && cursor.peek() !== undefined)
        cursor.fail('A subtraction must be the last element in a character class.');
      continue;
    }
    setItem(cursor, set);
  }
  return set.compile(ignoreCase);
}

/** One character, range or shorthand of a class. */
function setItem(cursor: PatternCursor, set: CharSet): void {
  const escaped = shorthand(cursor);
  if (escaped) {
    set.tests.push(escaped);
    return;
  }
  const low = setChar(cursor);
  const isRange =
    cursor.peek() === '-' && cursor.peek(1) !== ']' && cursor.peek(1) !== undefined && cursor.peek(1) !== '[';
  if (!isRange) {
    set.add(low);
    return;
  }
  cursor.at++;
  if (cursor.peek() === '\\' && 'dDwWsSpP'.includes(cursor.peek(1) ?? ' ')) {
    const letter = cursor.peek(1) ?? '';
    cursor.at += 2;
    cursor.fail(`Cannot include class \\${letter} in character range.`);
  }
  const high = setChar(cursor);
  if (low > high) cursor.fail('[x-y] range in reverse order.');
  set.add(low, high);
}

/** `\d`, `\p{Lu}` and their like; null when something else stands at the cursor. */
function shorthand(cursor: PatternCursor): CharTest | null {
  if (cursor.peek() !== '\\') return null;
  const letter = cursor.peek(1) ?? '';
  if ('dDwWsS'.includes(letter) && letter !== '') {
    cursor.at += 2;
    return escapeClass(letter, cursor.ecma);
  }
  if (letter !== 'p' && letter !== 'P') return null;
  cursor.at += 2;
  return property(cursor, letter === 'P');
}

/** @returns the code unit of a character, escaped or not */
function setChar(cursor: PatternCursor): number {
  const ch = cursor.text[cursor.at++] as string;
  if (ch !== '\\') return ch.charCodeAt(0);
  if (cursor.at >= cursor.text.length) cursor.fail('Illegal \\ at end of pattern.');
  return charEscape(cursor);
}
